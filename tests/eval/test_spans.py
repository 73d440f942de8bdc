"""Sets of characters."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from eval.records import Span
from eval.spans import Cover, Piece, best, enough, groups_shown, shown

PIECES = st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 30), st.integers(0, 30)), max_size=6)


def characters(pieces: list[Piece]) -> set[tuple[str, int]]:
    return {(article_id, at) for article_id, start, end in pieces for at in range(start, end)}


def gold(start: int, end: int, article_id: str = "a") -> Span:
    return Span(article_id, start, end, "x" * (end - start))


@given(PIECES)
def test_a_cover_has_the_characters_of_its_pieces_once(pieces: list[Piece]) -> None:
    assert Cover.of(pieces).size == len(characters(pieces))


@given(PIECES, PIECES)
def test_an_overlap_is_what_both_have(one: list[Piece], other: list[Piece]) -> None:
    assert Cover.of(one).overlap(other) == len(characters(one) & characters(other)) == Cover.of(other).overlap(one)


def test_half_of_a_span_shows_it() -> None:
    assert shown(Cover.of([("a", 0, 5)]), gold(0, 10), {})
    assert not shown(Cover.of([("a", 0, 4)]), gold(0, 10), {})
    assert not shown(Cover.of([("b", 0, 10)]), gold(0, 10), {})


def test_a_whole_article_is_shown_by_any_piece_of_it() -> None:
    assert shown(Cover.of([("a", 3, 4)]), gold(0, 10), {"a": "x" * 10})
    assert not shown(Cover({}), gold(0, 10), {"a": "x" * 10})


def test_one_alternative_of_a_group_is_enough_and_the_best_one_counts() -> None:
    cover, group = Cover.of([("a", 20, 30)]), (gold(0, 10), gold(20, 30))
    assert groups_shown(cover, [group, (gold(0, 5),)], {}) == [True, False]
    assert best(cover, group) == gold(20, 30)
    assert best(Cover({}), group) == gold(0, 10)


def test_all_groups_are_needed_unless_fewer_are() -> None:
    assert not enough([True, False], None)
    assert enough([True, False], 1)
    assert enough([], None)
    assert enough([True], 2)
