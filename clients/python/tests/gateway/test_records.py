"""What is listed, booked, used and charged."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest
from conftest import eventually, python

import berth


def test_devices_are_booked_for_a_while(client: berth.Client) -> None:
    with client.book(gpus=1, hours=1, title="python", start="now") as reservation:
        assert (reservation.title, len(reservation.devices)) == ("python", 1)
        assert reservation.end - reservation.start == timedelta(hours=1)
        job = client.submit("true", gpus=1, reservation=reservation)
        assert job.wait(timeout="2m").succeeded
        assert reservation.extend("30m").end - reservation.start == timedelta(minutes=90)
    assert reservation.refresh().state == "RELEASED"
    with client.book(gpus=1, duration="90m", start="in 5h", keep=True) as kept:
        pass
    assert kept.refresh().state == "RESERVED"
    moved = kept.change(start="in 6h", title="later")
    assert moved.title == "later" and moved.end - moved.start == timedelta(minutes=90)
    assert kept.id in [each.id for each in client.reservations(states="reserved", user="me", project="digits")]
    kept.cancel(reason="done")
    assert kept.refresh().state == "CANCELLED"


def test_a_reservation_is_given_back_also_after_a_failure(client: berth.Client) -> None:
    with pytest.raises(RuntimeError), client.book(gpus=1, hours=1) as reservation:
        raise RuntimeError
    assert reservation.refresh().state == "RELEASED"


def test_a_conflict_says_when_devices_are_free(client: berth.Client) -> None:
    with client.book(gpus=4, start="in 20h", hours=2):
        with pytest.raises(berth.ReservationConflict) as caught:
            client.book(gpus=4, start="in 21h", hours=2)
        window = caught.value.free_windows[0]
        assert window.from_.tzinfo is timezone.utc and window.until > window.from_
        free = client.free(gpus=4, hours=2, start="in 20h", limit=2)
        assert len(free) >= 1 and free[0].from_ >= datetime.now(timezone.utc) + timedelta(hours=21)
        assert "<table>" in free._repr_html_()


def test_hosts_devices_pools_and_projects(client: berth.Client) -> None:
    (host,) = client.hosts(pool="default")
    assert host.status == "ONLINE" and len(host.devices) == 4
    assert len(client.devices(pool="default", host=host.id)) == 4
    assert [pool.name for pool in client.pools()] == ["default"]
    (project,) = client.projects(search="dig")
    assert project.name == "digits" and project.members[0].user is not None
    assert client.me().role == "MEMBER"


def test_metrics_and_progress_that_a_run_reports(client: berth.Client) -> None:
    code = (
        "import berth, math\n"
        "run = berth.current_job()\n"
        "for epoch in range(1, 4):\n"
        "    run.metrics(epoch=epoch, epochs=4, loss=1 / epoch if epoch < 3 else math.nan, stage='train')\n"
        "run.log('almost done', level='warn')\n"
        "print(run.id, run.run)\n"
    )
    job = client.submit(python(code), name="reports")
    job.wait(timeout="2m", check=True)
    assert job.progress is not None and job.progress.fraction == 0.75
    metrics = job.metrics()
    assert metrics.names == ["epoch", "loss"]
    assert metrics.series("loss")[:2] == [1.0, 0.5] and str(metrics.series("loss")[2]) == "nan"
    frame = metrics.to_pandas()
    assert list(frame.columns) == ["at", "run", "stage", "epoch", "loss"] and frame["loss"].isna().sum() == 1
    assert metrics.to_polars().shape == (3, 5)
    (warning,) = job.logs(level="warn")
    assert "almost done" in warning.text
    id, run = job.output().splitlines()[-1].split()
    assert run == "1" and id


def test_usage_and_charges(client: berth.Client) -> None:
    job = client.submit(["sleep", "0.3"])
    job.wait(timeout="2m", check=True)
    charges = eventually(lambda: [each for each in client.charges(job=job) if each.to is not None])
    assert isinstance(charges[0].amount, Decimal) and charges[0].amount > 0
    rows = client.usage(by="project", month=f"{datetime.now(timezone.utc):%Y-%m}")
    assert rows[0].leases >= 1
    assert rows.to_pandas()["amount"][0] == rows[0].amount
    assert "<td>" in rows._repr_html_()


def test_the_whole_api_is_there_by_its_own_names(client: berth.Client) -> None:
    assert client.api.fair_shares(client.pools()[0].id).wire
    assert client.graphql("{ viewer { username } }") == {"viewer": {"username": "ada"}}
    with pytest.raises(berth.ValidationFailed):
        client.graphql("{ viewer { password } }")


def test_records_are_shown_as_they_are(client: berth.Client) -> None:
    job = client.submit("true", name="shown <b>").wait(timeout="2m")
    assert repr(job) == f"Job(id={job.id!r}, name='shown <b>', state={job.state!r}, status={job.status!r})"
    assert "shown &lt;b&gt;" in job._repr_html_()
    as_dict = job.to_dict()
    assert as_dict["project"]["name"] == "digits"
    assert json.loads(json.dumps(job.wire))["name"] == "shown <b>"
    assert client.job(job.id) == client.job(job.id) != client.submit("true")
