from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal, get_args

from .. import _arguments as check
from .._async_primitives import sleep
from .._errors import JobCancelled, JobFailed, NotFound, Unavailable, WaitTimeout, wrong_argument
from .._generated import enums, models
from .._metrics import Metrics
from .._pending import Why
from .._progress import Progress
from .._record import Record, Wire
from .._tables import Table
from .._times import past_of, seconds_of

if TYPE_CHECKING:
    from .client import AsyncClient

LogStream = Literal["stdout", "stderr"]

ENDED = ("SUCCEEDED", "FAILED", "CANCELLED", "TIMED_OUT", "REJECTED")
_TAIL_LINES = 20
_PAGE_LINES = 1_000
_PAGE_HITS = 200
# a gateway that does not answer for so long ends a wait
_LOST_S = 600.0
_FIRST_POLL_S = 0.1
_MAX_POLL_S = 5.0
# so that a wait costs few requests, and is late by a small part of its length at most
_POLL_SHARE = 0.05
_MAX_NODES = 50


class AsyncJobActions(Record):
    """What can be done with a job, however much is known of it."""

    __slots__ = ("_client",)

    def __init__(self, wire: Wire, client: AsyncClient) -> None:
        super().__init__(wire)
        self._client = client

    @property
    def _id(self) -> str:
        return self._wire["id"]

    async def refresh(self) -> AsyncJob:
        """What the platform knows of it now."""
        return await self._client.job(self._id)

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
        began = time.monotonic()
        answered = began
        said = f"job {self._id} has not ended"
        while True:
            try:
                job = await self.refresh()
            except Unavailable:
                # a job goes on while the gateway is away, and so does a wait for it
                if time.monotonic() - answered > _LOST_S:
                    raise
            else:
                answered = time.monotonic()
                if progress is not None:
                    progress.show(job)
                if job.ended:
                    return job
                said = f"job {self._id} is {job.state}"
            await pause(began, deadline, said)

    async def logs(
        self,
        follow: bool = False,
        *,
        run: int | None = None,
        stream: LogStream | None = None,
        level: str | None = None,
        tail: int | None = None,
        from_line: int | None = None,
        since: str | timedelta | datetime | None = None,
    ) -> AsyncGenerator[models.LogLine, None]:
        """
        Lines of its output. What there is now, or with `follow` also what comes, until the job ends; lost connections and
        restarts of the gateway leave no gap.

        :param run: of this attempt only
        :param tail: the last so many of those that there are now
        :param from_line: from the line of this number on, the first is 1
        :param since: from this time on, or for so long until now, such as "10m"
        """
        check.only_one(
            {"tail": tail, "from_line": from_line, "since": since}, "where to begin: one of tail, from_line and since"
        )
        query = _log_query(run, stream, level)
        begin: dict[str, Any] = {}
        if from_line is not None:
            begin["from_line"] = check.whole(from_line, "from_line", 1)
        if since is not None:
            begin["at"] = past_of(since, "since")
        after: str | None = None
        if tail is not None:
            lines, after = await self._last_lines(check.whole(tail, "tail", 0), query)
            for line in lines:
                yield line
        if follow:
            async with aclosing(self._client.api.follow_job_logs(self._id, after=after, **begin, **query)) as batches:
                async for batch in batches:
                    for line in batch.lines:
                        yield line
        elif tail is None:
            async for line in self._lines_now({**query, **begin}):
                yield line

    async def _last_lines(self, count: int, query: Mapping[str, Any]) -> tuple[list[models.LogLine], str]:
        """The last lines of what there is now, and where to go on after them."""

        async def page(most: int, before: str | None) -> models.LogBatch:
            last = min(_PAGE_LINES, max(1, most))
            return await self._client.api.job_logs(self._id, before=before, last=last, **query)

        batch = await page(count, None)
        cursor = batch.cursor
        lines = batch.lines if count > 0 else []
        while batch.has_earlier and len(lines) < count:
            batch = await page(count - len(lines), batch.start_cursor)
            lines = batch.lines + lines
        return lines, cursor

    async def _lines_now(self, query: Mapping[str, Any]) -> AsyncGenerator[models.LogLine, None]:
        place: dict[str, Any] = dict(query)
        while True:
            batch = await self._client.api.job_logs(self._id, limit=_PAGE_LINES, **place)
            for line in batch.lines:
                yield line
            if batch.end or not batch.lines:
                return
            place = {"cursor": batch.cursor, **{name: query[name] for name in ("run", "stream", "level")}}

    async def search(
        self,
        text: str | None = None,
        *,
        regex: str | None = None,
        ignore_case: bool = False,
        context: int = 0,
        run: int | None = None,
        stream: LogStream | None = None,
        level: str | None = None,
        limit: int = 100,
    ) -> Table[models.LogHit]:
        """
        Lines of its output that have a text, or that a regular expression fits.

        :param context: so many lines before and after each, as `before` and `after` of a hit
        """
        check.only_one({"text": text, "regex": regex}, "text or regex")
        if text is None and regex is None:
            raise wrong_argument("text", 'is missing: what to look for, such as "loss=nan"')
        around = check.whole(context, "context", 0) or None
        query: dict[str, Any] = {
            "text": None if text is None else check.text(text, "text", "loss=nan"),
            "regex": None if regex is None else check.text(regex, "regex", "loss=(nan|inf)"),
            "case_sensitive": not check.flag(ignore_case, "ignore_case"),
            "context_before": around,
            "context_after": around,
            **_log_query(run, stream, level),
        }
        most = check.whole(limit, "limit", 1)
        hits: list[models.LogHit] = []
        cursor: str | None = None
        while True:
            found = await self._client.api.log_search(
                self._id, cursor=cursor, limit=min(_PAGE_HITS, most - len(hits)), **query
            )
            hits += found.hits
            cursor = found.cursor
            if found.end or len(hits) >= most:
                return Table(hits, ("line",), more=not found.end)

    async def output(self, *, run: int | None = None, stream: LogStream | None = None) -> str:
        """Its output until now as one text."""
        return "".join([f"{line.text}\n" async for line in self._lines_now(_log_query(run, stream, None))])

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
        body: Any = _reason(reason)
        return AsyncJob((await self._client.api.cancel_job(self._id, body)).wire, self._client)

    async def approve(self, reason: str | None = None) -> AsyncJob:
        body: Any = _reason(reason)
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

    async def history(self, limit: int = 100) -> Table[models.HistoryEntry]:
        """Every event of it, with who caused it."""
        page = await self._client.api.history(self._id, limit=check.whole(limit, "limit", 1))
        return Table(page.items, ("recorded_at", "type", "actor", "command"), more=page.next is not None)

    async def tail(self, lines: int = _TAIL_LINES) -> list[str]:
        """Its last lines of output."""
        return [line.text async for line in self.logs(tail=lines)]


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


def _reason(reason: str | None) -> dict[str, str]:
    return {} if reason is None else {"reason": check.text(reason, "reason", "not needed any more")}


def _log_query(run: int | None, stream: LogStream | None, level: str | None) -> dict[str, Any]:
    return {
        "run": None if run is None else check.whole(run, "run", 1),
        "stream": None if stream is None else check.choice(stream, "stream", get_args(enums.LogStream)),
        "level": None if level is None else check.choice(level, "level", get_args(enums.LogLevel)),
    }


async def pause(began: float, deadline: float | None, said: str) -> None:
    """Between two looks. :raises WaitTimeout: when the time is over"""
    now = time.monotonic()
    delay = min(_MAX_POLL_S, max(_FIRST_POLL_S, (now - began) * _POLL_SHARE))
    if deadline is not None:
        if now >= deadline:
            raise WaitTimeout(f"{said}; it goes on")
        delay = min(delay, deadline - now)
    await sleep(delay)


async def as_they_end(
    client: AsyncClient, jobs: Sequence[AsyncJobActions], deadline: float | None, progress: Progress | None
) -> AsyncGenerator[AsyncJob, None]:
    """Each of them as soon as it has ended. A look costs one request for each fifty."""
    left = list(dict.fromkeys(each.wire["id"] for each in jobs))
    began = time.monotonic()
    answered = began
    while left:
        try:
            states = await _states_of(client, left)
        except Unavailable:
            if time.monotonic() - answered > _LOST_S:
                raise
            await pause(began, deadline, f"{len(left)} of {len(jobs)} jobs have not ended")
            continue
        answered = time.monotonic()
        for id in [each for each in left if states.get(each) in (*ENDED, None)]:
            job = await client.job(id)
            if job.ended:
                left.remove(id)
                yield job
        if progress is not None:
            progress.show_counts(states)
        if left:
            await pause(began, deadline, f"{len(left)} of {len(jobs)} jobs have not ended")


async def _states_of(client: AsyncClient, ids: Sequence[str]) -> Mapping[str, str]:
    """Those that can't be seen any more are missing."""
    states: dict[str, str] = {}
    for begin in range(0, len(ids), _MAX_NODES):
        data = await client.graphql(
            "query($ids: [ID!]!) { nodes(ids: $ids) { ... on Job { id state } } }",
            {"ids": list(ids[begin : begin + _MAX_NODES])},
        )
        states.update({each["id"]: each["state"] for each in data["nodes"] if each})
    return states
