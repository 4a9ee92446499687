from __future__ import annotations

import json
import logging
import platform
import secrets
import time
import uuid
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from typing import Any, cast
from urllib.parse import quote

import httpx2

from .._async_primitives import sleep
from .._errors import Refused, Unauthenticated, Unavailable, refusal_of
from .._skew import is_first, warn_of_skew
from .._sse import EventReader, ServerSentEvent
from .._version import VERSION
from .session import AsyncSession

REST = "/api/v1"
_LOG = logging.getLogger("berth")
_AGENT = f"berth-client/{VERSION} python/{platform.python_version()}"

_FIRST_DELAY_S = 0.1
_MAX_DELAY_S = 2.0
# the gateway restarts, or is reached by a proxy whose gateway does
_LATER = (429, 502, 503, 504)

_CONNECT_TIMEOUT_S = 15.0
_INFO_TIMEOUT_S = 2.0
# the gateway says something every 12 s
_SILENCE_S = 40.0
_MAX_STREAM_DELAY_S = 3.0
# a stream that has no connection for so long ends
_LOST_S = 600.0


class AsyncTransport:
    """Requests to one gateway, as one person: renewed tokens, repeated requests, traces, read-your-writes."""

    def __init__(self, http: httpx2.AsyncClient, url: str, session: AsyncSession, timeout: float) -> None:
        self._http = http
        self.url = url
        self._session = session
        self._timeout = timeout
        # the position that the next answer must not be older than
        self._after: str | None = None

    async def json(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: object = None,
        key: str | None = None,
        anonymous: bool = False,
        root: str = REST,
    ) -> Any:
        """The answer; None where it is empty. What changes something is sent again with the same key."""
        if method != "GET":
            key = key or str(uuid.uuid4())
        token = None if anonymous else await self._token(None)
        response = await self._attempts(method, f"{root}{path}", query, body, key, token)
        if response.status_code == 401 and token is not None:
            renewed = await self._token(token)
            if renewed is not None:
                response = await self._attempts(method, f"{root}{path}", query, body, key, renewed)
        if is_first(self.url):
            await self._look_at_version()
        if not response.is_success:
            raise self._refusal(response)
        if response.content == b"":
            return None
        try:
            return response.json()
        except ValueError as error:
            raise Unavailable(f"{self.url}{path} does not answer JSON; is this the URL of a gateway?") from error

    async def _look_at_version(self) -> None:
        """Of the gateway, once it has answered. Whatever goes wrong, it is not said."""
        try:
            response = await self._http.get(f"{self.url}/info", headers=headers_of(None), timeout=_INFO_TIMEOUT_S)
            info: Any = response.json()
            warn_of_skew(self.url, info["version"])
        except (httpx2.HTTPError, ValueError, KeyError, TypeError) as error:
            _LOG.debug("/info: %r", error)

    async def _token(self, refused: str | None) -> str | None:
        """Renewed where it has ended, or was refused; that is tried again too."""
        deadline = time.monotonic() + self._timeout
        delay = _FIRST_DELAY_S
        while True:
            try:
                return await (self._session.token() if refused is None else self._session.renewed(refused))
            except Unavailable as error:
                if time.monotonic() + delay > deadline:
                    raise
                _LOG.debug("renewing the session: %s, again in %g s", error, delay)
            await sleep(delay)
            delay = min(_MAX_DELAY_S, delay * 2)

    async def _attempts(
        self, method: str, path: str, query: Mapping[str, Any] | None, body: object, key: str | None, token: str | None
    ) -> httpx2.Response:
        deadline = time.monotonic() + self._timeout
        delay = _FIRST_DELAY_S
        while True:
            left = max(0.001, deadline - time.monotonic())
            try:
                response = await self._attempt(method, path, query, body, key, token, left)
            except httpx2.TransportError as error:
                wait = delay
                if time.monotonic() + wait > deadline:
                    raise Unavailable(
                        f"{self.url} does not answer: {reason_of(error)} (timeout {self._timeout:g} s)"
                    ) from error
                _LOG.debug("%s %s %s, again in %g s", method, path, reason_of(error), wait)
            else:
                if response.status_code not in _LATER:
                    return response
                wait = max(delay, seconds_of(response.headers.get("retry-after")))
                if time.monotonic() + wait > deadline:
                    return response
                _LOG.debug("%s %s %d, again in %g s", method, path, response.status_code, wait)
            await sleep(wait)
            delay = min(_MAX_DELAY_S, delay * 2)

    async def _attempt(
        self,
        method: str,
        path: str,
        query: Mapping[str, Any] | None,
        body: object,
        key: str | None,
        token: str | None,
        timeout: float,
    ) -> httpx2.Response:
        headers = headers_of(token)
        headers["accept"] = "application/json"
        if key is not None:
            headers["idempotency-key"] = key
        if self._after is not None:
            headers["berth-after"] = self._after
        content = None if body is None else json.dumps(body, allow_nan=False)
        if content is not None:
            headers["content-type"] = "application/json"
        began = time.monotonic()
        response = await self._http.request(
            method, f"{self.url}{path}{query_text(query)}", content=content, headers=headers, timeout=timeout
        )
        _LOG.debug("%s %s %d %.0f ms", method, path, response.status_code, (time.monotonic() - began) * 1000)
        self._after = response.headers.get("berth-after", self._after)
        return response

    async def graphql(self, document: str, variables: Mapping[str, Any]) -> Any:
        """The data of a GraphQL query; its first error is raised."""
        answer = await self.json("POST", "/graphql", body={"query": document, "variables": variables}, root="")
        for error in answer.get("errors", []):
            extensions = error.get("extensions", {})
            raise refusal_of({**extensions, "detail": error["message"]}, 400)
        return answer["data"]

    def _refusal(self, response: httpx2.Response) -> Refused:
        problem = problem_of(response.headers.get("content-type", ""), response.content)
        if problem is None:
            return Refused(
                f"{self.url} answers {response.status_code}; is this the URL of a gateway?",
                code=f"HTTP_{response.status_code}",
                status=response.status_code,
            )
        return refusal_of(problem, response.status_code)

    async def follow(
        self, path: str, query: Mapping[str, Any] | None = None, *, after: str | None = None
    ) -> AsyncGenerator[Mapping[str, Any], None]:
        """
        The messages of a stream until it is complete. A connection that is lost, a token that ends or a gateway that
        restarts is gone round: it goes on after the last message that came.
        """
        last = after
        lost_since: float | None = None
        delay = _FIRST_DELAY_S
        while True:
            try:
                async with aclosing(self.received(path, query, last)) as events:
                    async for each in events:
                        if each is None:
                            continue
                        event, data, id = each
                        if event == "complete":
                            return
                        if event == "problem":
                            raise self._ended_by(json.loads(data))
                        lost_since = None
                        delay = _FIRST_DELAY_S
                        yield json.loads(data)
                        # what was handed on counts, so that nothing comes twice or is left out
                        last = id if id is not None else last
                reason = "the stream ended early"
            except (httpx2.TransportError, httpx2.StreamError, Unavailable) as error:
                reason = reason_of(error)
            except Refused as error:
                if not is_passing(error):
                    raise
                reason = error.message
            now = time.monotonic()
            lost_since = now if lost_since is None else lost_since
            if now - lost_since > _LOST_S:
                raise Unavailable(f"{self.url} is lost: {reason}; follow it again later")
            _LOG.debug("%s: %s, again in %g s", path, reason, delay)
            await sleep(delay)
            delay = min(_MAX_STREAM_DELAY_S, delay * 2)

    def _ended_by(self, problem: Mapping[str, Any]) -> Refused | Unavailable:
        refusal = refusal_of(problem, int(problem.get("status", 400)))
        # a token that ends during the stream: whether there is a new one is seen at the next connection
        return Unavailable(refusal.message) if isinstance(refusal, Unauthenticated) else refusal

    async def received(
        self, path: str, query: Mapping[str, Any] | None, last: str | None = None, *, silence: float = _SILENCE_S
    ) -> AsyncGenerator[ServerSentEvent | None, None]:
        """Messages of one connection. None: it stands, or something came that keeps it."""
        token = await self._session.token()
        for attempt in (1, 2):
            headers = headers_of(token)
            headers["accept"] = "text/event-stream"
            if last is not None:
                headers["last-event-id"] = last
            timeout = httpx2.Timeout(silence, connect=_CONNECT_TIMEOUT_S)
            url = f"{self.url}{REST}{path}{query_text(query)}"
            async with self._http.stream("GET", url, headers=headers, timeout=timeout) as response:
                if response.status_code == 401 and token is not None and attempt == 1:
                    await response.aread()
                    token = await self._session.renewed(token)
                    if token is not None:
                        continue
                if not response.is_success:
                    await response.aread()
                    raise self._refusal(response)
                yield None
                reader = EventReader()
                async for received in response.aiter_bytes():
                    for each in reader.feed(received):
                        yield each
                    yield None
                return


def headers_of(token: str | None) -> dict[str, str]:
    headers = {"user-agent": _AGENT, "traceparent": f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"}
    if token is not None:
        headers["authorization"] = f"Bearer {token}"
    return headers


def query_text(query: Mapping[str, Any] | None) -> str:
    parts = [
        f"{quote(name, safe='')}={quote(value_text(value), safe='')}"
        for name, value in (query or {}).items()
        if value is not None
    ]
    return f"?{'&'.join(parts)}" if parts else ""


def value_text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return ",".join(str(each) for each in cast("Sequence[object]", value))
    return str(value)


def problem_of(content_type: str, content: bytes) -> Mapping[str, Any] | None:
    if "json" not in content_type:
        return None
    try:
        found: object = json.loads(content)
    except ValueError:
        return None
    return cast("Mapping[str, Any]", found) if isinstance(found, dict) else None


def seconds_of(text: str | None) -> float:
    try:
        return max(0.0, float(text or 0))
    except ValueError:
        return 0.0


def reason_of(error: Exception) -> str:
    if isinstance(error, httpx2.TimeoutException):
        return "timed out"
    return str(error) or type(error).__name__


def is_passing(error: Refused) -> bool:
    """What ends by itself, as a gateway that restarts."""
    return error.status in _LATER
