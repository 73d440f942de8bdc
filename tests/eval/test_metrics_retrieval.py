"""Passages by characters, articles by ir_measures."""

from __future__ import annotations

import math
import sys

import pytest

from eval.errors import RunError
from eval.metrics_retrieval import article_ranking, article_scores, evidence_recall, evidence_scores
from eval.records import Span
from eval.spans import Cover

GOLD = ((Span("a", 10, 20, "x" * 10),), (Span("b", 0, 10, "y" * 10), Span("c", 0, 10, "y" * 10)))


def test_all_groups_are_found_later_than_one() -> None:
    scores = evidence_scores([("z", 0, 50), ("a", 0, 50), ("c", 0, 50)], GOLD, {})
    assert (scores["success@1"], scores["success@5"], scores["all_groups@5"]) == (0.0, 1.0, 1.0)
    assert scores["all_groups@1"] == 0.0


def test_evidence_recall_counts_characters_whatever_the_passages() -> None:
    whole = evidence_recall(Cover.of([("a", 0, 20)]), GOLD)
    assert whole == evidence_recall(Cover.of([("a", 0, 15), ("a", 15, 20)]), GOLD) == 0.5
    assert evidence_recall(Cover.of([("a", 15, 40), ("c", 0, 10)]), GOLD) == 0.75
    assert evidence_recall(Cover({}), ()) == 0.0


def test_nothing_found_scores_0_and_stays_in_the_denominator() -> None:
    assert set(evidence_scores([], GOLD, {}).values()) == {0.0}
    assert set(article_scores({}, {"q": frozenset("a")})["q"].values()) == {0.0}


def test_an_article_ranks_where_its_best_passage_does() -> None:
    assert article_ranking([("b", 0, 1), ("a", 0, 1), ("b", 5, 9)]) == ["b", "a"]


def test_ranks_are_those_worked_out_by_hand() -> None:
    scores = article_scores({"q": ["x", "a", "y", "b"]}, {"q": frozenset("ab")})["q"]
    ideal = 1 + 1 / math.log2(3)
    assert scores["ndcg@10"] == pytest.approx((1 / math.log2(3) + 1 / math.log2(5)) / ideal)
    assert (scores["rr@10"], scores["ap@10"], scores["recall@10"]) == (0.5, 0.5, 1.0)


def test_the_order_given_breaks_every_tie() -> None:
    for order in (["b", "a"], ["a", "b"]):
        scores = article_scores({"q": order}, {"q": frozenset("b")})["q"]
        assert scores["rr@10"] == 1 / (order.index("b") + 1)
        assert scores["ndcg@10"] == pytest.approx(1 / math.log2(order.index("b") + 2))


def test_a_question_without_relevant_articles_is_not_scored() -> None:
    assert article_scores({"q": ["a"]}, {"q": frozenset()}) == {}


def test_without_the_library_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ir_measures", None)
    with pytest.raises(RunError, match=r"pip install 'footnote\[eval\]'"):
        article_scores({}, {})
