"""Which metrics apply to which case, and that broken systems are each caught by the right one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eval.given import read_given
from eval.records import Case
from eval.scoring import Scorer
from tests.eval_cases import DENMARK, REFUSED, SENTENCES, SET, TEXT, TOLL, WHEN, answered, citation, span

SCORER = Scorer.of(SET)


def scores(case: Case, answer: dict[str, object] | None) -> dict[str, float]:
    return SCORER.score(case, None if answer is None else read_given(answer))


def test_a_right_answer_is_right_in_everything() -> None:
    found = scores(TOLL, answered(SENTENCES["toll"], short_answer={"text": "six euros", "citation": 1}))
    for name in ("right", "em", "f1", "all_evidence", "citation_recall", "citation_f1_sentences", "document_f1"):
        assert found[name] == 1.0, name
    assert found["citation_precision"] == pytest.approx(len("six euros") / len(SENTENCES["toll"]))
    assert (found["crag"], found["evidence_sentence_f1"], found["date_right"]) == (1.0, 1.0, 1.0)


def test_a_right_answer_that_cites_another_sentence_is_not_right() -> None:
    wrong = {**answered("Cyclists cross for free."), "statements": [{"text": "Six euros.", "citations": [1]}]}
    found = scores(TOLL, wrong)
    assert (found["contains_answer"], found["all_evidence"], found["right"], found["crag"]) == (1.0, 0.0, 0.0, -1.0)


def test_refusing_what_cannot_be_answered_is_right_and_scores_no_citations() -> None:
    found = scores(DENMARK, REFUSED)
    assert (found["right"], found["decision"], found["refused_when_unanswerable"], found["crag"]) == (
        1.0,
        1.0,
        1.0,
        0.0,
    )
    assert (found["em"], found["f1"]) == (1.0, 1.0)
    assert not {"citation_f1", "all_evidence", "citations_verbatim", "answered_when_answerable"} & set(found)


def test_refusing_what_can_be_answered_scores_0_in_all_that_its_gold_asks_for() -> None:
    found = scores(TOLL, REFUSED)
    assert {found[name] for name in ("right", "em", "citation_f1", "all_evidence", "answered_when_answerable")} == {0.0}


@pytest.mark.parametrize("case", SET.cases, ids=lambda case: case.id)
def test_a_failure_scores_0_in_all_that_a_refusal_is_scored_in(case: Case) -> None:
    failed = scores(case, None)
    assert set(failed.values()) == {0.0}
    assert set(failed) == set(scores(case, REFUSED)) - {"citations_resolvable", "citations_verbatim"}


def test_wrong_offsets_are_caught_by_verbatim() -> None:
    broken = {**answered(SENTENCES["toll"]), "citations": [citation(SENTENCES["toll"], shift=3)]}
    found = scores(TOLL, broken)
    assert (found["citations_verbatim"], found["citations_resolvable"]) == (0.0, 1.0)


def test_quoting_everything_is_caught_by_precision_and_always_answering_by_refusals() -> None:
    everything = answered(TEXT)
    assert scores(TOLL, everything)["citation_precision_sentences"] < 0.4
    assert scores(TOLL, everything)["citation_recall"] == 1.0
    assert scores(DENMARK, everything)["refused_when_unanswerable"] == 0.0


def test_long_answers_are_scored_where_there_is_a_reference() -> None:
    assert scores(WHEN, answered("The harbour bridge opens on 4 May, the ministry said."))["rouge_1_recall"] == 1.0
    assert scores(WHEN, answered(SENTENCES["when"]))["rouge_l_passage"] == 1.0
    assert "rouge_l" not in scores(TOLL, answered(SENTENCES["toll"]))
    assert "rouge_l_passage" not in scores(replace(WHEN, article_ids=None), answered(SENTENCES["when"]))


def test_all_groups_are_needed_unless_the_case_says_fewer() -> None:
    both = replace(TOLL, evidence=((span("six euros"),), (span("4 May"),)))
    one = answered(SENTENCES["toll"])
    assert (scores(both, one)["right"], scores(both, one)["evidence_shown"]) == (0.0, 0.5)
    assert scores(replace(both, needed=1), one)["right"] == 1.0
    assert scores(both, answered(*SENTENCES.values()))["right"] == 1.0


def test_evidence_that_is_a_whole_article_is_scored_as_a_document() -> None:
    whole = replace(TOLL, evidence=((span(TEXT),),), answers=())
    found = scores(whole, answered(SENTENCES["toll"]))
    assert (found["right"], found["document_f1"]) == (1.0, 1.0)
    assert "citation_f1" not in found


def test_an_answer_without_a_short_one_is_measured_by_its_whole_text() -> None:
    assert scores(TOLL, answered("six euros"))["em"] == 1.0
    assert scores(TOLL, answered(SENTENCES["toll"]))["em"] == 0.0


def test_a_speaker_counts_where_gold_names_one() -> None:
    words = "“We waited nine years for this,” said Mayor Anna Brandt."
    gold = replace(TOLL, evidence=((span("We waited nine years", speaker="Anna Brandt"),),), answers=())
    named = {**answered(words), "citations": [citation(words, speaker="Anna Brandt")]}
    assert (scores(gold, named)["speaker_right"], scores(gold, answered(words))["speaker_right"]) == (1.0, 0.0)
