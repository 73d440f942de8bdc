"""Runs the command in an empty folder, with the real index and answerer behind its doors."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from api.cli import run
from api.doors import Doors
from index.store import Index
from rag.answer import Answerer
from rag.baseline import load_baseline
from tests.cli_world import ARTICLE, Footnote, Ran
from tests.fakes import HashingEncoder


@pytest.fixture
def doors() -> Doors:
    """An encoder without weights."""
    encoder = HashingEncoder()
    return Doors(
        open_index=lambda config, create: Index.open(config.index, encoder, create=create),
        open_answerer=lambda config: Answerer(Index.open(config.index, encoder), load_baseline(), config),
    )


@pytest.fixture
def footnote(
    doors: Doors, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Footnote:
    """Call it as `footnote("ask", "Who?", stdin="…")`."""
    monkeypatch.chdir(tmp_path)
    for variable in ("FOOTNOTE_INDEX", "FOOTNOTE_ENCODER", "FOOTNOTE_THRESHOLD"):
        monkeypatch.delenv(variable, raising=False)

    def ran(*args: str, stdin: str = "") -> Ran:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8"))
        capsys.readouterr()
        code = run(list(args), doors)
        out, err = capsys.readouterr()
        return Ran(code, out, err)

    return ran


@pytest.fixture
def bridge(footnote: Footnote, tmp_path: Path) -> str:
    """The id of the one article that is in the index."""
    (tmp_path / "bridge.txt").write_text(ARTICLE, encoding="utf-8")
    ran = footnote("index", "bridge.txt")
    assert ran.code == 0, ran.err
    return ran.out.split("\t")[1]
