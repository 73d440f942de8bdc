"""Exact match and F1 by SQuAD's rules: the cases below were worked out by hand from the published rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.metrics_short import contains, exact_match, f1, normalise

TEXTS = st.text(alphabet="ab tche.,'’-\n1", max_size=20)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("The  Eiffel Tower!", "eiffel tower"),
        ("a.n", ""),  # punctuation goes first: what is left is an article
        ("theatre", "theatre"),
        ("U.S.", "us"),
        ("10-12", "1012"),
        ("the “big” one", "“big” one"),  # only ASCII punctuation goes
        ("An\tapple\na day", "apple day"),
    ],
)
def test_normalising_follows_the_published_order(text: str, plain: str) -> None:
    assert normalise(text) == plain


@pytest.mark.parametrize(
    ("said", "gold", "em", "score"),
    [
        ("the cat sat", ["cat sat"], 1.0, 1.0),
        ("cat sat down", ["cat sat"], 0.0, 0.8),
        ("cat cat", ["cat"], 0.0, 2 / 3),  # words count as often as they stand there
        ("dog", ["cat", "a dog."], 1.0, 1.0),
        ("dog", ["cat"], 0.0, 0.0),
        ("", [], 1.0, 1.0),
        ("dog", [], 0.0, 0.0),
        ("", ["cat"], 0.0, 0.0),
        ("", ["the"], 1.0, 1.0),  # gold that normalises to nothing is no gold
        ("the", [], 1.0, 1.0),
    ],
)
def test_scores_are_those_of_the_published_rules(said: str, gold: list[str], em: float, score: float) -> None:
    assert (exact_match(said, gold), f1(said, gold)) == (em, pytest.approx(score))


@given(TEXTS, st.lists(TEXTS, max_size=3))
def test_f1_lies_between_0_and_1_and_is_1_for_an_exact_match(said: str, gold: list[str]) -> None:
    assert 0.0 <= exact_match(said, gold) <= f1(said, gold) <= 1.0


@given(TEXTS, TEXTS)
def test_f1_is_symmetric(one: str, other: str) -> None:
    if normalise(one) and normalise(other):
        assert f1(one, [other]) == pytest.approx(f1(other, [one]))


@given(TEXTS, TEXTS, TEXTS)
def test_what_is_contained_stays_so_in_a_longer_text(before: str, answer: str, after: str) -> None:
    assert contains(f"{before} {answer} {after}", [answer]) == float(bool(normalise(answer)))


def test_containing_counts_whole_words() -> None:
    assert contains("It is not known.", ["no"]) == 0.0
    assert contains("He said no.", ["No!"]) == 1.0
    assert contains("anything", []) == 0.0
