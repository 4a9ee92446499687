from __future__ import annotations

from datetime import datetime, timedelta
from types import TracebackType
from typing import TYPE_CHECKING, Any

from .. import _arguments as check
from .._errors import InvalidState
from .._generated import models
from .._record import Wire, instant_text
from .._times import instant_of, minutes_of
from .handle import AsyncHandle, because

if TYPE_CHECKING:
    from .connected import AsyncConnected


class AsyncReservationActions(AsyncHandle):
    """What can be done with a reservation, however much is known of it."""

    __slots__ = ()

    async def refresh(self) -> AsyncReservation:
        """What the platform knows of it now."""
        return AsyncReservation((await self._client.api.reservation(self._id)).wire, self._client, keep=True)

    async def extend(self, by: str | timedelta, reason: str | None = None) -> AsyncReservation:
        """Its end comes later, where the devices are free."""
        body: Any = {"minutes": minutes_of(by, "by"), **because(reason, "done earlier")}
        return AsyncReservation((await self._client.api.extend_reservation(self._id, body)).wire, self._client)

    async def change(
        self, *, start: str | datetime | None = None, end: str | datetime | None = None, title: str | None = None
    ) -> AsyncReservation:
        """Another window or title. A moved one keeps its length unless the end is given."""
        body: Any = {}
        if start is not None:
            body["from"] = instant_text(instant_of(start, "start"))
        if end is not None:
            body["until"] = instant_text(instant_of(end, "end"))
        if title is not None:
            body["title"] = check.text(title, "title", "last runs")
        return AsyncReservation((await self._client.api.change_reservation(self._id, body)).wire, self._client)

    async def release(self, reason: str | None = None) -> AsyncReservation:
        """Gives the devices back, from now on."""
        body: Any = because(reason, "done earlier")
        return AsyncReservation((await self._client.api.release_reservation(self._id, body)).wire, self._client)

    async def cancel(self, reason: str | None = None) -> None:
        """Before it begins."""
        body: Any = because(reason, "done earlier")
        await self._client.api.cancel_reservation(self._id, body)


class AsyncReservation(AsyncReservationActions, models.Reservation):
    """Devices for a while. As a context it is given back at the end, unless `keep` is true."""

    __slots__ = ("keep",)

    def __init__(self, wire: Wire, client: AsyncConnected, *, keep: bool = False) -> None:
        super().__init__(wire, client)
        #: whether it stays when the context ends
        self.keep = keep

    async def refresh(self) -> AsyncReservation:
        """Asks again, and changes this object."""
        self._wire = (await self._client.api.reservation(self.id)).wire
        return self

    @property
    def start(self) -> datetime:
        return self.from_

    @property
    def end(self) -> datetime:
        return self.until

    async def __aenter__(self) -> AsyncReservation:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.keep:
            return
        try:
            await self.give_back()
        except InvalidState:
            # it has ended, or began between the look and the act
            await self.give_back()

    async def give_back(self) -> None:
        """Releases it where it is active, cancels it where it has not begun, and does nothing where it has ended."""
        await self.refresh()
        if self.state == "ACTIVE":
            await self.release()
        elif self.state == "RESERVED":
            await self.cancel()


class AsyncReservationInList(AsyncReservationActions, models.ReservationInList):
    """A reservation of a list, without its changes and warnings; `refresh` has all of it."""

    __slots__ = ()
