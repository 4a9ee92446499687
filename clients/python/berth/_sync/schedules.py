# Derived from _async/schedules.py by `npm run generate --workspace @berth/python`; change that, not this.

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from .._generated import models
from .._groups import NodeSpec, schedule_of
from .._submission import Command, JobOptions
from .handle import Handle, because

if TYPE_CHECKING:
    from typing_extensions import Unpack


class ScheduleActions(Handle):
    """What can be done with a schedule, however much is known of it."""

    __slots__ = ()

    def refresh(self) -> Schedule:
        """What the platform knows of it now."""
        return Schedule((self._client.api.schedule(self._id)).wire, self._client)

    def pause(self, reason: str | None = None) -> Schedule:
        """It submits nothing until `resume`; what it has submitted goes on."""
        body: Any = because(reason, "the machine moves")
        return Schedule((self._client.api.pause_schedule(self._id, body)).wire, self._client)

    def resume(self) -> Schedule:
        return Schedule((self._client.api.resume_schedule(self._id)).wire, self._client)

    def change(
        self,
        command: Command | None = None,
        *,
        cron: str | None = None,
        name: str | None = None,
        time_zone: str | None = None,
        overlap: str | None = None,
        catch_up: str | None = None,
        until: str | datetime | None = None,
        nodes: Mapping[str, NodeSpec] | None = None,
        **job: Unpack[JobOptions],
    ) -> Schedule:
        """What is given is changed, from its next time on. What it submits is given whole, as for `create_schedule`."""
        body: Any = schedule_of(
            {
                "name": name,
                "cron": cron,
                "time_zone": time_zone,
                "overlap": overlap,
                "catch_up": catch_up,
                "until": until,
            },
            nodes,
            {"command": command, **job},
        )
        return Schedule((self._client.api.update_schedule(self._id, body)).wire, self._client)

    def delete(self) -> None:
        """It submits nothing any more; what it has submitted goes on."""
        self._client.api.delete_schedule(self._id)


class Schedule(ScheduleActions, models.Schedule):
    """A job or a workflow that is submitted again and again, as it was when it was asked for; `refresh` asks again."""

    __slots__ = ()

    def refresh(self) -> Schedule:
        """Asks again, and changes this object."""
        self._wire = (self._client.api.schedule(self.id)).wire
        return self


class ScheduleInList(ScheduleActions, models.ScheduleInList):
    """A schedule of a list, without what it submitted last; `refresh` has all of it."""

    __slots__ = ()
