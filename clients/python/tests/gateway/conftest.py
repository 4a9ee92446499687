"""What `npm test` starts: a platform, with ada logged in by the command line."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

import berth


@pytest.fixture(scope="session", autouse=True)
def platform() -> str:
    url = os.environ.get("BERTH_TEST_URL")
    if url is None:
        pytest.exit("these tests need a platform: npm test -- tests/src/python.test.ts", returncode=3)
    return url


@pytest.fixture
def client() -> Iterator[berth.Client]:
    with berth.Client() as found:
        yield found


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def async_client() -> AsyncIterator[berth.AsyncClient]:
    async with berth.AsyncClient() as found:
        yield found


@pytest.fixture
def gate(tmp_path: Path) -> Path:
    """A file that a job waits for, in the folder that jobs may read."""
    return Path(os.environ["BERTH_TEST_JOB_FOLDER"]) / f"gate-{tmp_path.name}-{os.getpid()}"


T = TypeVar("T")


def eventually(look: Callable[[], T | None], timeout: float = 60) -> T:
    """What a look gives as soon as it gives something."""
    deadline = time.monotonic() + timeout
    while not (found := look()):
        assert time.monotonic() < deadline, f"nothing came within {timeout} s"
        time.sleep(0.05)
    return found


def gated(gate: Path, then: str = "true") -> str:
    """A command that says something, waits for a file, and goes on."""
    return f"echo first; while [ ! -e {gate} ]; do sleep 0.05; done; {then}"


def python(code: str) -> list[str]:
    """A command that runs Python with this client."""
    path = os.pathsep.join(each for each in sys.path if each)
    return ["env", f"PYTHONPATH={path}", sys.executable, "-c", code]


def command_line(*args: str, input: str | None = None, config: str | None = None) -> subprocess.CompletedProcess[str]:
    """Runs `berth`."""
    env = {**os.environ, "NO_COLOR": "1", **({} if config is None else {"BERTH_CONFIG": config})}
    program = os.environ["BERTH_TEST_CLI"].split("\n")
    return subprocess.run([*program, *args], env=env, input=input, capture_output=True, text=True, timeout=120)
