from __future__ import annotations

import threading
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from conftest import eventually, gated

import berth


def test_a_job_from_beginning_to_end(client: berth.Client) -> None:
    job = client.submit("echo one; echo two >&2; exit 0", name="first")
    assert (job.name, job.ended) == ("first", False)
    lines = [line.text for line in job.logs(follow=True)]
    assert sorted(lines) == ["one", "two"]
    ended = job.wait(timeout="2m", check=True)
    assert ended is job
    assert (job.state, job.status, job.exit_code, job.succeeded) == ("SUCCEEDED", "COMPLETED", 0, True)
    assert job.created_at.tzinfo is not None and job.duration is not None
    assert job.output(stream="stdout") == "one\n"
    assert [run.number for run in job.runs] == [1]
    assert job.why() is None


def test_a_failure_says_how_and_shows_the_last_lines(client: berth.Client) -> None:
    job = client.submit(["sh", "-c", "for i in $(seq 50); do echo line $i; done; exit 7"], env={"A": 1})
    with pytest.raises(berth.JobFailed) as caught:
        job.wait(check=True)
    assert caught.value.exit_code == 7
    assert caught.value.error_class == "EXIT_CODE"
    assert caught.value.tail[-1] == "line 50" and len(caught.value.tail) == 20
    assert "exit code 7" in str(caught.value) and "line 50" in str(caught.value)
    assert [line.text for line in job.logs(tail=2)] == ["line 49", "line 50"]
    assert [line.text for line in job.logs(follow=True, tail=1)] == ["line 50"]
    assert job.wait().state == "FAILED"


def test_a_running_job_is_cancelled(client: berth.Client, gate: Path) -> None:
    job = client.submit(gated(gate))
    for line in job.logs(follow=True):
        assert line.text == "first"
        break
    assert [line.text for line in job.logs()] == ["first"]
    with pytest.raises(berth.WaitTimeout):
        job.wait(timeout="1s")
    assert job.state == "RUNNING"
    assert job.cancel(reason="not needed").cancel_requested
    with pytest.raises(berth.JobCancelled):
        job.wait(check=True)
    assert job.state == "CANCELLED"


def test_an_own_id_makes_a_submission_safe_to_repeat(client: berth.Client) -> None:
    first = client.submit("true", own_id="cell-1")
    again = client.submit("true", own_id="cell-1")
    assert again.id == first.id
    assert client.job(own_id="cell-1").id == first.id
    with pytest.raises(berth.AlreadyExists, match=r"own_id: job .* another command"):
        client.submit("false", own_id="cell-1")


def test_the_same_key_submits_once(client: berth.Client) -> None:
    first = client.submit("true", name="keyed", idempotency_key="python-key-1")
    assert client.submit("true", name="keyed", idempotency_key="python-key-1").id == first.id
    with pytest.raises(berth.Refused) as caught:
        client.submit("false", name="keyed", idempotency_key="python-key-1")
    assert caught.value.code == "IDEMPOTENCY_KEY_REUSED"


def test_many_are_submitted_and_waited_for(client: berth.Client, gate: Path) -> None:
    specs: list[berth.JobSpec] = [{"command": gated(gate), "name": "slow"}, {"command": "exit 3", "name": "quick"}]
    slow, quick = client.submit_many(specs)
    ended = client.as_completed([slow, quick], timeout="2m")
    assert next(ended).id == quick.id
    threading.Timer(0.2, gate.touch).start()
    assert [job.id for job in ended] == [slow.id]
    assert [job.state for job in client.wait_all([slow, quick])] == ["SUCCEEDED", "FAILED"]
    with pytest.raises(berth.JobFailed):
        client.wait_all([slow, quick], check=True)


def test_some_of_many_are_refused_by_their_place(client: berth.Client) -> None:
    specs: list[berth.JobSpec] = [{"command": "true"}, {"command": "true", "gpus": 500}]
    with pytest.raises(berth.ManyRefused) as caught:
        client.submit_many(specs)
    assert list(caught.value.refusals) == [1]
    assert isinstance(caught.value.refusals[1], berth.CanNeverRun)
    (submitted,) = caught.value.jobs
    assert client.job(submitted.id).wait(timeout="2m").succeeded


def test_lists_are_filtered(client: berth.Client) -> None:
    name = f"needle-{uuid.uuid4()}"
    named = client.submit("true", name=name)
    named.wait()
    found = client.jobs(search=name, states="succeeded", user="me", project="digits", pool="default")
    assert [job.id for job in found] == [named.id] and not found.more
    assert found[0].refresh().runs
    assert len(client.jobs(limit=1)) == 1 and client.jobs(limit=1).more
    assert name in found._repr_html_()


def test_why_a_job_waits(client: berth.Client, gate: Path) -> None:
    holder = client.submit(gated(gate), gpus=4, name="holder", time="5m")
    for _ in holder.logs(follow=True):
        break
    waiting = client.submit("true", gpus=4, time="5m")
    why = eventually(waiting.why)
    assert why.reasons
    assert "position 1" in str(why) and why.reasons[0].message in str(why)
    assert "<li>" in why._repr_html_()
    assert client.queue()[0].job is not None
    gate.touch()
    assert all(job.succeeded for job in client.wait_all([holder, waiting], timeout="2m"))


def test_several_are_cancelled_at_once(client: berth.Client, gate: Path) -> None:
    jobs = [client.submit(gated(gate)) for _ in range(2)]
    client.cancel(jobs, reason="enough")
    assert {job.state for job in client.wait_all(jobs, timeout="2m")} == {"CANCELLED"}
    done = client.submit("true").wait()
    with pytest.raises(berth.InvalidState):
        done.cancel()
    with pytest.raises(berth.ManyRefused) as caught:
        client.cancel([done, jobs[0]])
    assert isinstance(caught.value.refusals[0], berth.InvalidState)


def test_output_is_read_from_anywhere_and_searched(client: berth.Client) -> None:
    job = client.submit("for i in $(seq 2500); do echo line $i; done; echo loss=nan >&2").wait(timeout="2m", check=True)
    every = [line.text for line in job.logs(stream="stdout")]
    assert every == [f"line {index}" for index in range(1, 2501)]
    assert [line.text for line in job.logs(tail=2_200, stream="stdout")] == every[-2_200:]
    assert [line.text for line in job.logs(follow=True, tail=2, stream="stdout")] == every[-2:]
    assert list(job.logs(follow=True, tail=0)) == list(job.logs(tail=0)) == []
    third = next(iter(job.logs(from_line=3)))
    assert third.number == 3
    assert len(list(job.logs(follow=True, from_line=1_502))) == 1_000
    assert len(list(job.logs(since="1h"))) == 2_501 and not list(job.logs(since=timedelta(milliseconds=1)))
    assert [hit.line.text for hit in job.search("LOSS=", ignore_case=True)] == ["loss=nan"]
    hits = job.search(regex="^line 1.*7$", limit=5, context=1)
    assert len(hits) == 5 and hits.more and len(hits[0].before) == 1


def test_a_wait_says_how_it_goes_on(client: berth.Client, capsys: pytest.CaptureFixture[str]) -> None:
    code = 'echo \'{"type": "metrics", "progress": 0.5}\'; sleep 0.3'
    jobs = [client.submit(code, name="shown"), client.submit("true")]
    jobs[0].wait(show=True)
    client.wait_all(jobs, show=True)
    said = capsys.readouterr().err
    assert "shown: succeeded" in said and "2 succeeded" in said


def test_history_and_events(client: berth.Client) -> None:
    job = client.submit("true")
    job.wait()
    types = [entry.type for entry in job.history()]
    assert "scheduler.job.submitted.v1" in types
