from __future__ import annotations

import os
import time
from pathlib import Path
from types import TracebackType

from .._async_primitives import sleep
from .._errors import Unavailable

_RETRY_S = 0.025
_TIMEOUT_S = 20.0
# a refresh takes far less; who holds it longer has died, or is on another machine that has
_STALE_S = 15.0


class AsyncFileLock:
    """Held by no other process of this user, of this machine or of one that shares the folder. `berth` takes the same."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def __aenter__(self) -> None:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        deadline = time.monotonic() + _TIMEOUT_S
        while not self._take():
            if time.monotonic() > deadline:
                raise Unavailable(f"{self._path} is held by another process for more than {_TIMEOUT_S:g} s")
            await sleep(_RETRY_S)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            # not one that another process has taken over, because this one took too long
            if self._path.read_text("utf-8") == f"{os.getpid()}\n":
                self._path.unlink()
        except FileNotFoundError:
            pass

    def _take(self) -> bool:
        try:
            file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            self._remove_stale()
            return False
        os.write(file, f"{os.getpid()}\n".encode())
        os.close(file)
        return True

    def _remove_stale(self) -> None:
        """By renaming first: of several that find it stale one removes it, and no fresh one."""
        aside = self._path.with_name(f"{self._path.name}.stale.{os.getpid()}")
        try:
            if time.time() - self._path.stat().st_mtime < _STALE_S:
                return
            holder = self._path.read_text("utf-8")
            os.rename(self._path, aside)
            # taken anew between the look and the rename: it goes back
            if aside.read_text("utf-8") != holder:
                os.rename(aside, self._path)
            else:
                aside.unlink()
        except FileNotFoundError:
            pass
