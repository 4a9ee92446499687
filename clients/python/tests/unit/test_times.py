from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

import pytest

import berth
from berth._record import instant, instant_text
from berth._times import instant_of, month_of, seconds_of

#: a Monday
NOW = datetime(2026, 11, 30, 12, 0, tzinfo=timezone.utc)


@pytest.fixture(autouse=True)
def zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("90m", 5_400), ("1h30m", 5_400), ("2 days", 172_800), ("1.5h", 5_400), (timedelta(hours=4), 14_400)],
)
def test_durations(text: object, seconds: float) -> None:
    assert seconds_of(text, "time") == seconds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("now", "2026-11-30T12:00:00.000Z"),
        ("in 2h", "2026-11-30T14:00:00.000Z"),
        ("18:30", "2026-11-30T17:30:00.000Z"),
        ("9:00", "2026-12-01T08:00:00.000Z"),
        ("tomorrow 9:00", "2026-12-01T08:00:00.000Z"),
        ("tomorrow at 9am", "2026-12-01T08:00:00.000Z"),
        ("mon 14:00", "2026-11-30T13:00:00.000Z"),
        ("mon 9:00", "2026-12-07T08:00:00.000Z"),
        ("2026-12-24", "2026-12-23T23:00:00.000Z"),
        ("2026-07-01 09:00", "2026-07-01T07:00:00.000Z"),
        ("2026-12-01T09:00:00Z", "2026-12-01T09:00:00.000Z"),
        ("2026-12-01T09:00+0330", "2026-12-01T05:30:00.000Z"),
        ("2026-12-01T09:00:00.5Z", "2026-12-01T09:00:00.500Z"),
        (datetime(2026, 12, 1, 9), "2026-12-01T08:00:00.000Z"),
        (datetime(2026, 12, 1, 9, tzinfo=timezone.utc), "2026-12-01T09:00:00.000Z"),
    ],
)
def test_instants(text: object, expected: str) -> None:
    assert instant_text(instant_of(text, "start", NOW)) == expected


@pytest.mark.parametrize("text", ["2026-02-30 9:00", "25:00", "in a while", "9", "yesterday", "", "13pm", 5])
def test_no_instants(text: object) -> None:
    with pytest.raises(berth.ValidationFailed, match=r"^start: .*write for example"):
        instant_of(text, "start", NOW)


def test_instants_of_the_wire_are_in_utc() -> None:
    assert instant("2026-11-30T12:00:00.123Z") == NOW.replace(microsecond=123_000)
    assert instant("2026-11-30T12:00:00Z").utcoffset() == timedelta(0)


def test_months() -> None:
    assert [instant_text(each) for each in month_of("2026-12", "month")] == [
        "2026-12-01T00:00:00.000Z",
        "2027-01-01T00:00:00.000Z",
    ]
