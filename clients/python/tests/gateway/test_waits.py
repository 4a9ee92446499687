"""Waits hear of an end by events, and look by themselves where they can't."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from conftest import gated

import berth

# looking in growing steps takes some 35 requests in this time
WAITED_S = 4.0
FEW = 15


@contextmanager
def opened_later(gate: Path) -> Iterator[None]:
    timer = threading.Timer(WAITED_S, gate.touch)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        gate.touch()


def requests_in(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == "berth"]


def test_a_wait_costs_few_requests(client: berth.Client, gate: Path, caplog: pytest.LogCaptureFixture) -> None:
    job = client.submit(gated(gate))
    caplog.set_level(logging.DEBUG, "berth")
    with opened_later(gate):
        assert job.wait(check=True).succeeded
    assert len(requests_in(caplog)) <= FEW, requests_in(caplog)


def test_many_are_waited_for_on_one_connection(
    client: berth.Client, gate: Path, caplog: pytest.LogCaptureFixture
) -> None:
    specs: list[berth.JobSpec] = [{"command": gated(gate, f"exit {code}")} for code in (0, 0, 3)]
    jobs = client.submit_many(specs)
    caplog.set_level(logging.DEBUG, "berth")
    with opened_later(gate):
        ended = client.wait_all(jobs)
    assert [job.exit_code for job in ended] == [0, 0, 3]
    assert len(requests_in(caplog)) <= 3 * FEW, requests_in(caplog)


def test_a_wait_that_is_over_says_so_in_time(client: berth.Client, gate: Path) -> None:
    job = client.submit(gated(gate))
    try:
        for seconds in (0.5, 16):
            began = time.monotonic()
            with pytest.raises(berth.WaitTimeout, match="it goes on"):
                job.wait(timeout=f"{seconds}s")
            # the gateway says something every 12 s: who waited for that would be late by as much
            assert seconds <= time.monotonic() - began < seconds + 8
    finally:
        job.cancel()


class WithoutStreams(BaseHTTPRequestHandler):
    """Hands requests on to the gateway, but refuses streams, as a proxy may that knows none."""

    protocol_version = "HTTP/1.1"
    gateway = ""
    refused = 0

    def _hand_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        if "/events" in self.path:
            type(self).refused += 1
            self.send_error(502)
            return
        connection = HTTPConnection(self.gateway)
        connection.request(self.command, self.path, body, dict(self.headers))
        answer = connection.getresponse()
        content = answer.read()
        self.send_response(answer.status)
        for name in ("content-type", "berth-after"):
            if answer.headers[name] is not None:
                self.send_header(name, answer.headers[name])
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        connection.close()

    do_GET = do_POST = do_DELETE = _hand_on

    def log_message(self, format: str, *args: object) -> None:
        pass


def test_without_a_stream_it_looks_by_itself(client: berth.Client, platform: str, gate: Path) -> None:
    WithoutStreams.gateway = urlsplit(platform).netloc
    proxy = ThreadingHTTPServer(("127.0.0.1", 0), WithoutStreams)
    threading.Thread(target=proxy.serve_forever, daemon=True).start()
    token = client.api.create_api_token({"name": "without-streams", "scopes": ["READ", "JOBS"]}).token
    try:
        with berth.Client(f"http://127.0.0.1:{proxy.server_port}", token=token) as other, opened_later(gate):
            jobs = other.submit_many([{"command": gated(gate)}, {"command": "exit 4"}])
            assert [job.exit_code for job in other.wait_all(jobs)] == [0, 4]
            assert jobs[0].refresh().wait().state == "SUCCEEDED"
        assert WithoutStreams.refused > 0
    finally:
        proxy.shutdown()
        proxy.server_close()


@pytest.mark.anyio
async def test_more_waits_than_streams_end_all(async_client: berth.AsyncClient, gate: Path) -> None:
    jobs = await async_client.submit_many([{"command": gated(gate)} for _ in range(12)])
    with opened_later(gate):
        ended = await asyncio.gather(*(job.wait() for job in jobs))
    assert {job.state for job in ended} == {"SUCCEEDED"}
