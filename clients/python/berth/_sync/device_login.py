# Derived from _async/device_login.py by `npm run generate --workspace @berth/python`; change that, not this.

from __future__ import annotations

import socket
import sys
import time
from collections.abc import Mapping
from typing import Any

import httpx2

from .._sync_primitives import sleep
from .._errors import Forbidden, Refused, Unauthenticated, Unavailable

_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
_REQUEST_TIMEOUT_S = 10.0
_SLOWER_S = 5.0
_MAX_DELAY_S = 30.0
NO_ANSWER: Mapping[str, Any] = {}


def login_by_code(http: httpx2.Client, url: str) -> Mapping[str, Any]:
    """
    With a browser anywhere, which need not be on this machine (RFC 8628). Says on stderr which page to open.

    :returns: what the gateway answers: access_token, refresh_token, expires_in
    """
    form = {"client_id": "berth", "client_name": f"berth-client on {socket.gethostname()}"}
    status, codes = _post(http, f"{url}/oauth/device", form)
    if "device_code" not in codes:
        raise _refused(status, codes)
    page = codes.get("verification_uri_complete") or codes["verification_uri"]
    print(
        f"open this page in any browser, and check that it shows the same code:\n\n  {page}\n  {codes['user_code']}\n\n"
        f"The code is good for {codes['expires_in'] // 60} minutes.",
        file=sys.stderr,
        flush=True,
    )
    deadline = time.monotonic() + codes["expires_in"]
    interval = float(codes.get("interval", _SLOWER_S))
    delay = interval
    while True:
        sleep(delay)
        if time.monotonic() > deadline:
            raise Unauthenticated("nobody entered the code in time; log in again", code="UNAUTHENTICATED")
        try:
            status, answer = _post(
                http,
                f"{url}/oauth/token",
                {"grant_type": _GRANT, "device_code": codes["device_code"], "client_id": "berth"},
            )
        except Unavailable:
            status, answer = 503, NO_ANSWER
        if status >= 500:
            # not reached: as RFC 8628 section 3.5 has it, less and less often
            delay = min(_MAX_DELAY_S, delay * 2)
            continue
        if "access_token" in answer:
            return answer
        error = answer.get("error")
        if error == "access_denied":
            raise Forbidden("the login was refused", code="FORBIDDEN", status=status)
        if error == "slow_down":
            interval += _SLOWER_S
        elif error not in ("authorization_pending", "temporarily_unavailable"):
            raise _refused(status, answer)
        delay = interval


def _post(http: httpx2.Client, url: str, form: Mapping[str, str]) -> tuple[int, Mapping[str, Any]]:
    try:
        response = http.post(url, data=form, timeout=_REQUEST_TIMEOUT_S)
    except httpx2.TransportError as error:
        raise Unavailable(f"{url} does not answer: {error!r}") from error
    try:
        return response.status_code, response.json()
    except ValueError:
        return response.status_code, {}


def _refused(status: int, answer: Mapping[str, Any]) -> Refused:
    message = str(answer.get("error_description") or answer.get("error") or "this gateway has no login by code")
    return Unauthenticated(message, code="UNAUTHENTICATED", status=status)
