"""`footnote feedback`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from api.feedback import Cited, Feedback, FeedbackFile
from tests.cli_world import Footnote

FEEDBACK = Feedback(
    1_790_000_000, "ans_1", "down", ("incorrect", "tone"), "No,\n\x1b[31mnot\u202e so.", (Cited("amnesty", 2),), "Why?"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "feedback.sqlite"
    FeedbackFile(path).keep(FEEDBACK, "a")
    FeedbackFile(path).keep(Feedback(1_790_000_001, "ans_2", "up", (), None, (), None), "a")
    return path


def test_verdicts_are_listed_for_people_and_steer_no_terminal(footnote: Footnote, file: Path) -> None:
    ran = footnote("feedback", "--file", str(file))
    assert ran.code == 0
    assert ran.out.splitlines() == [
        "2026-09-21 14:13  down  ans_1  amnesty v2",
        "    incorrect, tone",
        "    Why?",
        "    No, \ufffd[31mnot\ufffd so.",
        "2026-09-21 14:13  up    ans_2",
    ]


def test_verdicts_are_exported_one_a_line(footnote: Footnote, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_FEEDBACK", str(file))
    ran = footnote("feedback", "--json")
    first, second = (json.loads(line) for line in ran.out.splitlines())
    assert first == {
        "given": 1_790_000_000,
        "answer_id": "ans_1",
        "verdict": "down",
        "reasons": ["incorrect", "tone"],
        "comment": FEEDBACK.comment,
        "articles": [{"id": "amnesty", "version": 2}],
        "question": "Why?",
    }
    assert second["comment"] is None


def test_without_a_file_it_says_which_setting_names_one(footnote: Footnote, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FOOTNOTE_FEEDBACK", raising=False)
    ran = footnote("feedback")
    assert (ran.code, ran.out) == (1, "")
    assert "FOOTNOTE_FEEDBACK" in ran.err


def test_a_file_that_is_not_there_is_a_failure_in_json_too(footnote: Footnote, tmp_path: Path) -> None:
    ran = footnote("feedback", "--json", "--file", str(tmp_path / "none.sqlite"))
    assert ran.code == 1
    assert json.loads(ran.out)["error"]["kind"] == "feedback"
