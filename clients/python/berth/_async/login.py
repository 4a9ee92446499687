from __future__ import annotations

from collections.abc import Mapping
from getpass import getpass
from typing import Any

import httpx2

from .._config import DEFAULT_CONTEXT, ConfigFile, CredentialsFile, checked_url, config_folder
from .._errors import wrong_argument
from .device_login import async_login_by_code
from .file_lock import AsyncFileLock
from .operations import AsyncOperations
from .session import AsyncSession, renewed_by
from .transport import AsyncTransport


async def async_login(
    url: str,
    username: str | None = None,
    password: str | None = None,
    *,
    token: str | None = None,
    device: bool = False,
    context: str | None = None,
) -> str:
    """
    Logs in, and keeps it for this client and for `berth`. Returns the name of who is logged in.

    :param password: asked for at the terminal where it is not given
    :param token: an API token in place of a user and a password
    :param device: by a code that is entered in any browser, also on another machine
    :param context: under which name; default: that of this URL, or `default`
    """
    if token is not None and (username is not None or password is not None):
        raise wrong_argument("token", "give token, or username and password, not both")
    if device and (token is not None or username is not None or password is not None):
        raise wrong_argument("device", "stands alone: who logs in is whoever enters the code")
    if token is None and not username and not device:
        raise wrong_argument("username", "is missing: give username, token, or device=True")
    folder = config_folder()
    config, file = ConfigFile(folder), CredentialsFile(folder)
    target = checked_url(url, "url")
    current, contexts = config.contexts()
    of_url = [name for name, each in contexts.items() if each["url"] == target]
    name = context or (current if current in of_url else next(iter(of_url), DEFAULT_CONTEXT))
    known = file.of(name)
    http = httpx2.AsyncClient()
    async with http:
        api = AsyncOperations(AsyncTransport(http, target, AsyncSession(http, target, None, file, token), 30.0))
        credentials: Mapping[str, str]
        device_token = known.get("deviceToken") if known is not None and known["url"] == target else None
        kept: Mapping[str, str] = {"url": target, **({"deviceToken": device_token} if device_token else {})}
        if token is not None:
            credentials = {"url": target, "username": (await api.viewer()).username, "apiToken": token}
        elif device:
            tokens = await async_login_by_code(http, target)
            session = AsyncSession(http, target, None, file, tokens["access_token"])
            me = await AsyncOperations(AsyncTransport(http, target, session, 30.0)).viewer()
            fresh = {
                "accessToken": tokens["access_token"],
                "refreshToken": tokens["refresh_token"],
                "expiresInSeconds": tokens["expires_in"],
                "user": me.wire,
            }
            credentials = renewed_by(kept, fresh)
        else:
            secret = password if password is not None else getpass(f"Password of {username}: ")
            body: Any = {"login": username, "password": secret}
            if device_token is not None:
                body["deviceToken"] = device_token
            entered = (await api.login(body)).wire
            known_as = entered.get("deviceToken") or device_token
            credentials = renewed_by({"url": target, **({"deviceToken": known_as} if known_as else {})}, entered)
    async with AsyncFileLock(file.lock_path):
        file.replace(name, credentials)
    config.use(name, target)
    return credentials["username"]
