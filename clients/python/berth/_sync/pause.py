# Derived from _async/pause.py by `npm run generate --workspace @berth/python`; change that, not this.

from __future__ import annotations

import time

from .._sync_primitives import sleep
from .._errors import WaitTimeout

_FIRST_POLL_S = 0.1
_MAX_POLL_S = 5.0
# so that a wait costs few requests, and is late by a small part of its length at most
_POLL_SHARE = 0.05
# a gateway that does not answer for so long ends a wait
LOST_S = 600.0


def pause(began: float, deadline: float | None, said: str) -> None:
    """Between two looks. :raises WaitTimeout: when the time is over"""
    now = time.monotonic()
    delay = min(_MAX_POLL_S, max(_FIRST_POLL_S, (now - began) * _POLL_SHARE))
    if deadline is not None:
        if now >= deadline:
            raise WaitTimeout(f"{said}; it goes on")
        delay = min(delay, deadline - now)
    sleep(delay)
