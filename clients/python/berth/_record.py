"""What the API answers, as objects that are read only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any, ClassVar, Generic, TypeVar, cast
from urllib.parse import quote

from ._notebook import html_of_record

Wire = Mapping[str, Any]


class Record:
    """One object of an answer. Its members are read from what came over the wire when they are asked for."""

    __slots__ = ("_wire",)
    #: names of Python, with those of the API
    _fields: ClassVar[Mapping[str, str]] = {}

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    @property
    def wire(self) -> Wire:
        """What came over the wire, by the names of the API."""
        return self._wire

    def to_dict(self) -> dict[str, Any]:
        """Its members by their names, without those that the answer does not have."""
        return {name: plain(getattr(self, name)) for name, member in self._fields.items() if member in self._wire}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Record) and type(other) is type(self) and other._wire == self._wire

    def __hash__(self) -> int:
        return hash((type(self).__name__, str(self._wire.get("id", ""))))

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={value!r}" for name, value in self._telling())
        return f"{type(self).__name__}({shown})"

    def _telling(self) -> list[tuple[str, Any]]:
        """What says most in a line."""
        wanted = ("id", "name", "username", "key", "state", "status", "text", "message", "from_", "until")
        return [
            (name, getattr(self, name)) for name in wanted if self._wire.get(self._fields.get(name, "")) is not None
        ]

    def _repr_html_(self) -> str:
        return html_of_record(type(self).__name__, self.to_dict())


def plain(value: object) -> Any:
    """Records as dictionaries, also in lists."""
    if isinstance(value, Record):
        return value.to_dict()
    if isinstance(value, list):
        return [plain(each) for each in cast("list[object]", value)]
    return value


R = TypeVar("R", bound=Record)


class Page(Generic[R]):
    """A part of a list."""

    def __init__(self, model: type[R], wire: Wire) -> None:
        self.items: list[R] = [model(each) for each in wire["items"]]
        #: where the next part begins; None at the end
        self.next: str | None = wire.get("next")
        #: with `count=True` only
        self.total_count: int | None = wire.get("totalCount")


def instant(text: str) -> datetime:
    """ISO 8601 as an aware datetime in UTC."""
    # until Python 3.11 `fromisoformat` reads no Z, and fractions of 3 or 6 digits only
    whole, _, fraction = text.removesuffix("Z").partition(".")
    at = datetime.fromisoformat(whole)
    micros = int(fraction[:6].ljust(6, "0")) if fraction else 0
    return at.replace(microsecond=micros, tzinfo=timezone.utc)


def instant_text(at: datetime) -> str:
    """As the API takes it. A datetime without a zone is local time."""
    return at.astimezone(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def optional_instant(at: datetime | None) -> str | None:
    return None if at is None else instant_text(at)


def path_part(text: str) -> str:
    return quote(text, safe="")
