from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

from .. import _arguments as check
from .._errors import AlreadyExists, ManyRefused, Refused, ValidationFailed, refusal_of, wrong_argument
from .._submission import Command, JobSpec, submission
from .connected import AsyncConnected
from .jobs import AsyncJob, AsyncJobActions, AsyncSubmittedJob
from .reservations import AsyncReservationActions

if TYPE_CHECKING:
    from typing_extensions import Never

_MAX_BATCH = 200


class AsyncSubmitting(AsyncConnected):
    """Jobs, submitted and cancelled."""

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
