"""The table of refusals."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from eval.metrics_abstention import Outcome, crag, tabulate

RIGHT = Outcome(answerable=True, answered=True, failed=False, right=True)
WRONG = Outcome(answerable=True, answered=True, failed=False, right=False)
MISSED = Outcome(answerable=True, answered=False, failed=False, right=False)
INVENTED = Outcome(answerable=False, answered=True, failed=False, right=False)
REFUSED = Outcome(answerable=False, answered=False, failed=False, right=True)
FAILED = Outcome(answerable=False, answered=False, failed=True, right=False)
OUTCOMES = st.lists(st.sampled_from([RIGHT, WRONG, MISSED, INVENTED, REFUSED, FAILED]), max_size=12)


def test_every_corner_is_counted() -> None:
    table = tabulate([RIGHT, RIGHT, WRONG, MISSED, INVENTED, REFUSED, FAILED])
    assert (table.answerable, table.unanswerable, table.count, table.answered) == (4, 3, 7, 4)
    assert (table.false_refusals, table.right_refusals, table.precision) == (0.25, 1 / 3, 0.5)
    assert (table.selective_accuracy, table.crag) == (0.5, 0.0)


def test_a_failure_is_no_refusal() -> None:
    assert tabulate([FAILED]).right_refusals == 0.0
    assert not FAILED.refused


def test_what_is_undefined_is_none() -> None:
    table = tabulate([])
    assert (table.false_refusals, table.right_refusals, table.precision, table.crag) == (None, None, None, None)


def test_always_refusing_scores_0_and_always_inventing_minus_1() -> None:
    assert tabulate([MISSED, REFUSED]).crag == 0.0
    assert tabulate([INVENTED, WRONG]).crag == -1.0


@given(OUTCOMES)
def test_every_case_is_in_one_corner_and_the_parts_make_the_whole(outcomes: list[Outcome]) -> None:
    table = tabulate(outcomes)
    assert table.count == len(outcomes)
    assert table.crag == (sum(map(crag, outcomes)) / len(outcomes) if outcomes else None)
