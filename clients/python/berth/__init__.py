"""
Share GPUs: submit work, book devices, see what goes on.

    import berth

    with berth.Client() as b:
        job = b.submit("python train.py", gpus=1, time="4h")
        for line in job.logs(follow=True):
            print(line.text)
        job.wait(check=True)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._run import CurrentJob, current_job
from ._version import VERSION as __version__

if TYPE_CHECKING:
    from ._async.arrays import AsyncArray as AsyncArray
    from ._async.client import AsyncClient as AsyncClient
    from ._async.jobs import AsyncJob as AsyncJob
    from ._async.login import async_login as async_login
    from ._async.reservations import AsyncReservation as AsyncReservation
    from ._async.schedules import AsyncSchedule as AsyncSchedule
    from ._async.workflows import AsyncWorkflow as AsyncWorkflow
    from ._errors import AlreadyExists as AlreadyExists
    from ._errors import BerthError as BerthError
    from ._errors import CanNeverRun as CanNeverRun
    from ._errors import ConfigError as ConfigError
    from ._errors import Forbidden as Forbidden
    from ._errors import GroupFailed as GroupFailed
    from ._errors import InvalidState as InvalidState
    from ._errors import JobCancelled as JobCancelled
    from ._errors import JobEnded as JobEnded
    from ._errors import JobFailed as JobFailed
    from ._errors import ManyRefused as ManyRefused
    from ._errors import NotFound as NotFound
    from ._errors import QueueFull as QueueFull
    from ._errors import QuotaExceeded as QuotaExceeded
    from ._errors import RateLimited as RateLimited
    from ._errors import Refused as Refused
    from ._errors import ReservationConflict as ReservationConflict
    from ._errors import Unauthenticated as Unauthenticated
    from ._errors import Unavailable as Unavailable
    from ._errors import ValidationFailed as ValidationFailed
    from ._errors import WaitTimeout as WaitTimeout
    from ._generated.enums import JobState as JobState
    from ._groups import NodeSpec as NodeSpec
    from ._skew import VersionWarning as VersionWarning
    from ._submission import JobSpec as JobSpec
    from ._sync.arrays import Array as Array
    from ._sync.client import Client as Client
    from ._sync.jobs import Job as Job
    from ._sync.login import login as login
    from ._sync.reservations import Reservation as Reservation
    from ._sync.schedules import Schedule as Schedule
    from ._sync.workflows import Workflow as Workflow

_WHERE = {
    "AsyncArray": "_async.arrays",
    "AsyncClient": "_async.client",
    "AsyncJob": "_async.jobs",
    "AsyncReservation": "_async.reservations",
    "AsyncSchedule": "_async.schedules",
    "AsyncWorkflow": "_async.workflows",
    "async_login": "_async.login",
    "Array": "_sync.arrays",
    "Client": "_sync.client",
    "Job": "_sync.jobs",
    "Reservation": "_sync.reservations",
    "Schedule": "_sync.schedules",
    "Workflow": "_sync.workflows",
    "login": "_sync.login",
    "JobSpec": "_submission",
    "NodeSpec": "_groups",
    "JobState": "_generated.enums",
    "VersionWarning": "_skew",
    **dict.fromkeys(
        (
            "AlreadyExists",
            "BerthError",
            "CanNeverRun",
            "ConfigError",
            "Forbidden",
            "GroupFailed",
            "InvalidState",
            "JobCancelled",
            "JobEnded",
            "JobFailed",
            "ManyRefused",
            "NotFound",
            "QueueFull",
            "QuotaExceeded",
            "RateLimited",
            "Refused",
            "ReservationConflict",
            "Unauthenticated",
            "Unavailable",
            "ValidationFailed",
            "WaitTimeout",
        ),
        "_errors",
    ),
}

__all__ = [
    "CurrentJob",
    "__version__",
    "current_job",
    *_WHERE,
]  # pyright: ignore[reportUnsupportedDunderAll]


def __getattr__(name: str) -> object:
    """Loads what is asked for: a run that reports its progress needs no HTTP client."""
    if name not in _WHERE:
        raise AttributeError(f"module berth has no attribute {name}")
    from importlib import import_module

    value: object = getattr(import_module(f".{_WHERE[name]}", __name__), name)
    globals()[name] = value
    return value
