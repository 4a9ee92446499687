"""Inside a run: what it is, and how it says how far it is."""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Mapping
from typing import TextIO

from ._errors import wrong_argument

_LEVELS = ("trace", "debug", "info", "warn", "error", "fatal")
_RESERVED = ("type", "stage", "epoch", "epochs", "total_epochs", "progress", "time", "timestamp", "level", "message")
_LOCK = threading.Lock()


class CurrentJob:
    """
    The job that this process is of. What it reports are lines of its output, which the platform reads as metrics,
    progress and log levels; outside of a run they are printed all the same, and `id` is None.
    """

    def __init__(self, environ: Mapping[str, str], out: TextIO | None = None) -> None:
        self._env = environ
        self._out = out

    @property
    def id(self) -> str | None:
        return self._env.get("BERTH_JOB_ID")

    @property
    def run(self) -> int | None:
        """1 for the first attempt."""
        text = self._env.get("BERTH_RUN")
        return int(text) if text else None

    @property
    def array_index(self) -> int | None:
        """Its place in its array, from 0."""
        text = self._env.get("BERTH_ARRAY_INDEX")
        return int(text) if text else None

    def metrics(
        self,
        values: Mapping[str, float] | None = None,
        /,
        *,
        epoch: float | None = None,
        epochs: float | None = None,
        progress: float | None = None,
        stage: str | None = None,
        **more: float,
    ) -> None:
        """
        Reports metrics: `run.metrics(epoch=3, epochs=10, loss=0.2)`. The progress is epoch of epochs where none is given.

        :param values: those whose names are no names of Python, such as {"val/loss": 0.3}
        :param progress: from 0 to 1
        """
        line: dict[str, object] = {"type": "metrics"}
        if stage is not None:
            line["stage"] = stage
        for name, value in (("epoch", epoch), ("epochs", epochs)):
            if value is not None:
                line[name] = _number(value, name)
        if progress is not None:
            line["progress"] = _fraction(progress)
        for name, value in {**(values or {}), **more}.items():
            if name in _RESERVED:
                raise wrong_argument(name, "is no name of a metric, because it means something else; take another one")
            line[name] = _number(value, name)
        self._print(line)

    def progress(self, fraction: float, *, stage: str | None = None, message: str | None = None) -> None:
        """Reports how far it is, from 0 to 1."""
        self.metrics(progress=fraction, stage=stage)
        if message is not None:
            self.log(message, stage=stage)

    def log(self, message: str, *, level: str = "info", stage: str | None = None) -> None:
        """A line of the log with its level."""
        if level not in _LEVELS:
            raise wrong_argument("level", f'"{level}" is not one of {", ".join(_LEVELS)}')
        line: dict[str, object] = {"type": "log", "level": level, "message": message}
        if stage is not None:
            line["stage"] = stage
        self._print(line)

    def _print(self, line: Mapping[str, object]) -> None:
        """Whole and at once: a reader sees no half of a line, and nothing waits in a buffer."""
        out = self._out or sys.stdout
        with _LOCK:
            out.write(json.dumps(line) + "\n")
            out.flush()

    def __repr__(self) -> str:
        return f"CurrentJob(id={self.id!r}, run={self.run!r})"


def current_job() -> CurrentJob:
    """The job that this process is of, to report metrics and progress."""
    return CurrentJob(os.environ)


def _number(value: object, name: str) -> float:
    """Also numbers of numpy, and tensors of one element."""
    try:
        return value if isinstance(value, (int, float)) else float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise wrong_argument(name, f"must be a number, not {type(value).__name__} {value!r}"[:200]) from None


def _fraction(value: object) -> float:
    number = _number(value, "progress")
    if not 0 <= number <= 1:
        raise wrong_argument("progress", f"must be from 0 to 1, not {number}")
    return number
