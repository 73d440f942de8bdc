"""What is shipped, and what is pinned."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from api.app import VERSION

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PINS = [
    line for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines() if line[:1] not in ("", "#")
]


def name_of(requirement: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[<>=!~\[; ]", requirement)[0].lower())


def test_the_service_says_the_version_of_the_package() -> None:
    assert PROJECT["version"] == VERSION


def test_every_dependency_is_pinned() -> None:
    wanted = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]
    assert {name_of(line) for line in wanted} <= {name_of(pin) for pin in PINS}


def test_the_pins_are_exact_and_of_no_one_machine() -> None:
    for pin in PINS:
        assert re.fullmatch(r"[a-z0-9-]+==[0-9][0-9a-z.]*", pin), pin
    assert "torch==2.13.0" in PINS


@pytest.mark.slow
def test_the_wheel_holds_what_is_needed_and_no_tests(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pip", "wheel", str(ROOT), "--quiet", "--no-deps", "--wheel-dir", str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("footnote-*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {"api/widget/footnote.js", "api/widget/demo.html", "index/sample/amnesty.md"} <= set(names)
    assert any(name.endswith("/licenses/NOTICE") for name in names)
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"index", "rag", "api", "eval"}
