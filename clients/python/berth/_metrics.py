"""Metrics of a job."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ._generated.models import MetricPoint
from ._tables import Table


class Metrics(Table[MetricPoint]):
    """A point for each line that reported metrics, in order."""

    def __init__(self, points: Iterable[MetricPoint]) -> None:
        super().__init__(points)

    @property
    def names(self) -> list[str]:
        """Of the metrics that there are."""
        return list(dict.fromkeys(name for point in self for name in point.values))

    def series(self, name: str) -> list[float]:
        """The values of one metric. What is not finite is NaN or an infinity of Python."""
        return [float(point.values[name]) for point in self if name in point.values]

    def _row(self, item: MetricPoint) -> dict[str, Any]:
        values = {name: float(value) for name, value in item.values.items()}
        return {"at": item.at, "run": item.run, "stage": item.stage, **values}
