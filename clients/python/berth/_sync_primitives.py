"""What the synchronous half does in its own way."""

from __future__ import annotations

import time


def sleep(seconds: float) -> None:
    time.sleep(seconds)
