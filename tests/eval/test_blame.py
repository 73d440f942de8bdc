"""The ladder, step by step."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eval.blame import Trace, blame
from eval.given import Given, read_given
from eval.glossary import BLAMES
from eval.spans import Piece
from tests.eval_cases import DENMARK, REFUSED, SENTENCES, TEXT, TOLL, WHEN, answered, span

TEXTS = {"bridge": TEXT}
GOLD: Piece = ("bridge", span(SENTENCES["toll"]).start, span(SENTENCES["toll"]).end)
OTHER: Piece = ("train", 0, 30)
FREE = "Cyclists cross for free."


def given(*exacts: str) -> Given:
    return read_given(answered(*exacts) if exacts else REFUSED)


@pytest.mark.parametrize(
    ("trace", "step"),
    [
        (Trace((OTHER,), 1, (), (), missing=("bridge",)), "not_indexed"),
        (Trace((OTHER,), 1, (), ()), "not_in_top_100"),
        (Trace((OTHER, GOLD), 1, (), ()), "not_in_top_k"),
        (Trace((GOLD, OTHER), 1, (OTHER,), ()), "not_read_as_evidence"),
        (Trace((GOLD,), 1, (OTHER, GOLD), ()), "refused"),
        (None, "refused"),
    ],
)
def test_a_refusal_is_blamed_on_the_first_step_that_lost_the_evidence(trace: Trace | None, step: str) -> None:
    assert blame(TOLL, given(), trace, TEXTS) == step


def test_evidence_that_was_read_and_not_said_is_the_composers() -> None:
    assert blame(TOLL, given(FREE), Trace((GOLD,), 1, (GOLD,), ()), TEXTS) == "not_in_answer"


def test_an_answer_that_is_said_and_not_cited_is_the_citations() -> None:
    said = {**answered(FREE), "statements": [{"text": "Six euros.", "citations": [1]}]}
    assert blame(TOLL, read_given(said), None, TEXTS) == "not_cited"
    quoted = {**answered(FREE), "statements": [{"text": "It is six euros.", "citations": [1]}]}
    assert blame(replace(TOLL, answers=()), read_given(quoted), None, TEXTS) == "not_cited"


def test_all_evidence_and_no_gold_answer_is_a_wrong_answer() -> None:
    assert blame(replace(TOLL, answers=("seven",)), given(SENTENCES["toll"]), None, TEXTS) == "wrong_answer"


def test_an_answer_to_what_cannot_be_answered_and_an_error_are_what_they_are() -> None:
    assert blame(DENMARK, given(FREE), None, TEXTS) == "answered_unanswerable"
    assert blame(WHEN, None, None, TEXTS) == "error"


def test_where_one_group_is_enough_the_other_is_not_blamed() -> None:
    either = replace(TOLL, evidence=(*TOLL.evidence, (span("4 May"),)), needed=1)
    assert blame(either, given(), Trace((GOLD,), 1, (GOLD,), ()), TEXTS) == "refused"
    assert blame(replace(either, needed=None), given(), Trace((GOLD,), 1, (GOLD,), ()), TEXTS) == "not_in_top_100"


def test_every_step_is_explained_to_readers_of_a_report() -> None:
    import eval.blame as ladder

    assert all(f"| `{step}` |" in (ladder.__doc__ or "") for step in BLAMES)
