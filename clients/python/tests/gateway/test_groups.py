"""Arrays, workflows and schedules."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import eventually, gated

import berth


def test_an_array_has_a_job_for_each_set_of_variables(client: berth.Client) -> None:
    array = client.submit_array(
        "echo $LR in $MODE", each=[{"LR": "1"}, {"LR": "2"}], env={"MODE": "fast"}, name="rates"
    )
    assert (array.name, array.size) == ("rates", 2)
    assert array.wait(timeout="2m", check=True) is array
    assert (array.state, array.succeeded, array.counts.succeeded) == ("SUCCEEDED", True, 2)
    outputs = [job.output() for job in array.jobs()]
    assert sorted(outputs) == ["1 in fast\n", "2 in fast\n"]
    assert client.array(array.id).ended
    assert "scheduler.array.submit.v1" in {entry.command for entry in array.history()}


def test_an_array_that_fails_says_how_many_did(client: berth.Client) -> None:
    array = client.submit_array('exit "$BERTH_ARRAY_INDEX"', count=2, max_parallel=1, time="5m")
    assert array.max_parallel == 1
    with pytest.raises(berth.GroupFailed, match=r"failed: .*1 failed") as caught:
        array.wait(timeout="2m", check=True)
    assert caught.value.group is array


def test_an_array_is_cancelled(client: berth.Client, gate: Path) -> None:
    array = client.submit_array(gated(gate), count=2)
    with pytest.raises(berth.WaitTimeout, match=rf"array {array.id} has not ended; it goes on"):
        array.wait(timeout="0.3s")
    assert array.cancel("not needed").cancel_requested
    assert array.wait(timeout="2m").state == "CANCELLED"


def test_a_workflow_runs_its_nodes_in_order_and_once_more(client: berth.Client, gate: Path) -> None:
    nodes: dict[str, berth.NodeSpec] = {
        "prepare": {"command": "echo ready"},
        "train": {"command": f"test -e {gate}", "after": "prepare", "time": "5m"},
        "tell": {"command": "echo it failed", "after": ["train"], "when": "failed"},
    }
    flow = client.submit_workflow("of-python", nodes, on_failure="continue", description="of a test")
    with pytest.raises(berth.GroupFailed, match=r"workflow of-python .* failed\n  train: "):
        flow.wait(timeout="2m", check=True)
    assert [(node.name, node.state) for node in flow.nodes] == [
        ("prepare", "SUCCEEDED"),
        ("train", "FAILED"),
        ("tell", "SUCCEEDED"),
    ]
    told = flow.job("tell")
    assert told is not None and told.output() == "it failed\n"
    gate.touch()
    flow.rerun("train")
    again = eventually(lambda: found if (found := flow.refresh()).succeeded else None, timeout=120)
    assert (again.node("train").attempt, again.node("tell").state) == (2, "SKIPPED")
    assert flow.job("tell") is None or flow.node("tell").job is not None
    listed = client.workflows(search="of-python", states="succeeded")
    assert [each.id for each in listed] == [flow.id]
    assert listed[0].refresh().description == "of a test"


def test_a_schedule_is_paused_changed_and_deleted(client: berth.Client) -> None:
    schedule = client.create_schedule(
        "python-nightly", "0 2 * * *", "echo night", time_zone="Europe/Berlin", overlap="skip", time="10m"
    )
    assert (schedule.state, schedule.overlap, schedule.time_zone) == ("ACTIVE", "SKIP", "Europe/Berlin")
    assert schedule.next_times and schedule.job is not None and schedule.job.timeout_minutes == 10
    assert schedule.pause("the machine moves").state == "PAUSED"
    assert schedule.refresh().message == "the machine moves"
    assert schedule.resume().state == "ACTIVE"
    changed = schedule.change("echo day", cron="0 14 * * *", time="20m")
    assert (changed.cron, changed.job and changed.job.timeout_minutes) == ("0 14 * * *", 20)
    as_workflow = schedule.change(nodes={"a": {"command": "true"}, "b": {"command": "true", "after": "a"}})
    assert [node.name for node in as_workflow.nodes or []] == ["a", "b"]
    assert [each.id for each in client.schedules(search="python-nightly")] == [schedule.id]
    schedule.delete()
    assert len(client.schedules(search="python-nightly")) == 0


@pytest.mark.parametrize(
    ("act", "right"),
    [
        (lambda b: b.submit_array("true"), r"^count: is missing: how many jobs, or each"),
        (lambda b: b.submit_array("true", count=1, each=[{"A": "1"}]), r"^each: give count or each, not both"),
        (lambda b: b.submit_array("true", count=0), r"^count: must be a whole number, 1 or more, not 0"),
        (lambda b: b.submit_array("true", each={"A": "1"}), r"^each: must be a list such as"),
        (lambda b: b.submit_array("true", each=[{"A": "1"}, {"B C": "1"}]), r"^each\[1\]\.env: 'B C' is not the name"),
        (lambda b: b.submit_array(count=2), r"^command: is missing"),
        (lambda b: b.submit_array("true", count=2, gpu=1), r"^gpu: a job has no argument gpu; did you mean gpus"),
        (lambda b: b.submit_array("true", count=2, gang="yes"), r"^gang: must be True or False, not str 'yes'"),
        (lambda b: b.submit_workflow("w", {}), r"^nodes: must be a dict of nodes"),
        (lambda b: b.submit_workflow("", {"a": {"command": "true"}}), r"^name: must not be empty"),
        (lambda b: b.submit_workflow("w", {"a": "true"}), r"^nodes\.a\.command: must be in a dict"),
        (lambda b: b.submit_workflow("w", {"a": {}}), r"^nodes\.a\.command: is missing"),
        (
            lambda b: b.submit_workflow("w", {"a": {"command": "true"}, "b": {"command": "true", "after": "A"}}),
            r'^nodes\.b\.after: there is no node "A"',
        ),
        (
            lambda b: b.submit_workflow("w", {"a": {"command": "true", "when": "late"}}),
            r"^nodes\.a\.when: .* is not one of FAILED, FINISHED, SUCCEEDED",
        ),
        (lambda b: b.submit_workflow("w", {"a": {"command": "true", "name": "x"}}), r"^nodes\.a\.name: a node has no"),
        (lambda b: b.create_schedule("s", "0 2 * * *"), r"^command: is missing: what is submitted"),
        (
            lambda b: b.create_schedule("s", "0 2 * * *", "true", nodes={"a": {"command": "true"}}),
            r"^command: give a job or nodes of a workflow, not both",
        ),
        (
            lambda b: b.create_schedule("s", "0 2 * * *", "true", overlap="maybe"),
            r"^overlap: .* is not one of ALLOW, SKIP",
        ),
        (lambda b: b.create_schedule("s", "0 2 * * *", "true", until="soon"), r"^until: "),
        (lambda b: b.create_schedule("s", "every day", "true"), r"^cron: "),
        (lambda b: b.create_schedule("s", "0 2 * * *", "true", time_zone="Mars"), r"Mars"),
        (lambda b: b.workflows(states="late"), r"^states: .* is not one of"),
    ],
)
def test_what_is_wrong_is_named(client: berth.Client, act: object, right: str) -> None:
    assert callable(act)
    with pytest.raises(berth.ValidationFailed, match=right):
        act(client)
