"""The files that `berth` and this client share: which installations there are, and what each is logged in with."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple, cast
from urllib.parse import urlsplit

from ._errors import ConfigError

DEFAULT_CONTEXT = "default"
_SETTINGS = ("url", "project", "pool", "output")
_CREDENTIALS = ("url", "username", "accessToken", "expiresAt", "refreshToken", "deviceToken", "apiToken")

Json = Mapping[str, Any]


def config_folder() -> Path:
    """`BERTH_CONFIG`, or `berth` where configuration is kept."""
    own = os.environ.get("BERTH_CONFIG")
    if own:
        return Path(own)
    base = os.environ.get("XDG_CONFIG_HOME")
    return (Path(base) if base else Path.home() / ".config") / "berth"


def read_object(path: Path) -> Json | None:
    """A JSON object of a file; None where there is no such file."""
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ConfigError(f"{path} can't be read: {error}") from error
    try:
        value = json.loads(text)
    except ValueError as error:
        raise ConfigError(f"{path} is not JSON: {error}; correct it, or remove it") from error
    if not isinstance(value, dict):
        raise ConfigError(f'{path} must hold an object, such as {{"contexts": {{}}}}')
    return cast("Json", value)


def write_object(path: Path, value: Json) -> None:
    """Whole or not at all: readers see the old file or the new one."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(json.dumps(value, indent=2) + "\n")
        os.replace(temporary, path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise ConfigError(f"{path} can't be written: {error}") from error


def checked_url(text: object, where: str) -> str:
    """The origin that everything is asked of."""
    example = "such as https://berth.example.org"
    if not isinstance(text, str):
        raise ConfigError(f"{where} must be the URL of a gateway, {example}, not {type(text).__name__}")
    try:
        parts = urlsplit(text)
        host, _port = parts.hostname, parts.port
    except ValueError as error:
        raise ConfigError(f'{where}: "{text}" is not a URL: {error}') from error
    if parts.scheme not in ("http", "https") or not host:
        raise ConfigError(f'{where}: "{text}" is not the URL of a gateway, {example}')
    if parts.username is not None or parts.password is not None:
        raise ConfigError(f"{where}: a URL holds no password; berth.login keeps it apart")
    if parts.query or parts.fragment:
        raise ConfigError(f'{where}: "{text}" must end before ? and #, {example}')
    return f"{parts.scheme}://{parts.netloc.lower()}{parts.path.rstrip('/')}"


class Place(NamedTuple):
    """Which gateway is talked to, as whom, and what counts where nothing else is said."""

    url: str
    context: str | None
    token: str | None
    project: str | None
    pool: str | None


class ConfigFile:
    """`config.json`. It holds no secret."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "config.json"

    def contexts(self) -> tuple[str | None, Mapping[str, Mapping[str, str]]]:
        """The name of the current context, and all of them."""
        found = read_object(self.path) or {}
        for name in found:
            if name not in ("current", "contexts"):
                raise ConfigError(f"{self.path}: {name} is not known; there are current and contexts")
        contexts = found.get("contexts", {})
        if not isinstance(contexts, dict):
            raise ConfigError(
                f'{self.path}: contexts must be an object, such as {{"lab": {{"url": "https://berth.example.org"}}}}'
            )
        members = cast("dict[str, Mapping[str, str]]", contexts)
        for name, settings in members.items():
            self._check(settings, f"{self.path}: contexts.{name}")
        current = found.get("current")
        if current is not None and current not in members:
            raise ConfigError(f"{self.path}: current is {current}, which is no context; {names_of(members)}")
        return current, members

    def _check(self, settings: object, where: str) -> None:
        if not isinstance(settings, dict):
            raise ConfigError(f"{where} must be an object with a url")
        members = cast("dict[str, object]", settings)
        for name, value in members.items():
            if name not in _SETTINGS:
                raise ConfigError(f"{where}.{name} is not known; there are {', '.join(_SETTINGS)}")
            if not isinstance(value, str) or value == "":
                raise ConfigError(f"{where}.{name} must be a text that is not empty")
        if "url" not in members:
            raise ConfigError(f"{where}.url is missing, such as https://berth.example.org")
        checked_url(members["url"], f"{where}.url")

    def use(self, name: str, url: str) -> None:
        """Makes a context the current one."""
        _current, contexts = self.contexts()
        write_object(
            self.path, {"current": name, "contexts": {**contexts, name: {**contexts.get(name, {}), "url": url}}}
        )


def names_of(contexts: Mapping[str, object]) -> str:
    return f"there are {', '.join(contexts)}" if contexts else "there is none"


class CredentialsFile:
    """
    `credentials.json`, 0600: by context. All programs of this user share it, and change it under `credentials.lock`
    only, because a refresh token is good once, and its second use ends the session.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / "credentials.json"
        self.lock_path = folder / "credentials.lock"

    def of(self, context: str) -> Mapping[str, str] | None:
        return self._all().get(context)

    def replace(self, context: str, credentials: Mapping[str, str] | None) -> None:
        """Under the lock. None removes them."""
        others = {name: each for name, each in self._all().items() if name != context}
        write_object(self.path, others if credentials is None else {**others, context: credentials})

    def _all(self) -> Mapping[str, Mapping[str, str]]:
        found = read_object(self.path) or {}
        for context, value in found.items():
            where = f"{self.path}: {context}"
            if not isinstance(value, dict):
                raise ConfigError(f"{where} must be an object with a url; log in again")
            members = cast("dict[str, object]", value)
            for name, member in members.items():
                if name not in _CREDENTIALS:
                    raise ConfigError(f"{where}.{name} is not known; there are {', '.join(_CREDENTIALS)}")
                if not isinstance(member, str):
                    raise ConfigError(f"{where}.{name} must be a text; log in again")
            if "url" not in members:
                raise ConfigError(f"{where}.url is missing; log in again")
        return found


def place_of(
    url: str | None,
    context: str | None,
    token: str | None,
    project: str | None,
    pool: str | None,
    config: ConfigFile,
) -> Place:
    """Arguments go before the environment, and that before the files."""
    env = os.environ
    current, contexts = config.contexts()
    named = context if context is not None else (env.get("BERTH_CONTEXT") or None)
    wanted = url if url is not None else ((env.get("BERTH_URL") or None) if context is None else None)
    checked = None if wanted is None else checked_url(wanted, "url" if url is not None else "BERTH_URL")
    chosen: str | None
    if named is not None:
        if named not in contexts:
            raise ConfigError(f"context: there is no context {named}; {names_of(contexts)}; berth.login makes one")
        chosen = named
    elif checked is None:
        chosen = current
    else:
        of_url = [name for name, each in contexts.items() if each["url"] == checked]
        chosen = current if current in of_url else next(iter(of_url), None)
    settings: Mapping[str, str] = contexts.get(chosen, {}) if chosen is not None else {}
    target = checked or settings.get("url")
    if target is None:
        raise ConfigError(
            "there is no gateway to talk to: neither url, BERTH_URL nor a context; berth.login(url) makes one"
        )
    return Place(
        checked_url(target, "url"),
        chosen,
        token if token is not None else (env.get("BERTH_TOKEN") or None),
        project or env.get("BERTH_PROJECT") or settings.get("project"),
        pool or env.get("BERTH_POOL") or settings.get("pool"),
    )
