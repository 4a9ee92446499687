# Derived from _async/grouping.py by `npm run generate --workspace @berth/python`; change that, not this.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, get_args

from .. import _arguments as check
from .._errors import wrong_argument
from .._generated import enums
from .._groups import NodeSpec, array_of, nodes_of, schedule_of
from .._submission import Command, JobOptions
from .._tables import Table
from .arrays import Array
from .connected import Connected
from .schedules import Schedule, ScheduleInList
from .workflows import Workflow, WorkflowInList

if TYPE_CHECKING:
    from typing_extensions import Unpack


class Grouping(Connected):
    """More than one job: arrays, workflows, and what is submitted again and again."""

    def submit_array(
        self,
        command: Command | None = None,
        *,
        count: int | None = None,
        each: Sequence[Mapping[str, str]] | None = None,
        max_parallel: int | None = None,
        gang: bool | None = None,
        name: str | None = None,
        project: str | None = None,
        own_id: str | None = None,
        idempotency_key: str | None = None,
        **job: Unpack[JobOptions],
    ) -> Array:
        """
        Submits jobs that differ only in their variables: all of them, or none. `BERTH_ARRAY_INDEX` tells them apart.

        :param count: how many
        :param each: or the variables of each, such as [{"LR": "1e-3"}, {"LR": "1e-4"}]
        :param max_parallel: at most so many at once
        :param gang: all start together
        :param job: the arguments of `submit`
        """
        given: dict[str, Any] = {"command": command, "name": name, "project": project, "own_id": own_id, **job}
        charged = self.project or self._only_project(given)
        body: Any = array_of(
            given, charged, self.pool, {"count": count, "each": each, "max_parallel": max_parallel}, gang
        )
        answer = self._named(lambda: self.api.submit_array(body, idempotency_key=idempotency_key), body)
        return Array(answer.wire, self)

    def array(self, id: str) -> Array:
        return Array((self.api.array(check.id_of(id, "id"))).wire, self)

    def submit_workflow(
        self,
        name: str,
        nodes: Mapping[str, NodeSpec],
        *,
        project: str | None = None,
        pool: str | None = None,
        description: str | None = None,
        on_failure: str | None = None,
        own_id: str | None = None,
        idempotency_key: str | None = None,
    ) -> Workflow:
        """
        Submits jobs that depend on each other.

        :param nodes: by their names: the arguments of `submit`, and `after` which other nodes it runs
        :param on_failure: "stop" or "continue", where a node fails
        """
        body: Any = {
            "name": check.text(name, "name", "nightly"),
            "nodes": nodes_of(nodes),
            "project": project or self.project or self._only_project({}),
        }
        for member, argument, value in (
            ("pool", "pool", pool or self.pool),
            ("description", "description", description),
            ("externalId", "own_id", own_id),
        ):
            if value is not None:
                body[member] = check.text(value, argument, "run-7")
        if on_failure is not None:
            body["onFailure"] = check.choice(on_failure, "on_failure", get_args(enums.FailurePolicy))
        answer = self._named(lambda: self.api.submit_workflow(body, idempotency_key=idempotency_key), body)
        return Workflow(answer.wire, self)

    def workflow(self, id: str) -> Workflow:
        return Workflow((self.api.workflow(check.id_of(id, "id"))).wire, self)

    def workflows(
        self,
        *,
        states: str | Sequence[str] | None = None,
        project: str | None = None,
        user: str | None = None,
        search: str | None = None,
        limit: int | None = 50,
    ) -> Table[WorkflowInList]:
        """Workflows, newest first. `search` is how the name begins."""
        query = self._filters(project, user, search)
        if states is not None:
            query["states"] = check.choices_of(states, "states", get_args(enums.WorkflowState))
        items, more = self._all(self.api.workflows, query, limit)
        columns = ("id", "name", "state", "project", "user", "created_at", "ended_at")
        return Table((WorkflowInList(each.wire, self) for each in items), columns, more=more)

    def create_schedule(
        self,
        name: str,
        cron: str,
        command: Command | None = None,
        *,
        nodes: Mapping[str, NodeSpec] | None = None,
        project: str | None = None,
        time_zone: str | None = None,
        overlap: str | None = None,
        catch_up: str | None = None,
        until: str | datetime | None = None,
        enabled: bool | None = None,
        own_id: str | None = None,
        idempotency_key: str | None = None,
        **job: Unpack[JobOptions],
    ) -> Schedule:
        """
        Submits a job, or the workflow of some nodes, at the times of an expression.

        :param cron: such as "0 2 * * *", in `time_zone`; UTC where none is given
        :param overlap: "allow" or "skip", where what was submitted last has not ended
        :param catch_up: "latest" or "none", of times that were missed
        :param job: arguments of `submit`
        """
        body: Any = schedule_of(
            {
                "name": name, "cron": cron, "time_zone": time_zone, "overlap": overlap, "catch_up": catch_up,
                "until": until, "enabled": enabled, "own_id": own_id,
            },
            nodes,
            {"command": command, **job},
        )  # fmt: skip
        if "job" not in body and "workflow" not in body:
            raise wrong_argument("command", "is missing: what is submitted; or nodes, for a workflow")
        body["project"] = project or self.project or self._only_project({})
        answer = self._named(lambda: self.api.create_schedule(body, idempotency_key=idempotency_key), body)
        return Schedule(answer.wire, self)

    def schedule(self, id: str) -> Schedule:
        return Schedule((self.api.schedule(check.id_of(id, "id"))).wire, self)

    def schedules(
        self,
        *,
        project: str | None = None,
        user: str | None = None,
        search: str | None = None,
        limit: int | None = 50,
    ) -> Table[ScheduleInList]:
        """Schedules, newest first. `search` is how the name begins."""
        query = self._filters(project, user, search)
        items, more = self._all(self.api.schedules, query, limit)
        columns = ("id", "name", "state", "cron", "time_zone", "next_times", "project", "user")
        return Table((ScheduleInList(each.wire, self) for each in items), columns, more=more)

    def _filters(self, project: str | None, user: str | None, search: str | None) -> dict[str, Any]:
        return {
            "project": None if project is None else self._id("project", project),
            "user": None if user is None else self._id("user", user),
            "search": None if search is None else check.text(search, "search", "nightly"),
        }
