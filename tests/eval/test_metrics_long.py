"""ROUGE as CLAPNQ counts it."""

from __future__ import annotations

import sys

import pytest

from eval import metrics_long
from eval.errors import RunError
from eval.metrics_long import rouge_1_recall, rouge_l, rouge_l_passage


def test_scores_are_those_worked_out_by_hand() -> None:
    assert rouge_l("the cat sat", "the cat lay") == pytest.approx(2 / 3)
    assert rouge_1_recall("sat the cat", "the cat lay down") == pytest.approx(1 / 2)
    assert rouge_l_passage("cat sat", "a cat once sat down") == 1.0


def test_words_are_not_stemmed() -> None:
    assert rouge_l("cats", "cat") == 0.0


def test_an_empty_answer_scores_0() -> None:
    assert rouge_l(" ", "cat") == rouge_1_recall("", "cat") == rouge_l_passage("", "cat") == 0.0


def test_without_the_library_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    metrics_long._scorer.cache_clear()
    monkeypatch.setitem(sys.modules, "rouge_score.rouge_scorer", None)
    with pytest.raises(RunError, match=r"pip install 'footnote\[eval\]'"):
        rouge_l("a", "a")
