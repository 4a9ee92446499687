"""Arrays, workflows and schedules, from arguments as people give them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast, get_args

from . import _arguments as check
from ._errors import ValidationFailed, wrong_argument
from ._generated import enums
from ._record import instant_text
from ._submission import TemplateSpec, submission, template, variables
from ._times import instant_of


class NodeSpec(TemplateSpec, total=False):
    """One node of a workflow: arguments of `submit`, and what it depends on."""

    #: names of nodes that have to have come to an end
    after: str | Sequence[str]
    #: what they must have done: "succeeded" (which is so without it), "failed" or "finished"
    when: str
    #: "stop" or "continue": what becomes of the workflow where this one fails
    on_failure: str


def array_of(
    spec: Mapping[str, Any], project: str | None, pool: str | None, size: Mapping[str, Any], gang: bool | None
) -> dict[str, Any]:
    """:param size: count, each, max_parallel"""
    count, each, parallel = size.get("count"), size.get("each"), size.get("max_parallel")
    check.only_one({"count": count, "each": each}, "count or each")
    body = cast("dict[str, Any]", submission(spec, project, pool))
    if each is not None:
        if isinstance(each, (str, Mapping)) or not isinstance(each, Sequence) or not each:
            raise wrong_argument("each", 'must be a list such as [{"LR": "1e-3"}, {"LR": "1e-4"}], a job for each')
        members = cast("Sequence[object]", each)
        body["parameters"] = [{"env": _at(f"each[{index}]", variables, one)} for index, one in enumerate(members)]
    elif count is not None:
        body["count"] = check.whole(count, "count", 1)
    else:
        raise wrong_argument("count", "is missing: how many jobs, or each with the variables of each job")
    if parallel is not None:
        body["maxParallel"] = check.whole(parallel, "max_parallel", 1)
    if gang is not None:
        body["gang"] = check.flag(gang, "gang")
    return body


def nodes_of(nodes: object) -> list[dict[str, Any]]:
    right = 'must be a dict of nodes such as {"train": {"command": "python train.py"}, "test": {..., "after": "train"}}'
    if not isinstance(nodes, Mapping) or not nodes:
        raise wrong_argument("nodes", f"{right}, not {check.described(nodes)}")
    found = cast("Mapping[object, object]", nodes)
    names = [check.text(name, "nodes", "train") for name in found]
    return [
        _at(f"nodes.{name}", _node_of, (name, spec, names)) for name, spec in zip(names, found.values(), strict=True)
    ]


def _node_of(given: tuple[str, object, Sequence[str]]) -> dict[str, Any]:
    name, spec, names = given
    if not isinstance(spec, Mapping):
        raise wrong_argument("command", f'must be in a dict such as {{"command": "true"}}, not {check.described(spec)}')
    members = cast("Mapping[str, Any]", spec)
    told = {member: value for member, value in members.items() if value is not None}
    check.refuse_unknown(told, NodeSpec.__annotations__, "a node")
    after, when, on_failure = told.pop("after", ()), told.pop("when", None), told.pop("on_failure", None)
    node: dict[str, Any] = {"name": name, "job": template(told)}
    depends = [after] if isinstance(after, str) else list(after)
    for each in depends:
        if each not in names:
            raise wrong_argument("after", f'there is no node "{each}"{check.near(str(each), names)}')
    if depends:
        node["dependsOn"] = depends
    if when is not None:
        node["when"] = check.choice(when, "when", get_args(enums.WorkflowNodeCondition))
    if on_failure is not None:
        node["onFailure"] = check.choice(on_failure, "on_failure", get_args(enums.FailurePolicy))
    return node


def schedule_of(given: Mapping[str, Any], nodes: object, job: Mapping[str, Any]) -> dict[str, Any]:
    """
    :param given: name, cron, time_zone, overlap, catch_up, until, enabled, own_id
    :param nodes: of a workflow; or `job`, arguments of `submit`
    """
    told = {name: value for name, value in given.items() if value is not None}
    texts = {
        "name": ("name", "nightly"),
        "cron": ("cron", "0 2 * * *"),
        "time_zone": ("timeZone", "Europe/Berlin"),
        "own_id": ("externalId", "nightly-7"),
    }
    body: dict[str, Any] = {
        member: check.text(told[name], name, example) for name, (member, example) in texts.items() if name in told
    }
    if "overlap" in told:
        body["overlap"] = check.choice(told["overlap"], "overlap", get_args(enums.Overlap))
    if "catch_up" in told:
        body["catchUp"] = check.choice(told["catch_up"], "catch_up", get_args(enums.CatchUp))
    if "until" in told:
        body["until"] = instant_text(instant_of(told["until"], "until"))
    if "enabled" in told:
        body["enabled"] = check.flag(told["enabled"], "enabled")
    work = {name: value for name, value in job.items() if value is not None}
    if nodes is not None:
        if work:
            raise wrong_argument(next(iter(work)), "give a job or nodes of a workflow, not both")
        body["workflow"] = {"nodes": nodes_of(nodes)}
    elif work:
        check.refuse_unknown(work, TemplateSpec.__annotations__, "the job of a schedule")
        body["job"] = template(work)
    return body


def _at(place: str, make: Any, given: Any) -> Any:
    """Names the place where something is wrong."""
    try:
        return make(given)
    except ValidationFailed as error:
        field = f"{place}.{error.field}"
        raise ValidationFailed(f"{place}.{error.message}", code=error.code, field=field) from None
