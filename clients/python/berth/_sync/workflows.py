# Derived from _async/workflows.py by `npm run generate --workspace @berth/python`; change that, not this.

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from .. import _arguments as check_argument
from .._errors import GroupFailed, wrong_argument
from .._generated import models
from .._times import seconds_of
from .handle import Handle, because, until
from .jobs import Job


class WorkflowActions(Handle):
    """What can be done with a workflow, however much is known of it."""

    __slots__ = ()

    def refresh(self) -> Workflow:
        """What the platform knows of it now."""
        return Workflow((self._client.api.workflow(self._id)).wire, self._client)

    def wait(self, timeout: str | timedelta | None = None, *, check: bool = False) -> Workflow:
        """
        Returns when all its nodes have come to an end. Stopping to wait leaves them running.

        :param timeout: such as "6h"; then WaitTimeout is raised
        :param check: raises GroupFailed unless it succeeded
        """
        deadline = None if timeout is None else time.monotonic() + seconds_of(timeout, "timeout")
        said = f"workflow {self._id} has not ended"
        found = until(self.refresh, lambda workflow: workflow.ended, deadline, said)
        if check:
            found.check()
        return found

    def cancel(self, reason: str | None = None) -> Workflow:
        """What is left of it; `wait` says when it has ended."""
        body: Any = because(reason)
        return Workflow((self._client.api.cancel_workflow(self._id, body)).wire, self._client)

    def rerun(self, node: str) -> Workflow:
        """This node, and all that depend on it, once more."""
        body: Any = {"from": check_argument.text(node, "node", "train")}
        return Workflow((self._client.api.rerun_workflow(self._id, body)).wire, self._client)


class Workflow(WorkflowActions, models.Workflow):
    """Jobs that depend on each other, as they were when they were asked for; `refresh` asks again."""

    __slots__ = ()

    def refresh(self) -> Workflow:
        """Asks again, and changes this object."""
        self._wire = (self._client.api.workflow(self.id)).wire
        return self

    @property
    def ended(self) -> bool:
        return self.state != "RUNNING"

    @property
    def succeeded(self) -> bool:
        return self.state == "SUCCEEDED"

    def node(self, name: str) -> models.WorkflowNode:
        """One of its nodes by its name."""
        found = next((each for each in self.nodes if each.name == name), None)
        if found is None:
            names = [each.name for each in self.nodes]
            raise wrong_argument(
                "name", f'there is no node "{name}"{check_argument.near(name, names)}; there are {", ".join(names)}'
            )
        return found

    def job(self, node: str) -> Job | None:
        """The job of a node; None where it has not been submitted."""
        reference = self.node(node).job
        return None if reference is None else Job((self._client.api.job(reference.id)).wire, self._client)

    def check(self) -> None:
        """Raises GroupFailed where it has ended otherwise than by success."""
        if self.ended and not self.succeeded:
            failed = [f"{each.name}: {each.message or 'failed'}" for each in self.nodes if each.state == "FAILED"]
            raise GroupFailed("\n  ".join([f"workflow {self.name} ({self.id}) {self.state.lower()}", *failed]), self)


class WorkflowInList(WorkflowActions, models.WorkflowInList):
    """A workflow of a list, without its nodes; `refresh` has all of it."""

    __slots__ = ()
