from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import AsyncGenerator, Callable, Set
from contextlib import aclosing
from typing import TYPE_CHECKING

import httpx2

from .._async_primitives import sleep
from .._errors import Refused, Unavailable
from .pause import pause
from .transport import reason_of

if TYPE_CHECKING:
    from .connected import AsyncConnected

_LOG = logging.getLogger("berth")
_ENDS = re.compile(r"scheduler\.job\.(succeeded|failed|cancelled|timedOut|rejected|deleted)\.")

# the gateway says something every 12 s; a wait that ends sooner than the next word of it looks by itself
_SILENCE_S = 15.0
# what no event tells, as a job that is seen no more, is found by looking all the same
_LOOK_S = 60.0
# after a stream was lost or refused
_AGAIN_S = 10.0
# other waits of one client look by themselves: its connections are needed for the looks too
_MAX_STREAMS = 8
_FIRST_LAG_S = 0.05
_MAX_LAG_S = 4.0


async def looks(
    client: AsyncConnected, left: Set[str], deadline: float | None, said: Callable[[], str], *, polls: bool
) -> AsyncGenerator[None, None]:
    """
    When to look at jobs that are waited for: at once, then when an event says that one has ended. Where there is no stream
    of events, in growing steps.

    :param left: ids of those that have not ended; the caller takes out what it has seen to end
    :param polls: no stream, as what is shown of a job changes between its events too
    :raises WaitTimeout: when the time is over
    """
    began = time.monotonic()
    next_stream = began
    while True:
        yield
        if polls or time.monotonic() < next_stream or _is_short(deadline) or client._waits >= _MAX_STREAMS:
            await pause(began, deadline, said())
            continue
        client._waits += 1
        try:
            async with aclosing(_ends(client, left, deadline)) as ends:
                async for _ in ends:
                    yield
        finally:
            client._waits -= 1
        next_stream = time.monotonic() + _AGAIN_S


def _is_short(deadline: float | None) -> bool:
    return deadline is not None and deadline - time.monotonic() < _SILENCE_S


async def _ends(client: AsyncConnected, left: Set[str], deadline: float | None) -> AsyncGenerator[None, None]:
    """One connection for all of them. It ends where it is lost, or the time is nearly over."""
    # of one job from its first event on, of several from now on
    query = {"job": next(iter(left))} if len(left) == 1 else None
    looked: float | None = None
    try:
        async with aclosing(client._transport.received("/events", query, silence=_SILENCE_S)) as received:
            async for each in received:
                if _is_short(deadline) or (each is not None and each.event != "message"):
                    return
                if each is not None:
                    event = json.loads(each.data)
                    lag = _FIRST_LAG_S
                    # a look may be answered by a copy that has not heard of it
                    while _ENDS.match(event["type"]) and event["jobId"] in left and lag < _MAX_LAG_S:
                        yield
                        if event["jobId"] in left:
                            await sleep(lag)
                        lag *= 2
                elif looked is None or time.monotonic() - looked > _LOOK_S:
                    # what ended before the stream began is in no event
                    looked = time.monotonic()
                    yield
    except (httpx2.TransportError, httpx2.StreamError, Unavailable, Refused) as error:
        _LOG.debug("/events: %s, looking without it", reason_of(error))
