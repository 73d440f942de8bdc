"""The golden set says what its README says it does."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest
import yaml

from eval.cases import CaseSet, read_cases
from eval.records import Case, Span

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "eval" / "cases"
SAMPLE = ROOT / "index" / "sample" / "amnesty.md"
KINDS = frozenset(
    "fact paraphrase multi comparison followup near_miss false_premise unnamed off_topic small_talk hostile "
    "other_article".split()
)
UNANSWERABLE = frozenset("near_miss false_premise unnamed off_topic small_talk hostile other_article".split())


@pytest.fixture(scope="module")
def golden() -> CaseSet:
    return read_cases(FOLDER / "golden.jsonl", [FOLDER / "articles", SAMPLE])


def spans(case: Case) -> list[Span]:
    return [span for group in case.evidence for span in group]


def test_there_are_enough_questions_of_every_kind(golden: CaseSet) -> None:
    counts = Counter(case.slices["kind"] for case in golden.cases)
    assert len(golden.cases) >= 200
    assert set(counts) == KINDS
    assert min(counts.values()) >= 8


def test_about_three_in_five_are_answerable(golden: CaseSet) -> None:
    share = sum(case.answerable for case in golden.cases) / len(golden.cases)
    assert 0.55 <= share <= 0.65


def test_five_articles_are_asked_about(golden: CaseSet) -> None:
    assert len(golden.articles) == 5
    assert {case.slices["article"] for case in golden.cases} == {*golden.articles, "none"}


def test_a_third_is_held_and_the_id_says_which(golden: CaseSet) -> None:
    held = [case for case in golden.cases if sha256(case.id.encode()).digest()[0] % 3 == 0]
    assert {case.id for case in golden.cases if case.slices["split"] == "held"} == {case.id for case in held}
    assert {case.slices["split"] for case in golden.cases} == {"tune", "held"}
    assert 0.28 <= len(held) / len(golden.cases) <= 0.39


def test_every_kind_has_held_questions(golden: CaseSet) -> None:
    assert {case.slices["kind"] for case in golden.cases if case.slices["split"] == "held"} == KINDS


def test_what_is_answerable_has_evidence_and_nothing_else_has(golden: CaseSet) -> None:
    for case in golden.cases:
        assert bool(case.evidence) == case.answerable, case.id
        assert case.answerable != (case.slices["kind"] in UNANSWERABLE) or case.slices["kind"] == "followup", case.id


def test_evidence_stands_exactly_once_in_the_text(golden: CaseSet) -> None:
    for case in golden.cases:
        for span in spans(case):
            assert golden.articles[span.article_id].text.count(span.exact) == 1, (case.id, span.exact)


def test_evidence_stays_within_a_paragraph(golden: CaseSet) -> None:
    for case in golden.cases:
        assert not any("\n" in span.exact or span.exact != span.exact.strip() for span in spans(case)), case.id


def test_no_evidence_is_a_headline_or_a_standfirst(golden: CaseSet) -> None:
    for article in golden.articles.values():
        assert article.title
        assert article.standfirst
        assert not any(words in article.text for words in (article.title, article.standfirst))


def test_evidence_is_in_the_articles_a_question_is_limited_to(golden: CaseSet) -> None:
    for case in golden.cases:
        if case.article_ids is not None:
            assert {span.article_id for span in spans(case)} <= set(case.article_ids), case.id


def test_no_question_is_asked_twice_with_the_same_history_and_scope(golden: CaseSet) -> None:
    asked = Counter((case.question, case.history, case.article_ids) for case in golden.cases)
    assert [question for question, times in asked.items() if times > 1] == []


def test_a_follow_up_has_a_history_that_ends_with_an_answer(golden: CaseSet) -> None:
    for case in golden.cases:
        assert case.history or case.slices["kind"] != "followup", case.id
        assert not case.history or case.history[-1][0] == "assistant", case.id


def test_a_question_for_another_article_is_limited_and_names_it(golden: CaseSet) -> None:
    for case in golden.cases:
        if case.slices["kind"] == "other_article":
            assert case.article_ids == (case.slices["article"],), case.id
            assert case.slices["answered_by"] in set(golden.articles) - set(case.article_ids), case.id


def test_a_variant_rewords_a_case_that_is_there(golden: CaseSet) -> None:
    by_id = {case.id: case for case in golden.cases}
    for case in golden.cases:
        if base := case.slices.get("variant_of"):
            assert by_id[base].evidence == case.evidence, case.id


def test_our_articles_say_that_they_are_ours() -> None:
    for path in sorted((FOLDER / "articles").glob("*.md")):
        front = yaml.safe_load(path.read_text(encoding="utf-8").split("---\n")[1])
        assert front["id"] == path.stem
        assert "Our own writing, Apache-2.0" in front["licence"]


def test_the_articles_are_as_long_as_a_short_report(golden: CaseSet) -> None:
    for article_id, article in golden.articles.items():
        assert article.title
        assert article.published
        assert article_id == "tajikistan-amnesty" or 450 <= len(article.text.split()) <= 700
