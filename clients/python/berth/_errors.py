"""What goes wrong, by kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._generated.models import FreeWindow, Job, JobArray, JobReference, Workflow

#: what the arguments of this client are called in the API
ARGUMENTS: Mapping[str, str] = {
    "gpus.count": "gpus",
    "gpus.model": "model",
    "gpus.memoryGb": "memory",
    "gpus.device": "device",
    "gpus.devices": "devices",
    "timeoutMinutes": "time",
    "durationMinutes": "hours",
    "from": "start",
    "until": "end",
    "externalId": "own_id",
    "ramGb": "ram",
    "workingDirectory": "workdir",
    "class": "class_",
    "retry": "retries",
    "retry.maxRetries": "retries",
    "retry.on": "retry_on",
    "sharedWithProject": "shared",
}


class BerthError(Exception):
    """Everything that this client raises on purpose."""


class ConfigError(BerthError):
    """A file or an environment variable of the configuration is wrong, or there is no gateway to talk to."""


class Unavailable(BerthError):
    """No answer, or none in time, after it was tried again until the timeout."""


class Refused(BerthError):
    """The gateway refused, or an argument is refused before anything is sent."""

    def __init__(
        self,
        message: str,
        *,
        code: str,
        field: str | None = None,
        details: Mapping[str, Any] | None = None,
        trace_id: str | None = None,
        status: int | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        #: stays the same; what programs look at
        self.code = code
        #: what is wrong, by the API's name
        self.field = field
        #: the numbers of the message
        self.details: Mapping[str, Any] = details or {}
        #: finds the request in logs and traces of the platform
        self.trace_id = trace_id
        #: of HTTP; None where nothing was sent
        self.status = status

    @property
    def argument(self) -> str | None:
        """What is wrong, by the name of the argument here."""
        return None if self.field is None else ARGUMENTS.get(self.field, self.field)

    def __str__(self) -> str:
        parts = [f"{self.message} [{self.code}]"]
        if self.field is not None and self.argument != self.field:
            parts.append(f"argument: {self.argument}")
        if self.trace_id is not None:
            parts.append(f"trace: {self.trace_id}")
        return "; ".join(parts)


class ValidationFailed(Refused, ValueError):
    """An argument is wrong: `argument` names it, the message says what would be right."""


class Unauthenticated(Refused):
    """Nobody is logged in, or no longer."""


class Forbidden(Refused):
    """The role, or the scope of the token, does not allow it."""


class NotFound(Refused, LookupError):
    """There is no such thing, or the caller may not see it."""


class AlreadyExists(Refused):
    """There is one with this name or id."""


class InvalidState(Refused):
    """Its state does not allow it."""


class QuotaExceeded(Refused):
    """It would exceed a quota; `details` has the limit and the use."""


class QueueFull(Refused):
    """As many jobs of the caller wait as the pool allows."""


class CanNeverRun(Refused):
    """No host of the pool could ever hold it."""


class RateLimited(Refused):
    """Too many requests, also after waiting as long as the timeout allows."""


class ReservationConflict(Refused):
    """The devices are taken in this window."""

    @property
    def free_windows(self) -> list[FreeWindow]:
        """When they are free."""
        from ._generated.models import FreeWindow

        return [FreeWindow(each) for each in self.details.get("freeWindows", [])]


class ManyRefused(BerthError):
    """Some of several were refused. `refusals` has them by their place, `jobs` those that were submitted."""

    def __init__(self, refusals: Mapping[int, Refused], jobs: Sequence[JobReference]) -> None:
        shown = "".join(f"\n  {index}: {refusal}" for index, refusal in list(refusals.items())[:10])
        super().__init__(f"{len(refusals)} refused:{shown}")
        self.refusals = refusals
        self.jobs = jobs


class JobEnded(BerthError):
    """A job that was waited for did not succeed."""

    def __init__(self, message: str, job: Job) -> None:
        super().__init__(message)
        self.job = job


class JobFailed(JobEnded):
    """It failed, or ran out of time. `tail` has its last lines of output."""

    def __init__(self, message: str, job: Job, tail: list[str]) -> None:
        super().__init__(message, job)
        self.tail = tail

    @property
    def error_class(self) -> str | None:
        return self.job.error_class

    @property
    def exit_code(self) -> int | None:
        return self.job.exit_code

    def __str__(self) -> str:
        return "\n  ".join([super().__str__(), *self.tail])


class JobCancelled(JobEnded):
    """It was cancelled, or rejected."""


class GroupFailed(BerthError):
    """An array or a workflow that was waited for has ended otherwise than by success."""

    def __init__(self, message: str, group: JobArray | Workflow) -> None:
        super().__init__(message)
        self.group = group


class WaitTimeout(BerthError, TimeoutError):
    """It has not ended in time. It goes on."""


_CLASSES: Mapping[str, type[Refused]] = {
    "VALIDATION_FAILED": ValidationFailed,
    "BAD_REQUEST": ValidationFailed,
    "BAD_USER_INPUT": ValidationFailed,
    "GRAPHQL_PARSE_FAILED": ValidationFailed,
    "GRAPHQL_VALIDATION_FAILED": ValidationFailed,
    "UNAUTHENTICATED": Unauthenticated,
    "FORBIDDEN": Forbidden,
    "NOT_FOUND": NotFound,
    "ALREADY_EXISTS": AlreadyExists,
    "INVALID_STATE": InvalidState,
    "QUOTA_EXCEEDED": QuotaExceeded,
    "QUEUE_FULL": QueueFull,
    "CAN_NEVER_RUN": CanNeverRun,
    "RATE_LIMITED": RateLimited,
    "RESERVATION_CONFLICT": ReservationConflict,
}
_KNOWN = {"type", "title", "status", "detail", "code", "field", "details", "traceId"}


def refusal_of(problem: Mapping[str, Any], status: int) -> Refused:
    """An answer of problem details (RFC 9457) as an exception. Members beyond those are details."""
    code = str(problem.get("code") or problem.get("title") or f"HTTP_{status}")
    details: dict[str, Any] = dict(problem.get("details") or {})
    details.update({name: value for name, value in problem.items() if name not in _KNOWN})
    field = problem.get("field")
    trace = problem.get("traceId")
    return _CLASSES.get(code, Refused)(
        str(problem.get("detail") or problem.get("title") or f"status {status}"),
        code=code,
        field=field if isinstance(field, str) else None,
        details=details,
        trace_id=trace if isinstance(trace, str) else None,
        status=status,
    )


def wrong_argument(argument: str, problem: str) -> ValidationFailed:
    """Before anything is sent. The message names the argument and says what would be right."""
    return ValidationFailed(f"{argument}: {problem}", code="VALIDATION_FAILED", field=argument)
