"""One log-in for `berth` and for this client, by the same files and the same lock."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import command_line, eventually

import berth

PASSWORD = os.environ["BERTH_TEST_PASSWORD"]
URL = os.environ["BERTH_TEST_URL"]


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder where nobody is logged in."""
    folder = tmp_path / "berth"
    monkeypatch.setenv("BERTH_CONFIG", str(folder))
    return folder


def stored(config: Path, context: str = "default") -> dict[str, str]:
    return json.loads((config / "credentials.json").read_text())[context]


def expire(config: Path) -> None:
    """As after five minutes."""
    path = config / "credentials.json"
    everything = json.loads(path.read_text())
    everything["default"]["expiresAt"] = "1970-01-01T00:00:00.000Z"
    path.write_text(json.dumps(everything))


def test_a_log_in_here_is_one_of_the_command_line(config: Path) -> None:
    assert berth.login(URL, "ada", PASSWORD) == "ada"
    assert (config / "credentials.json").stat().st_mode & 0o777 == 0o600
    assert "oken" not in (config / "config.json").read_text()
    assert command_line("whoami", "-o", "name").stdout == "ada\n"
    with berth.Client() as client:
        assert client.me().username == "ada"
    assert json.loads(command_line("context", "list", "-o", "json").stdout)


def test_a_log_in_there_is_one_of_this_client(config: Path) -> None:
    done = command_line("login", URL, "--user", "ada", "--password-stdin", input=f"{PASSWORD}\n")
    assert done.returncode == 0, done.stderr
    with berth.Client() as client:
        assert client.me().username == "ada"
    assert asyncio.run(asynchronous_me()) == "ada"


async def asynchronous_me() -> str:
    async with berth.AsyncClient() as client:
        return (await client.me()).username


def test_a_code_is_entered_in_a_browser_elsewhere(config: Path, capfd: pytest.CaptureFixture[str]) -> None:
    berth.login(URL, "ada", PASSWORD, context="browser")
    with berth.Client(context="browser") as browser, ThreadPoolExecutor(1) as thread:
        logged_in = thread.submit(lambda: berth.login(URL, device=True, context="ssh"))
        said = ""

        def code() -> str | None:
            nonlocal said
            said += capfd.readouterr().err
            found = re.search(r"^ {2}([A-Z0-9]{4}-[A-Z0-9]{4})$", said, re.MULTILINE)
            return found[1] if found else None

        browser.api.approve_device_login(eventually(code))
        assert logged_in.result(timeout=60) == "ada"
    assert f"{URL}/device" in said
    with berth.Client(context="ssh") as client:
        assert client.me().username == "ada"
    assert command_line("whoami", "--context", "ssh", "-o", "name").stdout == "ada\n"
    with pytest.raises(berth.ValidationFailed, match=r"device: stands alone"):
        berth.login(URL, "ada", device=True)


def test_contexts_are_chosen_as_there(config: Path) -> None:
    berth.login(URL, "ada", PASSWORD, context="lab")
    assert stored(config, "lab")["username"] == "ada"
    command_line("context", "add", "other", "http://127.0.0.1:9")
    command_line("config", "set", "project", "digits")
    with berth.Client(context="lab") as client:
        assert client.me().username == "ada"
    with pytest.raises(berth.ConfigError, match=r"there is no context labs; there are lab, other"):
        berth.Client(context="labs")
    with pytest.raises(berth.Unavailable, match=r"127\.0\.0\.1:9 does not answer"):
        berth.Client(context="other", timeout=0.3).me()


def test_an_expired_session_is_renewed_once_however_many_need_it(config: Path) -> None:
    berth.login(URL, "ada", PASSWORD)
    before = stored(config)["refreshToken"]
    expire(config)
    with berth.Client() as client, ThreadPoolExecutor(4) as threads:
        assert {each.username for each in threads.map(lambda _: client.me(), range(4))} == {"ada"}
    assert stored(config)["refreshToken"] != before
    expire(config)
    assert asyncio.run(several_at_once()) == {"ada"}
    assert not (config / "credentials.lock").exists()


async def several_at_once() -> set[str]:
    async with berth.AsyncClient() as client:
        return {each.username for each in await asyncio.gather(*(client.me() for _ in range(4)))}


def test_processes_of_both_kinds_renew_at_the_same_time(config: Path) -> None:
    berth.login(URL, "ada", PASSWORD)
    code = "import berth; print(berth.Client().me().username)"

    def by_python(_: int) -> str:
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
        return done.stdout + done.stderr

    def by_command_line(_: int) -> str:
        done = command_line("whoami", "-o", "name")
        return done.stdout + done.stderr

    for _ in range(3):
        before = stored(config)["refreshToken"]
        expire(config)
        with ThreadPoolExecutor(4) as threads:
            said = [*threads.map(by_python, range(2)), *threads.map(by_command_line, range(2))]
            assert said == ["ada\n"] * 4
        assert stored(config)["refreshToken"] != before
    # the session has not been ended by a second use of a refresh token
    expire(config)
    assert by_command_line(0) == "ada\n"


def test_a_lock_that_is_held_is_waited_for_and_a_stale_one_is_removed(config: Path) -> None:
    berth.login(URL, "ada", PASSWORD)
    lock = config / "credentials.lock"
    expire(config)
    lock.write_text("1\n")
    threading.Timer(0.5, lock.unlink).start()
    began = time.monotonic()
    with berth.Client() as client:
        assert client.me().username == "ada"
        assert time.monotonic() - began >= 0.4
        expire(config)
        lock.write_text("1\n")
        os.utime(lock, (0, 0))
        assert client.me().username == "ada"
    assert not lock.exists()


def test_a_session_that_has_ended_says_how_to_log_in(config: Path) -> None:
    berth.login(URL, "ada", PASSWORD)
    kept = config.parent / "kept"
    shutil.copytree(config, kept)
    with berth.Client() as client:
        expire(config)
        client.me()
        expire(config)
        client.me()
        # the first refresh token, used a second time
        shutil.copy(kept / "credentials.json", config / "credentials.json")
        expire(config)
        with pytest.raises(berth.Unauthenticated, match=r"the session has ended.*log in with berth\.login"):
            client.me()
    assert "refreshToken" not in stored(config)


def test_a_token_is_used_where_it_is_given_and_sent_to_no_other_url(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    berth.login(URL, "ada", PASSWORD)
    with berth.Client() as client:
        token = client.api.create_api_token({"name": "python", "scopes": ["READ"]}).token
    elsewhere = URL.replace("127.0.0.1", "localhost")
    with pytest.raises(berth.Unauthenticated):
        berth.Client(elsewhere).me()
    with berth.Client(elsewhere, token=token) as client:
        assert client.me().username == "ada"
        with pytest.raises(berth.Forbidden):
            client.submit("true", project="digits")
    monkeypatch.setenv("BERTH_TOKEN", token)
    monkeypatch.setenv("BERTH_URL", elsewhere)
    with berth.Client() as client:
        assert (client.url, client.me().username) == (elsewhere, "ada")
    monkeypatch.delenv("BERTH_TOKEN")
    assert berth.login(URL, token=token, context="token") == "ada"
    assert command_line("whoami", "--context", "token", "-o", "name").stdout == "ada\n"


def test_wrong_passwords_and_nobody(config: Path) -> None:
    with pytest.raises(berth.Unauthenticated):
        berth.login(URL, "nobody-like-this", "wrong password")
    assert not (config / "credentials.json").exists()
    with pytest.raises(berth.Unauthenticated):
        berth.Client(URL).me()
    with pytest.raises(berth.ConfigError, match=r"berth\.login\(url\) makes one"):
        berth.Client()
