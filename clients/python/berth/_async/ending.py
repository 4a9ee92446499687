from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING

from .._errors import Unavailable
from .._progress import Progress
from .jobs import ENDED, AsyncJob, AsyncJobActions
from .looking import looks
from .pause import LOST_S

if TYPE_CHECKING:
    from .connected import AsyncConnected


_MAX_NODES = 50


async def as_they_end(
    client: AsyncConnected, jobs: Sequence[AsyncJobActions], deadline: float | None, progress: Progress | None
) -> AsyncGenerator[AsyncJob, None]:
    """Each of them as soon as it has ended. A look costs one request for each fifty."""
    order = list(dict.fromkeys(each.wire["id"] for each in jobs))
    left = set(order)
    answered = time.monotonic()
    if not left:
        return

    def said() -> str:
        return f"{len(left)} of {len(jobs)} jobs have not ended"

    async with aclosing(looks(client, left, deadline, said, polls=progress is not None)) as due:
        async for _ in due:
            try:
                states = await _states_of(client, [each for each in order if each in left])
            except Unavailable:
                if time.monotonic() - answered > LOST_S:
                    raise
                continue
            answered = time.monotonic()
            for id in [each for each in order if each in left and states.get(each) in (*ENDED, None)]:
                job = AsyncJob((await client.api.job(id)).wire, client)
                if job.ended:
                    left.remove(id)
                    yield job
            if progress is not None:
                progress.show_counts(states)
            if not left:
                return


async def _states_of(client: AsyncConnected, ids: Sequence[str]) -> Mapping[str, str]:
    """Those that can't be seen any more are missing."""
    states: dict[str, str] = {}
    for begin in range(0, len(ids), _MAX_NODES):
        data = await client.graphql(
            "query($ids: [ID!]!) { nodes(ids: $ids) { ... on Job { id state } } }",
            {"ids": list(ids[begin : begin + _MAX_NODES])},
        )
        states.update({each["id"]: each["state"] for each in data["nodes"] if each})
    return states
