"""What is submitted, from arguments as people give them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypedDict, cast

from . import _arguments as check
from ._errors import wrong_argument
from ._times import minutes_of

if TYPE_CHECKING:
    from ._generated.inputs import SubmitJobBody
    from ._generated.models import Reservation, ReservationInList

Command = str | Sequence[str]

RETRIED = ("EXIT_CODE", "GPU_OUT_OF_MEMORY", "HOST_LOST", "OUT_OF_MEMORY", "SIGNAL", "START_FAILED")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_TELLING = re.compile(r"[\w./@:+][\w./@:+-]*")
_MAX_NAME = 60


class JobOptions(TypedDict, total=False):
    """What a job uses: arguments of `submit`."""

    pool: str
    gpus: int
    model: str
    memory: float
    device: str
    vcpus: float
    ram: float
    time: str | timedelta
    env: Mapping[str, str]
    workdir: str
    image: str
    class_: str
    priority: int
    preemptible: bool
    reservation: str | Reservation | ReservationInList
    retries: int
    retry_on: Sequence[str]
    description: str


class TemplateSpec(JobOptions, total=False):
    """What a job runs and uses: arguments of `submit`."""

    command: Command


class JobSpec(TemplateSpec, total=False):
    """One job of `submit_many`: the arguments of `submit`."""

    name: str
    project: str
    own_id: str


def submission(spec: Mapping[str, Any], project: str | None, pool: str | None) -> SubmitJobBody:
    """
    The request of a job; members that are None count as not given.

    :param project: what counts where the job names none
    """
    given = {name: value for name, value in spec.items() if value is not None}
    check.refuse_unknown(given, JobSpec.__annotations__, "a job")
    # first, since a name is made of a command that is right
    body = template(given)
    body["name"] = _name(given.get("name"), given.get("command"))
    if project is not None:
        body.setdefault("project", project)
    if pool is not None and "reservation" not in body:
        body.setdefault("pool", pool)
    if "project" not in body:
        raise wrong_argument("project", "is missing: which project it is charged to")
    return body  # type: ignore[return-value]


def template(given: Mapping[str, Any]) -> dict[str, Any]:
    """What a job runs and uses, of arguments that are known and not None."""
    command = _command(given.get("command"), "image" in given)
    body: dict[str, Any] = {} if command is None else {"command": command}
    body.update(_texts(given))
    body.update(_resources(given))
    body.update(_behaviour(given))
    if "env" in given:
        body["env"] = variables(given["env"])
    return body


def _command(value: object, has_image: bool) -> list[str] | None:
    if value is None:
        if has_image:
            return None
        raise wrong_argument("command", 'is missing; write for example "python train.py" or ["python", "train.py"]')
    if isinstance(value, str):
        return ["sh", "-c", check.text(value, "command", "python train.py")]
    words = check.texts(value, "command", "python")
    return words


def _name(value: object, command: Command | None) -> str:
    if value is not None:
        return check.text(value, "name", "train")
    words = command.split() if isinstance(command, str) else list(command or [])
    telling = next((each for each in words[1:] if _TELLING.fullmatch(each)), words[0] if words else "job")
    return " ".join(telling.split("/")[-1].split())[:_MAX_NAME] or "job"


def _texts(given: Mapping[str, Any]) -> dict[str, Any]:
    members = {
        "project": ("project", "vision"),
        "pool": ("pool", "default"),
        "workdir": ("workingDirectory", "/data/ada"),
        "image": ("image", "pytorch"),
        "description": ("description", "the baseline"),
        "own_id": ("externalId", "run-7"),
    }
    found = {
        member: check.text(given[name], name, example) for name, (member, example) in members.items() if name in given
    }
    if "reservation" in given:
        found["reservation"] = check.id_of(given["reservation"], "reservation")
    return found


def _resources(given: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if "vcpus" in given:
        found["vcpus"] = check.number(given["vcpus"], "vcpus", "4")
    if "ram" in given:
        found["ramGb"] = check.number(given["ram"], "ram", "16")
    if "time" in given:
        found["timeoutMinutes"] = minutes_of(given["time"], "time")
    gpus = gpus_of(given)
    if "device" in given:
        gpus["device"] = check.text(given["device"], "device", "GPU-1c4f...")
    if gpus:
        found["gpus"] = gpus
    return found


def gpus_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """Which devices, for jobs and for reservations."""
    gpus: dict[str, Any] = {}
    if given.get("gpus") is not None:
        gpus["count"] = check.whole(given["gpus"], "gpus", 0)
    if given.get("model") is not None:
        gpus["model"] = check.text(given["model"], "model", "A100")
    if given.get("memory") is not None:
        gpus["memoryGb"] = check.number(given["memory"], "memory", "40")
    if given.get("gpus") == 0 and len(gpus) > 1:
        raise wrong_argument("gpus", "is 0, but model or memory ask for a GPU; give 1 or more, or leave them out")
    return gpus


def _behaviour(given: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if "class_" in given:
        found["class"] = check.choice(given["class_"], "class_", ("TRAINING", "INFERENCE"))
    if "priority" in given:
        found["priority"] = check.whole(given["priority"], "priority", 1, 10)
    if "preemptible" in given:
        found["preemptible"] = check.flag(given["preemptible"], "preemptible")
    if "retries" in given:
        found["retry"] = {"maxRetries": check.whole(given["retries"], "retries", 0)}
    if "retry_on" in given:
        if "retries" not in given:
            raise wrong_argument(
                "retries", "is missing: retry_on says which failures are retried, and retries how often"
            )
        found["retry"] = {**found["retry"], "on": check.choices_of(given["retry_on"], "retry_on", RETRIED)}
    return found


def variables(value: object) -> list[dict[str, str]]:
    right = 'must be a dict such as {"LR": "1e-4"}'
    if not isinstance(value, Mapping):
        raise wrong_argument("env", f"{right}, not {check.described(value)}")
    found: list[dict[str, str]] = []
    for name, each in cast("Mapping[object, object]", value).items():
        if not isinstance(name, str) or not _VARIABLE.fullmatch(name):
            raise wrong_argument("env", f"{name!r} is not the name of a variable; {right}")
        if isinstance(each, bool) or not isinstance(each, (str, int, float)):
            raise wrong_argument("env", f"{name} must be a text or a number, not {check.described(each)}")
        found.append({"name": name, "value": str(each)})
    return found
