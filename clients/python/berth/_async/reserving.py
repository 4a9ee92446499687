from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, get_args

from .. import _arguments as check
from .._errors import wrong_argument
from .._generated import enums, models
from .._record import instant_text
from .._submission import gpus_of
from .._tables import Table
from .._times import instant_of, minutes_of
from .connected import AsyncConnected
from .reservations import AsyncReservation, AsyncReservationInList


class AsyncReserving(AsyncConnected):
    """Devices for a while."""

    async def free(
        self,
        *,
        gpus: int | None = None,
        model: str | None = None,
        memory: float | None = None,
        hours: float | None = None,
        duration: str | timedelta | None = None,
        start: str | datetime | None = None,
        end: str | datetime | None = None,
        one_host: bool | None = None,
        pool: str | None = None,
        project: str | None = None,
        limit: int | None = None,
    ) -> Table[models.FreeWindow]:
        """When devices are free for so long, the earliest first."""
        spec = gpus_of({"gpus": gpus, "model": model, "memory": memory})
        query: dict[str, Any] = {
            "duration_minutes": _minutes(hours, duration),
            "from_": None if start is None else instant_of(start, "start"),
            "until": None if end is None else instant_of(end, "end"),
            "gpus_count": spec.get("count"),
            "gpus_model": spec.get("model"),
            "gpus_memory_gb": spec.get("memoryGb"),
            "one_host": None if one_host is None else check.flag(one_host, "one_host"),
            "limit": None if limit is None else check.whole(limit, "limit", 1),
            "pool": pool or self.pool,
            "project": project or self.project,
        }
        answer = await self._named(lambda: self.api.availability(**query), query)
        return Table(answer.windows, ("from_", "until", "devices"))

    async def book(
        self,
        *,
        gpus: int | None = None,
        model: str | None = None,
        memory: float | None = None,
        devices: Sequence[str] | None = None,
        start: str | datetime | None = None,
        end: str | datetime | None = None,
        hours: float | None = None,
        duration: str | timedelta | None = None,
        title: str | None = None,
        reason: str | None = None,
        shared: bool | None = None,
        pool: str | None = None,
        project: str | None = None,
        keep: bool = False,
        idempotency_key: str | None = None,
    ) -> AsyncReservation:
        """
        Reserves devices. As a context it is given back at the end, unless `keep` is true.

        :param start: such as "tomorrow 9:00", or a datetime; now where it is not given
        :param hours: how long; or `duration` such as "90m", or `end`
        :param shared: whether jobs of all members of the project may run in it
        :raises ReservationConflict: where the devices are taken; it has the nearest free windows
        """
        check.only_one({"hours": hours, "duration": duration, "end": end}, "one of hours, duration and end")
        check.flag(keep, "keep")
        spec = gpus_of({"gpus": gpus, "model": model, "memory": memory})
        if gpus == 0:
            raise wrong_argument("gpus", "must be a whole number, 1 or more, not 0")
        if devices is not None:
            spec["devices"] = check.texts(devices, "devices", "GPU-1c4f...")
        body: Any = {"project": project or self.project or await self._only_project({})}
        if spec:
            body["gpus"] = spec
        if start is not None:
            body["from"] = instant_text(instant_of(start, "start"))
        if end is not None:
            body["until"] = instant_text(instant_of(end, "end"))
        else:
            body["durationMinutes"] = _minutes(hours, duration)
        for name, value, example in (
            ("title", title, "last runs"),
            ("reason", reason, "the deadline"),
            ("pool", pool or self.pool, "default"),
        ):
            if value is not None:
                body[name] = check.text(value, name, example)
        if shared is not None:
            body["sharedWithProject"] = check.flag(shared, "shared")
        answer = await self._named(lambda: self.api.reserve(body, idempotency_key=idempotency_key), body)
        return AsyncReservation(answer.reservation.wire, self, keep=keep)

    async def reservation(self, id: str) -> AsyncReservation:
        return AsyncReservation((await self.api.reservation(check.id_of(id, "id"))).wire, self, keep=True)

    async def reservations(
        self,
        *,
        states: str | Sequence[str] | None = None,
        project: str | None = None,
        pool: str | None = None,
        user: str | None = None,
        start: str | datetime | None = None,
        end: str | datetime | None = None,
        limit: int | None = 50,
    ) -> Table[AsyncReservationInList]:
        """Reservations, the latest start first. `start` and `end` are the window that they fall into."""
        query: dict[str, Any] = {
            "states": None if states is None else check.choices_of(states, "states", get_args(enums.ReservationState)),
            "project": None if project is None else await self._id("project", project),
            "pool": None if pool is None else await self._id("pool", pool),
            "user": None if user is None else await self._id("user", user),
            "from_": None if start is None else instant_of(start, "start"),
            "until": None if end is None else instant_of(end, "end"),
        }
        items, more = await self._all(self.api.reservations, query, limit)
        columns = ("id", "title", "state", "from_", "until", "devices", "user", "project")
        return Table((AsyncReservationInList(each.wire, self) for each in items), columns, more=more)


def _minutes(hours: float | None, duration: str | timedelta | None) -> float:
    check.only_one({"hours": hours, "duration": duration}, "hours or duration")
    if hours is not None:
        return check.number(hours, "hours", "8") * 60
    if duration is None:
        raise wrong_argument("hours", 'is missing: how long, such as hours=8 or duration="90m"')
    return minutes_of(duration, "duration")
