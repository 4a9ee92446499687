from __future__ import annotations

from types import TracebackType

from .grouping import AsyncGrouping
from .listing import AsyncListing
from .reserving import AsyncReserving
from .submitting import AsyncSubmitting
from .waiting import AsyncWaiting


class AsyncClient(AsyncSubmitting, AsyncWaiting, AsyncGrouping, AsyncReserving, AsyncListing):
    """
    One installation, as one person. Without arguments it is what `berth` uses: `BERTH_URL` and `BERTH_TOKEN`, or the
    current context and its log-in.

    :param context: which one of `berth context list`
    :param token: an API token
    :param project: what work is charged to where nothing else is said
    :param pool: where work goes where nothing else is said
    :param timeout: in seconds, for each request with its repetitions
    """

    async def __aenter__(self) -> AsyncClient:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()
