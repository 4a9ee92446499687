"""The wheel that the gateway serves is made without Python; pip and hatchling make it of the same description."""

from __future__ import annotations

import json
import subprocess
import sys
from email.parser import HeaderParser
from pathlib import Path
from zipfile import ZipFile

from packaging.requirements import Requirement

import berth

FOLDER = Path(__file__).parents[2]
WHEEL = FOLDER / "dist/wheel"


def served() -> Path:
    return WHEEL / json.loads((WHEEL / "wheel.json").read_text())["file"]


def test_what_is_served_is_the_version_that_is_here() -> None:
    assert served().name == f"berth_client-{berth.__version__}-py3-none-any.whl"
    assert json.loads((FOLDER / "package.json").read_text())["version"] == berth.__version__
    with ZipFile(served()) as wheel:
        assert wheel.testzip() is None
        for name in wheel.namelist():
            if name.startswith("berth/"):
                assert wheel.read(name) == (FOLDER / name).read_bytes()


def test_hatchling_makes_the_same(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=FOLDER, check=True, capture_output=True)
    (made,) = tmp_path.glob("*.whl")
    with ZipFile(made) as theirs, ZipFile(served()) as ours:
        assert made.name == served().name
        assert sorted(theirs.namelist()) == sorted(ours.namelist())
        info = next(name for name in ours.namelist() if name.endswith("/METADATA"))
        assert described(theirs.read(info)) == described(ours.read(info))


def described(metadata: bytes) -> list[tuple[str, str]]:
    """Without the version of the format: the older one is read by more. Requirements in one way of writing."""
    found = HeaderParser().parsestr(metadata.decode()).items()
    return sorted(
        (name, str(Requirement(value)) if name == "Requires-Dist" else value)
        for name, value in found
        if name != "Metadata-Version"
    )
