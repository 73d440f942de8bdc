"""`footnote doctor`: what it finds, what it advises, and that it changes nothing."""

from __future__ import annotations

import json
import socket
from importlib import metadata
from pathlib import Path

import pytest

from api import doctor
from api.cli import run
from index.article import Draft
from index.store import Index
from rag.config import Config
from tests.fakes import HashingEncoder

CORRUPT = b"this is no database, whatever its name says" * 100


def checks(environ: dict[str, str], folder: Path | None = None, port: int = 0) -> dict[str, doctor.Check]:
    return {check.name: check for check in doctor.checks_of(environ, folder, port=port)}


@pytest.fixture
def indexed(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    with Index.open(folder, HashingEncoder(), create=True) as index:
        index.add(Draft(text="The bridge opens in May.", id="a"))
    return folder


def test_a_sound_index_is_counted(indexed: Path) -> None:
    check = doctor.index(Config(index=indexed))
    assert (check.status, check.fix) == ("ok", None)
    assert "1 article(s), 1 passages" in check.detail


def test_a_missing_index_is_a_warning_with_the_command_that_makes_one(tmp_path: Path) -> None:
    check = doctor.index(Config(index=tmp_path / "none"))
    assert check.status == "warn"
    assert "footnote index" in str(check.fix)
    assert not (tmp_path / "none").exists()


def test_a_damaged_index_is_a_failure(indexed: Path) -> None:
    for file in indexed.iterdir():
        file.write_bytes(CORRUPT)
    check = doctor.index(Config(index=indexed))
    assert check.status == "fail"
    assert check.fix


def test_an_encoder_that_is_nowhere_is_a_failure() -> None:
    check = doctor.encoder(Config(encoder="/no/such/model"))
    assert (check.status, check.fix) == ("fail", "name another with FOOTNOTE_ENCODER")


def test_an_encoder_that_is_not_compiled_yet_is_a_warning(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FOOTNOTE_CACHE", str(tmp_path))
    check = doctor.encoder(Config())
    assert check.status == "warn"
    assert "not compiled yet" in check.detail
    assert list(tmp_path.iterdir()) == []


def test_an_encoder_of_a_hub_is_a_warning() -> None:
    assert doctor.encoder(Config(encoder="somebody/some-model")).status == "warn"


def test_a_port_that_is_taken_is_a_warning() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        check = doctor.free_port(taken.getsockname()[1])
    assert check.status == "warn"
    assert "--port" in str(check.fix)


def test_a_misspelt_variable_is_found(tmp_path: Path) -> None:
    check = checks({"FOOTNOTE_INDX": "news"}, tmp_path)["settings"]
    assert (check.status, check.fix) == ("warn", "did you mean FOOTNOTE_INDEX?")


def test_a_setting_that_cannot_be_used_is_a_failure_and_the_rest_is_still_checked(tmp_path: Path) -> None:
    found = checks({"FOOTNOTE_THRESHOLD": "high"}, tmp_path)
    assert found["settings"].status == "fail"
    assert found["index"].status == "warn"


def test_a_key_is_never_shown(tmp_path: Path) -> None:
    check = checks({"FOOTNOTE_ADMIN_KEY": "a-long-secret-key-1"}, tmp_path)["settings"]
    assert check.status == "ok"
    assert "secret" not in check.detail


def test_a_package_of_the_wrong_version_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "requires", lambda _: ["numpy<1", "no-such-package", 'pytest<1; extra == "dev"'])
    check = doctor.packages()
    assert check.status == "fail"
    assert "numpy 2" in check.detail
    assert "no-such-package missing" in check.detail
    assert "pytest" not in check.detail


def test_a_footnote_that_is_not_installed_is_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> list[str]:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "requires", missing)
    assert doctor.packages().status == "warn"


def test_the_command_prints_every_check_as_json(indexed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = run(["doctor", "--json", "--index", str(indexed), "--port", "65000"])
    said = json.loads(capsys.readouterr().out)
    assert code == (1 if said["status"] == "fail" else 0)
    names = [check["name"] for check in said["checks"]]
    assert names == ["python", "packages", "sqlite", "settings", "cache", "encoder", "index", "disk", "port"]


def test_a_failure_shows_its_remedy_and_the_exit_code_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOOTNOTE_ENCODER", "/no/such/model")
    assert run(["doctor", "--index", str(tmp_path)]) == 1
    out = capsys.readouterr().out
    assert "fail  encoder" in out
    assert "→ name another with FOOTNOTE_ENCODER" in out
