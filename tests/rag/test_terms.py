"""Words, stems, numbers and dates."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.terms import DATE, content_stems, stem, tokens


def test_stems_are_right_whatever_other_threads_stem() -> None:
    beginnings = ("return", "fight", "grant", "nation", "organ", "relat", "gener")
    endings = ("s", "ed", "ing", "ation", "ations", "ational", "ize", "izer", "ers", "ness", "fulness", "ously")
    words = [begin + end for begin in beginnings for end in endings]
    expected = [stem.__wrapped__(word) for word in words]
    with ThreadPoolExecutor(8) as threads:
        for _ in range(20):
            assert list(threads.map(stem.__wrapped__, words * 8)) == expected * 8


@pytest.mark.parametrize(
    ("word", "other"), [("fighter’s", "fighters"), ("U.S.", "us"), ("five", "5"), ("Amnesty", "amnesty")]
)
def test_two_ways_to_write_a_word_have_one_stem(word: str, other: str) -> None:
    assert stem(word) == stem(other)


@given(st.text(max_size=200))
def test_every_word_stands_where_it_says(text: str) -> None:
    assert all(text[token.start : token.end] == token.text for token in tokens(text))


def test_words_without_a_subject_do_not_count() -> None:
    assert content_stems("What does the article say about the amnesty?") == ["amnesti"]


@pytest.mark.parametrize(
    "text",
    ["on 9 May", "June 5, 2015", "in 1998", "on Friday", "last year", "the 19th century", "two years ago", "5pm"],
)
def test_calendar_expressions_are_found(text: str) -> None:
    assert DATE.search(text)


@pytest.mark.parametrize("text", ["six fighters", "it may happen", "a march of thousands", "two years in prison"])
def test_other_words_are_not_taken_for_dates(text: str) -> None:
    assert not DATE.search(text)
