# Derived from _async/handle.py by `npm run generate --workspace @berth/python`; change that, not this.

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from .. import _arguments as check
from .._errors import Unavailable
from .._generated import models
from .._record import Record, Wire
from .._tables import Table
from .pause import LOST_S, pause

if TYPE_CHECKING:
    from .connected import Connected

T = TypeVar("T")


class Handle(Record):
    """An object of the platform that something can be done with."""

    __slots__ = ("_client",)

    def __init__(self, wire: Wire, client: Connected) -> None:
        super().__init__(wire)
        self._client = client

    @property
    def _id(self) -> str:
        return str(self._wire["id"])

    def history(self, limit: int = 100) -> Table[models.HistoryEntry]:
        """Every event of it, with who caused it."""
        page = self._client.api.history(self._id, limit=check.whole(limit, "limit", 1))
        return Table(page.items, ("recorded_at", "type", "actor", "command"), more=page.next is not None)


def until(
    look: Callable[[], T], has_ended: Callable[[T], bool], deadline: float | None, said: str
) -> T:
    """What a look finds as soon as it has ended. It goes on while the gateway is away, and so does the wait."""
    began = answered = time.monotonic()
    while True:
        try:
            found = look()
        except Unavailable:
            if time.monotonic() - answered > LOST_S:
                raise
        else:
            answered = time.monotonic()
            if has_ended(found):
                return found
        pause(began, deadline, said)


def because(reason: str | None, example: str = "not needed any more") -> dict[str, Any]:
    return {} if reason is None else {"reason": check.text(reason, "reason", example)}
