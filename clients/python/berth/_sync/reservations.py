# Derived from _async/reservations.py by `npm run generate --workspace @berth/python`; change that, not this.

from __future__ import annotations

from datetime import datetime, timedelta
from types import TracebackType
from typing import TYPE_CHECKING, Any

from .. import _arguments as check
from .._errors import InvalidState
from .._generated import models
from .._record import Wire, instant_text
from .._times import instant_of, minutes_of
from .handle import Handle, because

if TYPE_CHECKING:
    from .connected import Connected


class ReservationActions(Handle):
    """What can be done with a reservation, however much is known of it."""

    __slots__ = ()

    def refresh(self) -> Reservation:
        """What the platform knows of it now."""
        return Reservation((self._client.api.reservation(self._id)).wire, self._client, keep=True)

    def extend(self, by: str | timedelta, reason: str | None = None) -> Reservation:
        """Its end comes later, where the devices are free."""
        body: Any = {"minutes": minutes_of(by, "by"), **because(reason, "done earlier")}
        return Reservation((self._client.api.extend_reservation(self._id, body)).wire, self._client)

    def change(
        self, *, start: str | datetime | None = None, end: str | datetime | None = None, title: str | None = None
    ) -> Reservation:
        """Another window or title. A moved one keeps its length unless the end is given."""
        body: Any = {}
        if start is not None:
            body["from"] = instant_text(instant_of(start, "start"))
        if end is not None:
            body["until"] = instant_text(instant_of(end, "end"))
        if title is not None:
            body["title"] = check.text(title, "title", "last runs")
        return Reservation((self._client.api.change_reservation(self._id, body)).wire, self._client)

    def release(self, reason: str | None = None) -> Reservation:
        """Gives the devices back, from now on."""
        body: Any = because(reason, "done earlier")
        return Reservation((self._client.api.release_reservation(self._id, body)).wire, self._client)

    def cancel(self, reason: str | None = None) -> None:
        """Before it begins."""
        body: Any = because(reason, "done earlier")
        self._client.api.cancel_reservation(self._id, body)


class Reservation(ReservationActions, models.Reservation):
    """Devices for a while. As a context it is given back at the end, unless `keep` is true."""

    __slots__ = ("keep",)

    def __init__(self, wire: Wire, client: Connected, *, keep: bool = False) -> None:
        super().__init__(wire, client)
        #: whether it stays when the context ends
        self.keep = keep

    def refresh(self) -> Reservation:
        """Asks again, and changes this object."""
        self._wire = (self._client.api.reservation(self.id)).wire
        return self

    @property
    def start(self) -> datetime:
        return self.from_

    @property
    def end(self) -> datetime:
        return self.until

    def __enter__(self) -> Reservation:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.keep:
            return
        try:
            self.give_back()
        except InvalidState:
            # it has ended, or began between the look and the act
            self.give_back()

    def give_back(self) -> None:
        """Releases it where it is active, cancels it where it has not begun, and does nothing where it has ended."""
        self.refresh()
        if self.state == "ACTIVE":
            self.release()
        elif self.state == "RESERVED":
            self.cancel()


class ReservationInList(ReservationActions, models.ReservationInList):
    """A reservation of a list, without its changes and warnings; `refresh` has all of it."""

    __slots__ = ()
