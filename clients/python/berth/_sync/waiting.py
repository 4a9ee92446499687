# Derived from _async/waiting.py by `npm run generate --workspace @berth/python`; change that, not this.

from __future__ import annotations

import time as clock
from collections.abc import Generator, Iterable, Sequence
from datetime import timedelta
from typing import Any, cast, get_args

from .. import _arguments as check
from .._errors import wrong_argument
from .._generated import enums
from .._progress import Progress
from .._tables import Table
from .._times import seconds_of
from .connected import Connected
from .ending import as_they_end
from .jobs import Job, JobActions, JobInList


class Waiting(Connected):
    """Jobs that are there: found, and waited for."""

    def job(self, id: str | None = None, *, own_id: str | None = None, project: str | None = None) -> Job:
        """A job by its id, or by its own id in a project."""
        check.only_one({"id": id, "own_id": own_id}, "id or own_id")
        if own_id is None:
            return Job((self.api.job(check.id_of(id, "id"))).wire, self)
        of = project or self.project or self._only_project({})
        return Job(
            (
                self.api.job_by_external_id(
                    check.text(of, "project", "vision"), check.text(own_id, "own_id", "run-7")
                )
            ).wire,
            self,
        )

    def jobs(
        self,
        *,
        states: str | Sequence[str] | None = None,
        project: str | None = None,
        pool: str | None = None,
        user: str | None = None,
        search: str | None = None,
        limit: int | None = 50,
    ) -> Table[JobInList]:
        """
        Jobs, newest first.

        :param states: such as "running", or ["queued", "running"]
        :param project: id or name; the same for pool and user, and "me" is you
        :param search: how the name begins
        :param limit: at most so many; None for all
        """
        query: dict[str, Any] = {
            "states": None if states is None else check.choices_of(states, "states", get_args(enums.JobState)),
            "project": None if project is None else self._id("project", project),
            "pool": None if pool is None else self._id("pool", pool),
            "user": None if user is None else self._id("user", user),
            "search": None if search is None else check.text(search, "search", "train"),
        }
        items, more = self._all(self.api.jobs, query, limit)
        columns = ("id", "name", "state", "project", "user", "pool", "created_at", "started_at", "ended_at")
        return Table((JobInList(each.wire, self) for each in items), columns, more=more)

    def wait_all(
        self,
        jobs: Iterable[JobActions],
        timeout: str | timedelta | None = None,
        *,
        check: bool = False,
        show: bool = False,
    ) -> list[Job]:
        """Returns when all have ended, in the order in which they were given."""
        given = _checked_jobs(jobs)
        ended = {each.id: each for each in self.as_completed(given, timeout, show=show)}
        found = [ended[each.wire["id"]] for each in given]
        if check:
            for job in found:
                job.check()
        return found

    def as_completed(
        self, jobs: Iterable[JobActions], timeout: str | timedelta | None = None, *, show: bool = False
    ) -> Generator[Job, None]:
        """Each of them as soon as it has ended."""
        given = _checked_jobs(jobs)
        deadline = None if timeout is None else clock.monotonic() + seconds_of(timeout, "timeout")
        progress = Progress() if show else None
        try:
            for job in as_they_end(self, given, deadline, progress):
                yield job
        finally:
            if progress is not None:
                progress.close()


def _checked_jobs(jobs: Any) -> list[JobActions]:
    if isinstance(jobs, JobActions):
        raise wrong_argument("jobs", "must be a list of jobs; one job is waited for by job.wait()")
    if isinstance(jobs, str) or not isinstance(jobs, Iterable):
        raise wrong_argument("jobs", f"must be a list of jobs, not {check.described(jobs)}")
    found: list[JobActions] = []
    for each in cast("Iterable[object]", jobs):
        if not isinstance(each, JobActions):
            raise wrong_argument(
                "jobs", f"must be a list of jobs, not of {type(each).__name__}; client.job(id) gives one"
            )
        found.append(each)
    return found
