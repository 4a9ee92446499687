from __future__ import annotations

import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import timedelta
from typing import Any

from .. import _arguments as check
from .._errors import JobCancelled, JobFailed, NotFound, Unavailable
from .._generated import models
from .._metrics import Metrics
from .._pending import Why
from .._progress import Progress
from .._times import seconds_of
from .handle import because
from .looking import looks
from .output import AsyncJobOutput
from .pause import LOST_S

ENDED = ("SUCCEEDED", "FAILED", "CANCELLED", "TIMED_OUT", "REJECTED")


class AsyncJobActions(AsyncJobOutput):
    """What can be done with a job, however much is known of it."""

    __slots__ = ()

    async def refresh(self) -> AsyncJob:
        """What the platform knows of it now."""
        return AsyncJob((await self._client.api.job(self._id)).wire, self._client)

    async def wait(
        self, timeout: str | timedelta | None = None, *, check: bool = False, show: bool = False
    ) -> AsyncJob:
        """
        Returns when it has ended. Stopping to wait leaves it running.

        :param timeout: such as "6h"; then WaitTimeout is raised
        :param check: raises JobFailed or JobCancelled unless it succeeded
        :param show: says on stderr how it goes on, with a bar where tqdm is installed
        """
        deadline = None if timeout is None else time.monotonic() + seconds_of(timeout, "timeout")
        progress = Progress() if show else None
        try:
            job = await self._until_ended(deadline, progress)
        finally:
            if progress is not None:
                progress.close()
        if check:
            await job.check()
        return job

    async def _until_ended(self, deadline: float | None, progress: Progress | None) -> AsyncJob:
        answered = time.monotonic()
        said = f"job {self._id} has not ended"
        async with aclosing(looks(self._client, {self._id}, deadline, lambda: said, polls=progress is not None)) as due:
            async for _ in due:
                try:
                    job = await self.refresh()
                except Unavailable:
                    # a job goes on while the gateway is away, and so does a wait for it
                    if time.monotonic() - answered > LOST_S:
                        raise
                    continue
                answered = time.monotonic()
                if progress is not None:
                    progress.show(job)
                if job.ended:
                    return job
                said = f"job {self._id} is {job.state}"
        raise AssertionError("looks have no end")

    async def metrics(self, *, run: int | None = None) -> Metrics:
        """What it has reported until now, a point for each line of its output that has metrics."""
        points: list[models.MetricPoint] = []
        cursor: str | None = None
        while True:
            batch = await self._client.api.job_metrics(self._id, cursor=cursor, run=run)
            points += batch.points
            if batch.end or not batch.points:
                return Metrics(points)
            cursor = batch.cursor

    async def why(self) -> Why | None:
        """Why it waits, what is ahead of it, and when it may start; None once it does not wait."""
        try:
            return Why((await self._client.api.why_pending(self._id)).wire)
        except NotFound:
            await self.refresh()
            return None

    async def cancel(self, reason: str | None = None) -> AsyncJob:
        """At once if it waits, else when its host has stopped it: `wait` says when."""
        body: Any = because(reason)
        return AsyncJob((await self._client.api.cancel_job(self._id, body)).wire, self._client)

    async def approve(self, reason: str | None = None) -> AsyncJob:
        body: Any = because(reason)
        return AsyncJob((await self._client.api.approve_job(self._id, body)).wire, self._client)

    async def reject(self, reason: str) -> AsyncJob:
        body: Any = {"reason": check.text(reason, "reason", "too long for this week")}
        return AsyncJob((await self._client.api.reject_job(self._id, body)).wire, self._client)

    async def delete(self) -> None:
        """Hides it from lists, once it has ended."""
        await self._client.api.delete_job(self._id)

    async def events(self, after: str | None = None) -> AsyncGenerator[models.JobEvent, None]:
        """What happens to it from now on, or after a cursor, until it ends."""
        async with aclosing(self._client.api.follow_events_of_job(self._id, after=after)) as events:
            async for event in events:
                yield event


class AsyncJob(AsyncJobActions, models.Job):
    """A job, as it was when it was asked for; `refresh` asks again."""

    __slots__ = ()

    async def refresh(self) -> AsyncJob:
        """Asks again, and changes this object."""
        self._wire = (await self._client.api.job(self.id)).wire
        return self

    @property
    def ended(self) -> bool:
        return self.state in ENDED

    @property
    def succeeded(self) -> bool:
        return self.state == "SUCCEEDED"

    @property
    def duration(self) -> timedelta | None:
        """From its first start to its end; None before."""
        started, ended = self.started_at, self.ended_at
        return None if started is None or ended is None else ended - started

    async def check(self) -> None:
        """Raises JobFailed or JobCancelled where it has ended otherwise than by success."""
        if self.state in ("FAILED", "TIMED_OUT"):
            why = f": {self.message}" if self.message else ""
            code = f", exit code {self.exit_code}" if self.exit_code is not None else ""
            raise JobFailed(f"job {self.name} ({self.id}) {words_of(self.state)}{code}{why}", self, await self.tail())
        if self.state in ("CANCELLED", "REJECTED"):
            why = f": {self.message}" if self.message else ""
            raise JobCancelled(f"job {self.name} ({self.id}) was {words_of(self.state)}{why}", self)


class AsyncJobInList(AsyncJobActions, models.JobInList):
    """A job of a list, without its runs; `refresh` has all of it."""

    __slots__ = ()


class AsyncSubmittedJob(AsyncJobActions, models.JobReference):
    """A job that was submitted with others; `refresh` has all of it."""

    __slots__ = ()


def words_of(state: str) -> str:
    return state.lower().replace("_", " ")
