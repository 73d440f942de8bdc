"""The commands, over a file of answers: no index, no encoder."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli import run as footnote
from eval.cli import app
from index.errors import FootnoteError
from tests.eval_cases import RIGHT, write_set

Cli = Callable[..., Result]
CASES = (
    {"id": "toll", "question": "What do lorries pay?", "answerable": True, "answers": ["six euros"]},
    {"id": "denmark", "question": "What does Denmark say?", "answerable": False},
)


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    write_set(tmp_path, *CASES)
    rows = [{"id": case_id, "answer": answer} for case_id, answer in RIGHT.items()]
    (tmp_path / "theirs.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    places = {
        "SET": str(tmp_path / "set.jsonl"),
        "THEIRS": str(tmp_path / "theirs.jsonl"),
        "RUN": str(tmp_path / "run"),
    }

    def call(*args: str) -> Result:
        return CliRunner().invoke(app, [places.get(arg, arg) for arg in args])

    return call


def test_a_run_prints_its_summary_and_keeps_it(cli: Cli, tmp_path: Path) -> None:
    ran = cli("run", "SET", "--target", "THEIRS", "--out", "RUN")
    assert ran.exit_code == 0, ran.output
    assert ran.stdout == (tmp_path / "run" / "summary.md").read_text(encoding="utf-8")
    assert "**Errors: 0 of 2**" in ran.stdout


def test_the_metrics_to_be_tested_can_be_declared(cli: Cli, tmp_path: Path) -> None:
    cli("run", "SET", "--target", "THEIRS", "--out", "RUN", "--declare", "f1", "--declare", "nonsense", "--limit", "1")
    header = json.loads((tmp_path / "run" / "run.json").read_text())
    assert (header["declared"], header["count"]) == (["f1"], 1)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("run", "SET", "--target", "nobody", "--out", "RUN"), "'nobody' is no target"),
        (("run", "none.jsonl", "--out", "RUN"), "No such file"),
        (("run", "SET", "--half", "odd", "--out", "RUN"), "only squad has halves"),
        (("compare", "RUN", "RUN"), "there is no run"),
    ],
)
def test_what_cannot_be_done_is_said(cli: Cli, args: tuple[str, ...], said: str) -> None:
    error = cli(*args).exception
    assert isinstance(error, FootnoteError)
    assert said in str(error)


def test_a_run_without_a_folder_to_keep_it_in_is_wrong_usage(cli: Cli) -> None:
    assert cli("run", "SET").exit_code == 2


def test_the_articles_of_a_set_are_printed_for_indexing(cli: Cli) -> None:
    (line,) = cli("articles", "SET").stdout.splitlines()
    assert json.loads(line)["id"] == "bridge"


def test_a_run_is_compared_with_itself(cli: Cli) -> None:
    cli("run", "SET", "--target", "THEIRS", "--out", "RUN")
    assert cli("compare", "RUN", "RUN").exit_code == 0


def test_a_gate_that_is_missing_leaves_nothing_to_judge(cli: Cli) -> None:
    cli("run", "SET", "--target", "THEIRS", "--out", "RUN")
    assert cli("gate", "none.toml", "RUN").exit_code == 2


def test_footnote_eval_is_these_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert footnote(["eval", "run", str(tmp_path / "none.jsonl"), "--out", str(tmp_path / "run")]) == 1
    assert "No such file" in capsys.readouterr().err
