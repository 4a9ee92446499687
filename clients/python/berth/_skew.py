"""Whether client and gateway are of one time."""

from __future__ import annotations

import warnings

from ._version import VERSION

# one warning for each gateway and process
_asked: set[str] = set()


class VersionWarning(UserWarning):
    """The client is more than one minor version from the gateway: one may use words that the other one does not know."""


def is_first(url: str) -> bool:
    """Whether the version of this gateway has not been asked for by this process."""
    if url in _asked:
        return False
    _asked.add(url)
    return True


def warn_of_skew(url: str, theirs: object) -> None:
    mine, other = _numbers(VERSION), _numbers(str(theirs))
    if mine is None or other is None:
        return
    if mine[0] != other[0] or abs(mine[1] - other[1]) > 1:
        warnings.warn(
            f"berth-client {VERSION} and the gateway {theirs} are far apart; {url}/python/ has the client that fits",
            VersionWarning,
            stacklevel=2,
        )


def _numbers(version: str) -> tuple[int, int] | None:
    parts = version.split(".")
    try:
        return int(parts[0]), int(parts[1])
    except (IndexError, ValueError):
        return None
