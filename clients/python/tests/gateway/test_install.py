from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import berth

URL = os.environ["BERTH_TEST_URL"]


def test_pip_installs_it_from_the_gateway(tmp_path: Path) -> None:
    target = tmp_path / "site"
    with urlopen(f"{URL}/python/") as answer:
        command = answer.read().decode().splitlines()[0].split()
    assert command[:2] == ["pip", "install"] and command[2].startswith(f"{URL}/python/simple/berth-client/")
    for what in (["--index-url", f"{URL}/python/simple/", "berth-client"], command[2:]):
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
        done = subprocess.run([*pip, "--upgrade", "--target", str(target), *what], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    works(target, os.environ["PYTHONPATH"])


def test_pip_installs_all_that_it_needs_from_the_gateway_alone(tmp_path: Path) -> None:
    with urlopen(f"{URL}/python/") as answer:
        command = answer.read().decode().splitlines()[-1].split()
    assert command[:3] == ["pip", "install", "--index-url"], command
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--isolated",
        "--no-cache-dir",
        "--disable-pip-version-check",
    ]
    done = subprocess.run([*pip, "--target", str(tmp_path / "site"), *command[2:]], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    works(tmp_path / "site")


def works(target: Path, *others: str) -> None:
    code = "import berth; print(berth.__file__, berth.__version__); print(berth.Client().me().username)"
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(target), *others])}
    done = subprocess.run([sys.executable, "-c", code], cwd=target.parent, env=env, capture_output=True)
    assert done.stdout.decode().split() == [str(target / "berth/__init__.py"), berth.__version__, "ada"], done.stderr
