from __future__ import annotations

import io
import json
import math
import subprocess
import sys

import pytest

import berth
from berth._run import CurrentJob


def reported(report: str) -> list[object]:
    out = io.StringIO()
    run = CurrentJob({"BERTH_JOB_ID": "J", "BERTH_RUN": "2", "BERTH_ARRAY_INDEX": "0"}, out)
    assert (run.id, run.run, run.array_index) == ("J", 2, 0)
    eval(report, {"run": run, "math": math})
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_what_a_run_reports_is_a_line_for_each() -> None:
    assert reported('run.metrics({"val/loss": 0.5}, epoch=1, epochs=4, stage="train", loss=2)') == [
        {"type": "metrics", "stage": "train", "epoch": 1, "epochs": 4, "val/loss": 0.5, "loss": 2}
    ]
    assert reported('run.progress(0.25, message="a quarter")') == [
        {"type": "metrics", "progress": 0.25},
        {"type": "log", "level": "info", "message": "a quarter"},
    ]
    (line,) = reported("run.metrics(loss=math.nan)")
    assert isinstance(line, dict) and math.isnan(line["loss"])


@pytest.mark.parametrize(
    ("report", "message"),
    [
        ("run.progress(1.5)", "progress: must be from 0 to 1"),
        ("run.metrics(loss='high')", "loss: must be a number"),
        ("run.metrics({'time': 3})", "time: is no name of a metric"),
        ("run.log('x', level='loud')", 'level: "loud" is not one of trace'),
    ],
)
def test_what_is_no_report(report: str, message: str) -> None:
    with pytest.raises(berth.ValidationFailed, match=message):
        reported(report)


def test_outside_of_a_run_it_prints_all_the_same() -> None:
    run = CurrentJob({}, io.StringIO())
    assert (run.id, run.run, run.array_index) == (None, None, None)
    run.metrics(loss=1)


def test_a_run_that_reports_loads_no_http_client() -> None:
    code = "import sys, berth; berth.current_job(); print('httpx2' in sys.modules, 'berth._generated' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "False False\n"
