from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

import pytest

from bench.corpus import build, main

ROWS = [
    ("Kerb_charge", "The kerb charge began in 2019.", "When did it begin?"),
    ("Kerb_charge", "Ana Belmonte proposed it.", "Who proposed it?"),
    ("Ferries", "The ferry is free.", "What does the ferry cost?"),
    ("Trams", "The tram is late.", "How is the tram?"),
]


def squad(folder: Path) -> Path:
    path = folder / "squad.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        for title, context, question in ROWS:
            print(json.dumps({"title": title, "context": context, "questions": [{"question": question}]}), file=file)
    return path


def test_no_more_articles_are_indexed_than_are_wanted_and_they_are_used_again(tmp_path: Path) -> None:
    passages, asked = build(tmp_path / "index", squad(tmp_path), 2)
    assert passages >= 2
    assert ("Who proposed it?", "a0") in asked
    assert {article for _, article in asked} < {"a0", "a1", "a2"}
    assert build(tmp_path / "index", squad(tmp_path), 2) == (passages, asked)


def test_a_file_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["corpus", "nowhere.jsonl.gz"])
    with pytest.raises(SystemExit):
        main()
    assert "no file at nowhere.jsonl.gz" in capsys.readouterr().err
