"""How jobs go on, on stderr: with tqdm where it is installed, else a line for each change."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._generated.models import Job


class Progress:
    def __init__(self) -> None:
        self._told = ""
        self._bar: Any = _bar()

    def show(self, job: Job) -> None:
        progress = job.progress
        fraction = progress.fraction if progress is not None else None
        parts = [job.name, job.state.lower().replace("_", " ")]
        if progress is not None and progress.message:
            parts.append(progress.message)
        self._say(": ".join(parts), 1.0 if job.state == "SUCCEEDED" else fraction)

    def show_counts(self, states: Mapping[str, str]) -> None:
        counts = Counter(state.lower().replace("_", " ") for state in states.values())
        self._say(", ".join(f"{count} {state}" for state, count in sorted(counts.items())), None)

    def _say(self, text: str, fraction: float | None) -> None:
        if self._bar is not None:
            self._bar.set_description(text)
            if fraction is not None:
                self._bar.n = round(fraction * 100)
                self._bar.refresh()
        else:
            line = text if fraction is None else f"{text} ({fraction:.0%})"
            if line and line != self._told:
                print(line, file=sys.stderr)
                self._told = line

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()


def _bar() -> Any:
    try:
        from tqdm.auto import tqdm  # type: ignore[import-not-found,import-untyped,unused-ignore]
    except ImportError:
        return None
    return tqdm(total=100, unit="%", bar_format="{desc} |{bar}| {n}%")  # pyright: ignore[reportUnknownVariableType]
