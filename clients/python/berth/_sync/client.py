# Derived from _async/client.py by `npm run generate --workspace @berth/python`; change that, not this.

from __future__ import annotations

from types import TracebackType

from .grouping import Grouping
from .listing import Listing
from .reserving import Reserving
from .submitting import Submitting
from .waiting import Waiting


class Client(Submitting, Waiting, Grouping, Reserving, Listing):
    """
    One installation, as one person. Without arguments it is what `berth` uses: `BERTH_URL` and `BERTH_TOKEN`, or the
    current context and its log-in.

    :param context: which one of `berth context list`
    :param token: an API token
    :param project: what work is charged to where nothing else is said
    :param pool: where work goes where nothing else is said
    :param timeout: in seconds, for each request with its repetitions
    """

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
