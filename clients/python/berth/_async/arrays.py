from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from .._errors import GroupFailed
from .._generated import models
from .._tables import Table
from .._times import seconds_of
from .handle import AsyncHandle, because, until
from .jobs import AsyncJobInList


class AsyncArray(AsyncHandle, models.JobArray):
    """Jobs that differ only in their variables, as they were when they were asked for; `refresh` asks again."""

    __slots__ = ()

    async def refresh(self) -> AsyncArray:
        """Asks again, and changes this object."""
        self._wire = (await self._client.api.array(self.id)).wire
        return self

    @property
    def ended(self) -> bool:
        return self.state != "RUNNING"

    @property
    def succeeded(self) -> bool:
        return self.state == "SUCCEEDED"

    async def jobs(self, limit: int | None = None) -> Table[AsyncJobInList]:
        """Its jobs that have been submitted, in their order; all, or at most so many."""
        items, more = await self._client._all(self._client.api.array_members, {"id": self.id}, limit)
        columns = ("id", "name", "state", "started_at", "ended_at")
        return Table((AsyncJobInList(each.wire, self._client) for each in items), columns, more=more)

    async def wait(self, timeout: str | timedelta | None = None, *, check: bool = False) -> AsyncArray:
        """
        Returns when all its jobs have ended. Stopping to wait leaves them running.

        :param timeout: such as "6h"; then WaitTimeout is raised
        :param check: raises GroupFailed unless all succeeded
        """
        deadline = None if timeout is None else time.monotonic() + seconds_of(timeout, "timeout")
        await until(self.refresh, lambda array: array.ended, deadline, f"array {self.id} has not ended")
        if check:
            self.check()
        return self

    def check(self) -> None:
        """Raises GroupFailed where it has ended otherwise than by success."""
        if self.ended and not self.succeeded:
            counts = ", ".join(f"{count} {name}" for name, count in self.counts.to_dict().items() if count)
            raise GroupFailed(f"array {self.name} ({self.id}) {self.state.lower()}: {counts}", self)

    async def cancel(self, reason: str | None = None) -> AsyncArray:
        """All its jobs; `wait` says when they have ended."""
        body: Any = because(reason)
        self._wire = (await self._client.api.cancel_array(self.id, body)).wire
        return self
