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
    code = "import berth; print(berth.__file__, berth.__version__); print(berth.Client().me().username)"
    path = os.pathsep.join([str(target), os.environ["PYTHONPATH"]])
    env = {**os.environ, "PYTHONPATH": path}
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=env, capture_output=True)
    assert done.stdout.decode().split() == [str(target / "berth/__init__.py"), berth.__version__, "ada"], done.stderr
