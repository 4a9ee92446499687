from __future__ import annotations

import time as clock
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from types import TracebackType
from typing import (
    TYPE_CHECKING,
    Any,
    TypeVar,
    cast,
    get_args,
)

import httpx2

from .. import _arguments as check
from .._config import ConfigFile, CredentialsFile, config_folder, place_of
from .._errors import AlreadyExists, ManyRefused, NotFound, Refused, ValidationFailed, refusal_of, wrong_argument
from .._generated import enums, models
from .._progress import Progress
from .._record import Page, Record, instant_text
from .._submission import Command, JobSpec, gpus_of, submission
from .._tables import Table
from .._times import instant_of, minutes_of, month_of, seconds_of
from .jobs import AsyncJob, AsyncJobActions, AsyncJobInList, AsyncSubmittedJob, as_they_end
from .operations import AsyncOperations
from .reservations import AsyncReservation, AsyncReservationActions, AsyncReservationInList
from .session import AsyncSession
from .transport import AsyncTransport

if TYPE_CHECKING:
    from typing_extensions import Never

R = TypeVar("R", bound=Record)

_MAX_BATCH = 200
_MAX_PAGE = 100


class AsyncClient:
    """
    One installation, as one person. Without arguments it is what `berth` uses: `BERTH_URL` and `BERTH_TOKEN`, or the
    current context and its log-in.

    :param context: which one of `berth context list`
    :param token: an API token
    :param project: what work is charged to where nothing else is said
    :param pool: where work goes where nothing else is said
    :param timeout: in seconds, for each request with its repetitions
    """

    def __init__(
        self,
        url: str | None = None,
        *,
        context: str | None = None,
        token: str | None = None,
        project: str | None = None,
        pool: str | None = None,
        timeout: float = 30.0,
    ) -> None:
        for name, value, example in (
            ("context", context, "lab"),
            ("token", token, "berth_..."),
            ("project", project, "vision"),
            ("pool", pool, "default"),
        ):
            if value is not None:
                check.text(value, name, example)
        folder = config_folder()
        place = place_of(url, context, token, project, pool, ConfigFile(folder))
        self.url = place.url
        self.project = place.project
        self.pool = place.pool
        self._http = httpx2.AsyncClient()
        session = AsyncSession(self._http, place.url, place.context, CredentialsFile(folder), place.token)
        self._transport = AsyncTransport(self._http, place.url, session, check.number(timeout, "timeout", "30"))
        #: every operation of the API, by its own name
        self.api = AsyncOperations(self._transport)

    async def __aenter__(self) -> AsyncClient:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Closes its connections. Jobs and reservations go on."""
        await self._http.aclose()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.url!r})"

    async def me(self) -> models.User:
        """Who is logged in."""
        return await self.api.viewer()

    async def graphql(self, document: str, variables: Mapping[str, Any] | None = None) -> Any:
        """The data of any GraphQL query or mutation."""
        return await self._transport.graphql(
            check.text(document, "document", "{ viewer { username } }"), variables or {}
        )

    async def submit(
        self,
        command: Command | None = None,
        *,
        name: str | None = None,
        project: str | None = None,
        pool: str | None = None,
        gpus: int | None = None,
        model: str | None = None,
        memory: float | None = None,
        device: str | None = None,
        vcpus: float | None = None,
        ram: float | None = None,
        time: str | timedelta | None = None,
        env: Mapping[str, str] | None = None,
        workdir: str | None = None,
        image: str | None = None,
        class_: str | None = None,
        priority: int | None = None,
        preemptible: bool | None = None,
        reservation: str | AsyncReservationActions | None = None,
        retries: int | None = None,
        retry_on: Sequence[str] | None = None,
        description: str | None = None,
        own_id: str | None = None,
        idempotency_key: str | None = None,
        **unknown: Never,
    ) -> AsyncJob:
        """
        Submits a job, and returns when it is stored.

        :param command: a text for the shell, or a list of program and arguments
        :param gpus: number of GPUs; none where neither this nor model, memory or device is given
        :param model: of the GPUs
        :param memory: of each GPU in GB, at least
        :param ram: main memory in GB
        :param time: limit of a run, such as "4h"
        :param class_: "training" or "inference"
        :param priority: 10 (first) to 1 (last)
        :param reservation: it runs within this one
        :param retries: at most so many after failures; `retry_on` says after which
        :param own_id: an id of your own. A job of the project that has it is returned in place of a new one, so that
            a cell of a notebook can run again
        """
        given: dict[str, Any] = {
            "command": command, "name": name, "project": project, "pool": pool, "gpus": gpus, "model": model,
            "memory": memory, "device": device, "vcpus": vcpus, "ram": ram, "time": time, "env": env,
            "workdir": workdir, "image": image, "class_": class_, "priority": priority, "preemptible": preemptible,
            "reservation": reservation, "retries": retries, "retry_on": retry_on, "description": description,
            "own_id": own_id, **unknown,
        }  # fmt: skip
        body = submission(given, self.project or await self._only_project(given), self.pool)
        try:
            answer = await self._named(lambda: self.api.submit_job(body, idempotency_key=idempotency_key), body)
        except AlreadyExists as refusal:
            if own_id is None or refusal.field != "externalId":
                raise
            return await self._own(body, refusal)
        return AsyncJob(answer.wire, self)

    async def _own(self, body: Any, refusal: AlreadyExists) -> AsyncJob:
        """The job that has the own id already; refused where it runs something else."""
        found = await self.api.job_by_external_id(body["project"], body["externalId"])
        if [*found.command, *found.args] == body.get("command", []):
            return AsyncJob(found.wire, self)
        raise AlreadyExists(
            f"own_id: job {found.id} has the own id {body['externalId']}, and another command: {[*found.command, *found.args]}; "
            "give another own_id for other work",
            code=refusal.code,
            field="externalId",
            details=refusal.details,
            trace_id=refusal.trace_id,
            status=refusal.status,
        )

    async def submit_many(
        self, specs: Iterable[JobSpec], *, idempotency_key: str | None = None
    ) -> list[AsyncSubmittedJob]:
        """
        Submits independent jobs, 200 with each request, in their order. All are looked at before the first is sent.

        :param specs: a dictionary for each, with the arguments of `submit`
        :raises ManyRefused: where some are refused; it has those that were submitted
        """
        bodies = await self._bodies(specs)
        jobs: dict[int, AsyncSubmittedJob] = {}
        refusals: dict[int, Refused] = {}
        for begin in range(0, len(bodies), _MAX_BATCH):
            key = None if idempotency_key is None else f"{idempotency_key}.{begin // _MAX_BATCH}"
            answer = await self.api.submit_jobs({"jobs": bodies[begin : begin + _MAX_BATCH]}, idempotency_key=key)
            for index, item in enumerate(answer.items, begin):
                if item.job is not None:
                    jobs[index] = AsyncSubmittedJob(item.job.wire, self)
                elif item.error is not None:
                    refusal = refusal_of({**item.error.wire, "detail": item.error.message}, 200)
                    if isinstance(refusal, AlreadyExists) and "externalId" in bodies[index]:
                        try:
                            jobs[index] = AsyncSubmittedJob((await self._own(bodies[index], refusal)).wire, self)
                            continue
                        except AlreadyExists as other:
                            refusal = other
                    refusals[index] = refusal
        if refusals:
            raise ManyRefused(refusals, [jobs[index] for index in sorted(jobs)])
        return [jobs[index] for index in sorted(jobs)]

    async def _bodies(self, specs: Iterable[JobSpec]) -> list[Any]:
        if isinstance(specs, (str, Mapping)):
            raise wrong_argument("specs", 'must be a list of dictionaries such as [{"command": "python train.py"}]')
        bodies: list[Any] = []
        project = self.project
        given: object
        for index, given in enumerate(cast("Iterable[object]", specs)):
            if not isinstance(given, Mapping):
                raise wrong_argument(
                    f"specs[{index}]",
                    f'must be a dictionary such as {{"command": "python train.py"}}, not {check.described(given)}',
                )
            try:
                spec = cast("Mapping[str, Any]", given)
                project = project or await self._only_project(spec)
                bodies.append(submission(spec, project, self.pool))
            except ValidationFailed as error:
                raise ValidationFailed(
                    f"specs[{index}].{error.message}", code=error.code, field=f"specs[{index}].{error.field}"
                ) from None
        if not bodies:
            raise wrong_argument("specs", "must not be empty")
        return bodies

    async def _only_project(self, given: Mapping[str, Any]) -> str | None:
        """The project where none is named, and there is one."""
        if given.get("project") is not None:
            return None
        check.refuse_unknown(given, JobSpec.__annotations__, "a job")
        page = await self.api.projects(limit=20)
        open_ones = [each for each in page.items if not each.archived]
        if len(open_ones) == 1:
            return open_ones[0].id
        if not open_ones:
            raise wrong_argument("project", "you are in no project; an admin or a lead can add you")
        raise wrong_argument("project", f"is missing: say which one of {', '.join(each.name for each in open_ones)}")

    async def _named(self, send: Callable[[], Awaitable[R]], named: Mapping[str, Any]) -> R:
        """Says which names there are where a project or a pool is not known."""
        try:
            return await send()
        except Refused as refusal:
            field = refusal.field
            lists: Mapping[str, Callable[..., Awaitable[Any]]] = {"pool": self.api.pools, "project": self.api.projects}
            if (
                field not in lists
                or refusal.code not in ("NOT_FOUND", "FORBIDDEN", "VALIDATION_FAILED")
                or not isinstance(named.get(field), str)
            ):
                raise
            page = await lists[field](limit=_MAX_PAGE)
            names = [str(each.name) for each in page.items]
            if named[field] in names or any(each.id == named[field] for each in page.items):
                raise
            known = f"; there are {', '.join(names)}" if names else ""
            raise NotFound(
                f'{field}: there is no {field} "{named[field]}"{check.near(named[field], names)}{known}',
                code="NOT_FOUND",
                field=field,
                trace_id=refusal.trace_id,
                status=refusal.status,
            ) from refusal

    async def job(self, id: str | None = None, *, own_id: str | None = None, project: str | None = None) -> AsyncJob:
        """A job by its id, or by its own id in a project."""
        check.only_one({"id": id, "own_id": own_id}, "id or own_id")
        if own_id is None:
            return AsyncJob((await self.api.job(check.id_of(id, "id"))).wire, self)
        of = project or self.project or await self._only_project({})
        return AsyncJob(
            (
                await self.api.job_by_external_id(
                    check.text(of, "project", "vision"), check.text(own_id, "own_id", "run-7")
                )
            ).wire,
            self,
        )

    async def jobs(
        self,
        *,
        states: str | Sequence[str] | None = None,
        project: str | None = None,
        pool: str | None = None,
        user: str | None = None,
        search: str | None = None,
        limit: int | None = 50,
    ) -> Table[AsyncJobInList]:
        """
        Jobs, newest first.

        :param states: such as "running", or ["queued", "running"]
        :param project: id or name; the same for pool and user, and "me" is you
        :param search: how the name begins
        :param limit: at most so many; None for all
        """
        query: dict[str, Any] = {
            "states": None if states is None else check.choices_of(states, "states", get_args(enums.JobState)),
            "project": None if project is None else await self._id("project", project),
            "pool": None if pool is None else await self._id("pool", pool),
            "user": None if user is None else await self._id("user", user),
            "search": None if search is None else check.text(search, "search", "train"),
        }
        items, more = await self._all(self.api.jobs, query, limit)
        columns = ("id", "name", "state", "project", "user", "pool", "created_at", "started_at", "ended_at")
        return Table((AsyncJobInList(each.wire, self) for each in items), columns, more=more)

    async def wait_all(
        self,
        jobs: Iterable[AsyncJobActions],
        timeout: str | timedelta | None = None,
        *,
        check: bool = False,
        show: bool = False,
    ) -> list[AsyncJob]:
        """Returns when all have ended, in the order in which they were given."""
        given = _checked_jobs(jobs)
        ended = {each.id: each async for each in self.as_completed(given, timeout, show=show)}
        found = [ended[each.wire["id"]] for each in given]
        if check:
            for job in found:
                await job.check()
        return found

    async def as_completed(
        self, jobs: Iterable[AsyncJobActions], timeout: str | timedelta | None = None, *, show: bool = False
    ) -> AsyncGenerator[AsyncJob, None]:
        """Each of them as soon as it has ended."""
        given = _checked_jobs(jobs)
        deadline = None if timeout is None else clock.monotonic() + seconds_of(timeout, "timeout")
        progress = Progress() if show else None
        try:
            async for job in as_they_end(self, given, deadline, progress):
                yield job
        finally:
            if progress is not None:
                progress.close()

    async def cancel(self, jobs: Iterable[AsyncJobActions | str], reason: str | None = None) -> None:
        """
        Cancels jobs, 200 with each request.

        :raises ManyRefused: where some are refused
        """
        if isinstance(jobs, str):
            raise wrong_argument("jobs", "must be a list of jobs or ids; one job is cancelled by job.cancel()")
        ids = [check.id_of(each.wire["id"] if isinstance(each, AsyncJobActions) else each, "jobs") for each in jobs]
        if not ids:
            raise wrong_argument("jobs", "must not be empty")
        refusals: dict[int, Refused] = {}
        for begin in range(0, len(ids), _MAX_BATCH):
            body: Any = {"ids": ids[begin : begin + _MAX_BATCH], **({} if reason is None else {"reason": reason})}
            for index, item in enumerate((await self.api.cancel_jobs(body)).items, begin):
                if item.error is not None:
                    refusals[index] = refusal_of({**item.error.wire, "detail": item.error.message}, 200)
        if refusals:
            raise ManyRefused(refusals, [])

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

    async def hosts(
        self, *, pool: str | None = None, search: str | None = None, limit: int | None = 50
    ) -> Table[models.Host]:
        query: dict[str, Any] = {"pool": None if pool is None else await self._id("pool", pool), "search": search}
        items, more = await self._all(self.api.hosts, query, limit)
        return Table(items, ("id", "name", "status", "scheduling", "pool", "devices", "last_seen"), more=more)

    async def devices(
        self, *, pool: str | None = None, host: str | None = None, model: str | None = None, limit: int | None = 50
    ) -> Table[models.Device]:
        """GPUs, and slices of them."""
        query: dict[str, Any] = {
            "pool": None if pool is None else await self._id("pool", pool),
            "host": host,
            "model": model,
        }
        items, more = await self._all(self.api.devices, query, limit)
        return Table(items, ("uuid", "model", "memory_mib", "state", "host", "index"), more=more)

    async def pools(self, limit: int | None = 50) -> Table[models.Pool]:
        items, more = await self._all(self.api.pools, {}, limit)
        return Table(items, ("id", "name", "description", "approval", "price_label"), more=more)

    async def projects(self, *, search: str | None = None, limit: int | None = 50) -> Table[models.Project]:
        items, more = await self._all(self.api.projects, {"search": search}, limit)
        return Table(items, ("id", "name", "description", "members", "archived"), more=more)

    async def queue(self, pool: str | None = None, limit: int | None = 50) -> Table[models.QueueEntry]:
        """What waits in a pool, in order; the only pool where none is named."""
        named = pool or self.pool
        if named is None:
            pools = await self.pools(limit=20)
            if len(pools) != 1:
                raise wrong_argument("pool", f"is missing: say which one of {', '.join(each.name for each in pools)}")
            named = pools[0].id
        id = await self._id("pool", named)
        items, more = await self._all(self.api.queue, {"id": id}, limit)
        return Table(items, ("position", "job", "priority", "queued_at"), more=more)

    async def usage(
        self,
        by: str = "project",
        *,
        month: str | None = None,
        start: str | datetime | None = None,
        end: str | datetime | None = None,
        project: str | None = None,
    ) -> Table[models.UsageRow]:
        """
        What was used and what it costs, the largest first.

        :param by: "user", "project" or "model"
        :param month: such as "2026-11", of UTC; or `start` and `end`
        """
        check.only_one({"month": month, "start": start}, "month, or start and end")
        check.only_one({"month": month, "end": end}, "month, or start and end")
        unit: Any = check.choice(by, "by", get_args(enums.UsageBy))
        begin, until = (None, None) if month is None else month_of(month, "month")
        rows = await self.api.usage(
            by=unit,
            from_=begin if start is None else instant_of(start, "start"),
            to=until if end is None else instant_of(end, "end"),
            project=None if project is None else await self._id("project", project),
        )
        return Table(rows, ("key", "device_seconds", "lease_seconds", "leases", "amount", "currency"))

    async def charges(
        self,
        *,
        month: str | None = None,
        project: str | None = None,
        job: str | AsyncJobActions | None = None,
        limit: int | None = 50,
    ) -> Table[models.Charge]:
        """What was charged, newest first."""
        if month is not None:
            month_of(month, "month")
        of_job = (
            None if job is None else check.id_of(job.wire["id"] if isinstance(job, AsyncJobActions) else job, "job")
        )
        query: dict[str, Any] = {
            "month": month,
            "job": of_job,
            "project": None if project is None else await self._id("project", project),
        }
        items, more = await self._all(self.api.charges, query, limit)
        return Table(items, ("from_", "to", "job", "project", "device_seconds", "amount", "currency"), more=more)

    async def _all(
        self, list_page: Callable[..., Awaitable[Page[R]]], query: Mapping[str, Any], limit: int | None
    ) -> tuple[list[R], bool]:
        """Page by page until there are enough, and whether there are more."""
        most = None if limit is None else check.whole(limit, "limit", 1)
        items: list[R] = []
        cursor: str | None = None
        while True:
            size = _MAX_PAGE if most is None else min(_MAX_PAGE, most - len(items))
            page = await list_page(**query, cursor=cursor, limit=size)
            items += page.items
            cursor = page.next
            if cursor is None or (most is not None and len(items) >= most):
                return items, cursor is not None

    async def _id(self, kind: str, named: object) -> str:
        """The id of a project, a pool or a user from its name or its id."""
        text = check.id_of(named, kind)
        if kind == "user" and text in ("me", "@me"):
            return (await self.me()).id
        if kind == "user":
            users = await self.api.users(search=text, limit=_MAX_PAGE)
            found = [(each.id, each.username) for each in users.items]
        elif kind == "pool":
            found = [(each.id, each.name) for each in (await self.api.pools(limit=_MAX_PAGE)).items]
        else:
            found = [(each.id, each.name) for each in (await self.api.projects(search=text, limit=_MAX_PAGE)).items]
            if not found:
                found = [(each.id, each.name) for each in (await self.api.projects(limit=_MAX_PAGE)).items]
        for id, name in found:
            if text in (id, name):
                return id
        if len(text) > 20 and " " not in text:
            return text
        names = [name for _, name in found]
        known = f"; there are {', '.join(names[:10])}" if names else ""
        raise NotFound(
            f'{kind}: there is no {kind} "{text}"{check.near(text, names)}{known}', code="NOT_FOUND", field=kind
        )


def _checked_jobs(jobs: Any) -> list[AsyncJobActions]:
    if isinstance(jobs, AsyncJobActions):
        raise wrong_argument("jobs", "must be a list of jobs; one job is waited for by job.wait()")
    if isinstance(jobs, str) or not isinstance(jobs, Iterable):
        raise wrong_argument("jobs", f"must be a list of jobs, not {check.described(jobs)}")
    found: list[AsyncJobActions] = []
    for each in cast("Iterable[object]", jobs):
        if not isinstance(each, AsyncJobActions):
            raise wrong_argument(
                "jobs", f"must be a list of jobs, not of {type(each).__name__}; client.job(id) gives one"
            )
        found.append(each)
    return found


def _minutes(hours: float | None, duration: str | timedelta | None) -> float:
    check.only_one({"hours": hours, "duration": duration}, "hours or duration")
    if hours is not None:
        return check.number(hours, "hours", "8") * 60
    if duration is None:
        raise wrong_argument("hours", 'is missing: how long, such as hours=8 or duration="90m"')
    return minutes_of(duration, "duration")
