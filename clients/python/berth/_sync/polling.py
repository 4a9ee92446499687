# Derived from _async/polling.py by `npm run generate --workspace @berth/python`; change that, not this.

from __future__ import annotations

import time
from collections.abc import Generator, Mapping, Sequence
from typing import TYPE_CHECKING

from .._errors import Unavailable
from .._progress import Progress
from .jobs import ENDED, Job, JobActions
from .pause import LOST_S, pause

if TYPE_CHECKING:
    from .connected import Connected


_MAX_NODES = 50


def as_they_end(
    client: Connected, jobs: Sequence[JobActions], deadline: float | None, progress: Progress | None
) -> Generator[Job, None]:
    """Each of them as soon as it has ended. A look costs one request for each fifty."""
    left = list(dict.fromkeys(each.wire["id"] for each in jobs))
    began = time.monotonic()
    answered = began
    while left:
        try:
            states = _states_of(client, left)
        except Unavailable:
            if time.monotonic() - answered > LOST_S:
                raise
            pause(began, deadline, f"{len(left)} of {len(jobs)} jobs have not ended")
            continue
        answered = time.monotonic()
        for id in [each for each in left if states.get(each) in (*ENDED, None)]:
            job = Job((client.api.job(id)).wire, client)
            if job.ended:
                left.remove(id)
                yield job
        if progress is not None:
            progress.show_counts(states)
        if left:
            pause(began, deadline, f"{len(left)} of {len(jobs)} jobs have not ended")


def _states_of(client: Connected, ids: Sequence[str]) -> Mapping[str, str]:
    """Those that can't be seen any more are missing."""
    states: dict[str, str] = {}
    for begin in range(0, len(ids), _MAX_NODES):
        data = client.graphql(
            "query($ids: [ID!]!) { nodes(ids: $ids) { ... on Job { id state } } }",
            {"ids": list(ids[begin : begin + _MAX_NODES])},
        )
        states.update({each["id"]: each["state"] for each in data["nodes"] if each})
    return states
