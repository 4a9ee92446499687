# Derived from _async/session.py by `npm run generate --workspace @berth/python`; change that, not this.

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any, cast

import httpx2

from .._config import CredentialsFile
from .._errors import Refused, Unauthenticated, Unavailable, refusal_of
from .._record import instant, instant_text
from .file_lock import FileLock

# renewed before it ends on its way
_MARGIN = timedelta(seconds=20)
_REFRESH_TIMEOUT_S = 10.0

Credentials = Mapping[str, str]


class Session:
    """The token that requests to one gateway carry."""

    def __init__(
        self, http: httpx2.Client, url: str, context: str | None, file: CredentialsFile, given: str | None
    ) -> None:
        self._http = http
        self._url = url
        self._context = context
        self._file = file
        self._given = given

    def token(self) -> str | None:
        """None where nobody has logged in."""
        if self._given is not None:
            return self._given
        stored = self._stored()
        if stored is None:
            return None
        if "apiToken" in stored:
            return stored["apiToken"]
        return stored["accessToken"] if is_fresh(stored) else self._renew(stored.get("accessToken"))

    def renewed(self, refused: str) -> str | None:
        """After an answer that the token is not good any more; None where there is no way to a new one."""
        stored = self._stored() if self._given is None else None
        return None if stored is None or "refreshToken" not in stored else self._renew(refused)

    def _stored(self) -> Credentials | None:
        found = None if self._context is None else self._file.of(self._context)
        # a token is sent to no other URL than the one that it was made for
        return found if found is not None and found["url"] == self._url else None

    def _renew(self, old: str | None) -> str | None:
        """Under the lock the file is read again: another process may have renewed meanwhile, and a refresh token is good once."""
        context = self._context
        if context is None:
            return None
        with FileLock(self._file.lock_path):
            current = self._stored()
            if current is None or "refreshToken" not in current:
                return None
            if current.get("accessToken") != old and is_fresh(current):
                return current["accessToken"]
            try:
                fresh = self._refresh(current["refreshToken"])
            except Refused as error:
                if error.status == 429:
                    raise Unavailable(error.message) from error
                kept = {
                    name: each
                    for name, each in current.items()
                    if name not in ("accessToken", "refreshToken", "expiresAt")
                }
                self._file.replace(context, kept)
                raise Unauthenticated(
                    f"the session has ended: {error.message}; log in with berth.login or `berth login --context {context}`",
                    code="UNAUTHENTICATED",
                    trace_id=error.trace_id,
                    status=error.status,
                ) from error
            changed = renewed_by(current, fresh)
            self._file.replace(context, changed)
            return changed["accessToken"]

    def _refresh(self, refresh_token: str) -> Mapping[str, Any]:
        try:
            response = self._http.post(
                f"{self._url}/api/v1/session/refresh", json={"refreshToken": refresh_token}, timeout=_REFRESH_TIMEOUT_S
            )
        except httpx2.TransportError as error:
            raise Unavailable(f"{self._url} does not answer: {error!r}") from error
        try:
            answer: Any = response.json()
        except ValueError:
            answer = {}
        if response.is_success:
            return cast("Mapping[str, Any]", answer)
        if response.status_code >= 500:
            raise Unavailable(f"{self._url} answers {response.status_code}")
        raise refusal_of(answer, response.status_code)


def is_fresh(credentials: Credentials) -> bool:
    expires = credentials.get("expiresAt")
    return (
        "accessToken" in credentials and expires is not None and instant(expires) - _MARGIN > datetime.now(timezone.utc)
    )


def renewed_by(current: Credentials, fresh: Mapping[str, Any]) -> Credentials:
    return {
        **current,
        "username": fresh["user"]["username"],
        "accessToken": fresh["accessToken"],
        "refreshToken": fresh["refreshToken"],
        "expiresAt": instant_text(datetime.now(timezone.utc) + timedelta(seconds=fresh["expiresInSeconds"])),
    }
