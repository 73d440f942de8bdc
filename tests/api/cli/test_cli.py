"""The command as a whole: help, usage, failures, exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from api import failures
from index.errors import ArticleNotFound, FootnoteError, IndexNotFound
from tests.cli_world import Footnote

HEAVY = {
    "torch",
    "sentence_transformers",
    "transformers",
    "faiss",
    "onnxruntime",
    "numpy",
    "fastapi",
    "pydantic",
    "httpx",
}


def imported(statement: str) -> set[str]:
    code = f"import sys; {statement}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


def test_help_shows_every_command_and_the_exit_codes(footnote: Footnote) -> None:
    ran = footnote("--help")
    assert ran.code == 0
    for word in ("index", "ask", "chat", "search", "articles", "remove", "serve", "doctor", "130 interrupted"):
        assert word in ran.out


@pytest.mark.parametrize("command", ["index", "ask", "chat", "search", "articles", "remove", "serve", "doctor"])
def test_every_command_shows_examples_in_its_help(footnote: Footnote, command: str) -> None:
    ran = footnote(command, "--help")
    assert ran.code == 0
    assert f"Examples:\n    footnote {command}" in ran.out


def test_help_imports_nothing_heavy() -> None:
    assert not imported("from api.cli import run; run(['--help'])") & HEAVY


def test_a_command_that_does_not_exist_is_wrong_usage(footnote: Footnote) -> None:
    ran = footnote("asl", "Who?")
    assert (ran.code, ran.out) == (2, "")
    assert "Did you mean 'ask'?" in ran.err


def test_wrong_usage_is_json_on_stdout_when_json_is_asked_for(footnote: Footnote) -> None:
    ran = footnote("ask", "--json")
    assert ran.code == 2
    assert json.loads(ran.out)["error"]["kind"] == "usage"


def test_a_missing_index_says_how_to_build_one_and_shows_no_traceback(footnote: Footnote) -> None:
    ran = footnote("articles")
    assert (ran.code, ran.out) == (1, "")
    assert "build one with: footnote index" in ran.err
    assert "Traceback" not in ran.err


def test_a_missing_index_is_one_line_of_json_when_asked_for(footnote: Footnote) -> None:
    ran = footnote("articles", "--json")
    assert (ran.code, ran.err) == (1, "")
    assert json.loads(ran.out)["error"]["kind"] == "index_not_found"


def test_debug_lets_the_traceback_through(footnote: Footnote) -> None:
    with pytest.raises(IndexNotFound):
        footnote("articles", "--debug")


def test_what_follows_a_double_dash_is_a_question_and_no_option(footnote: Footnote) -> None:
    ran = footnote("ask", "--", "--json")
    assert (ran.code, ran.out) == (1, "")
    assert "no index" in ran.err


def test_the_index_folder_comes_from_the_environment(
    footnote: Footnote, bridge: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOOTNOTE_INDEX", "elsewhere")
    assert "no index at elsewhere" in footnote("articles").err
    assert footnote("articles", "--index", ".footnote").code == 0


def test_a_setting_that_cannot_be_used_is_named(footnote: Footnote, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_THRESHOLD", "high")
    ran = footnote("articles", "--json")
    assert ran.code == 1
    assert json.loads(ran.out)["error"]["kind"] == "config"


def test_every_error_of_ours_has_a_kind_and_none_is_internal() -> None:
    def family(error: type[FootnoteError]) -> list[type[FootnoteError]]:
        return [error, *(heir for child in error.__subclasses__() for heir in family(child))]

    for error in family(FootnoteError):
        assert failures.kind_of(error.__new__(error)) != "internal"


def test_a_defect_of_ours_is_reported_without_its_words() -> None:
    said = json.loads(failures.failure_json(ZeroDivisionError("secret")))["error"]
    assert said["kind"] == "internal"
    assert "secret" not in said["message"]
    assert "--debug" in said["message"]


def test_a_failure_carries_its_facts() -> None:
    said = json.loads(failures.failure_json(ArticleNotFound(Path("news"), "a-1")))["error"]
    assert said["article_id"] == "a-1"


def test_a_defect_shows_no_traceback_to_the_user() -> None:
    code = "from api import failures; import sys; sys.excepthook = failures.hook; 1 / 0"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("error: internal error (ZeroDivisionError)")
    assert "Traceback" not in done.stderr


def test_a_reader_who_has_had_enough_ends_the_command_quietly() -> None:
    code = "from api.cli import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", code, "--help"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("arguments", [["--help"], ["articles", "--json", "--index", "nowhere"]], ids=lambda a: a[0])
def test_a_full_disk_is_said_on_stderr(arguments: list[str]) -> None:
    code = "from api.cli import main; main()"
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 1
    assert done.stderr.startswith("error: ")
    assert len(done.stderr.splitlines()) == 1
