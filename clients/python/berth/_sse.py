"""Server-sent events (HTML standard, 9.2.6)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple


class ServerSentEvent(NamedTuple):
    event: str
    data: str
    id: str | None


class EventReader:
    """
    Events of bytes as they come; comments are skipped. Lines end at CR, LF or both and nowhere else: `splitlines` also
    knows U+2028, which output of a job may hold.
    """

    def __init__(self) -> None:
        self._rest = b""
        self._event: str | None = None
        self._id: str | None = None
        self._data: list[str] = []

    def feed(self, received: bytes) -> Iterator[ServerSentEvent]:
        *lines, self._rest = (self._rest + received).split(b"\n")
        for line in lines:
            done = self._take(line.removesuffix(b"\r").decode("utf-8", "replace"))
            if done is not None:
                yield done

    def _take(self, line: str) -> ServerSentEvent | None:
        if line == "":
            return self._finish()
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if field == "data":
            self._data.append(value)
        elif field == "event":
            self._event = value
        elif field == "id":
            self._id = value
        return None

    def _finish(self) -> ServerSentEvent | None:
        event, data, id = self._event, self._data, self._id
        self._event, self._data, self._id = None, [], None
        if event is None and not data:
            return None
        return ServerSentEvent(event or "message", "\n".join(data), id)
