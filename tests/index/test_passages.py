from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Sentence
from index.passages import SPECIALS, cut_passages
from index.sentences import split_sentences

PARAGRAPHS = st.lists(
    st.lists(st.integers(1, 40), min_size=1, max_size=6), min_size=1, max_size=8
)  # words a sentence, sentences a paragraph


def words(text: str) -> int:
    return len(text.split())


def article(paragraphs: list[list[int]]) -> str:
    return "\n".join(" ".join(" ".join(["word"] * n) + "." for n in lengths) for lengths in paragraphs)


def sentences_of(paragraphs: list[list[int]]) -> tuple[str, tuple[Sentence, ...]]:
    text, found, at = article(paragraphs), [], 0
    for lengths in paragraphs:
        for n in lengths:
            found.append(Sentence(at, at + 5 * n))
            at += 5 * n + 1
    return text, tuple(found)


@given(PARAGRAPHS, st.integers(3, 60), st.integers(0, 3))
def test_every_sentence_is_in_a_passage_and_passages_are_runs_in_order(
    paragraphs: list[list[int]], target: int, overlap: int
) -> None:
    text, sentences = sentences_of(paragraphs)
    numbers = [
        [sentences.index(s) for s in run]
        for run in cut_passages(text, sentences, words, target_tokens=target, overlap=overlap)
    ]
    assert all(run == list(range(run[0], run[-1] + 1)) for run in numbers)
    assert {n for run in numbers for n in run} == set(range(len(sentences)))
    assert all(a[0] < b[0] and a[-1] < b[-1] for a, b in zip(numbers, numbers[1:], strict=False))


@given(PARAGRAPHS, st.integers(3, 300), st.integers(0, 3))
def test_only_a_passage_of_one_sentence_may_be_longer_than_the_encoder_reads(
    paragraphs: list[list[int]], target: int, overlap: int
) -> None:
    text, sentences = sentences_of(paragraphs)
    for run in cut_passages(text, sentences, words, max_tokens=32, target_tokens=target, overlap=overlap):
        total = sum(words(text[s.start : s.end]) for s in run)
        assert len(run) == 1 or total <= min(target, 32 - SPECIALS)


@given(PARAGRAPHS, st.integers(3, 60), st.integers(0, 3))
def test_passages_share_no_more_sentences_than_asked(paragraphs: list[list[int]], target: int, overlap: int) -> None:
    text, sentences = sentences_of(paragraphs)
    runs = cut_passages(text, sentences, words, target_tokens=target, overlap=overlap)
    assert all(len(set(a) & set(b)) <= overlap for a, b in zip(runs, runs[1:], strict=False))


def test_a_passage_half_full_ends_with_its_paragraph() -> None:
    text, sentences = sentences_of([[6], [3, 3]])
    assert [len(run) for run in cut_passages(text, sentences, words, target_tokens=10, overlap=0)] == [1, 2]


def test_a_passage_less_than_half_full_goes_on_into_the_next_paragraph() -> None:
    text, sentences = sentences_of([[2], [3, 3]])
    assert [len(run) for run in cut_passages(text, sentences, words, target_tokens=10, overlap=0)] == [3]


def test_a_passage_begins_with_the_last_sentence_of_the_one_before() -> None:
    text, sentences = sentences_of([[4, 4, 4, 4]])
    runs = cut_passages(text, sentences, words, target_tokens=9, overlap=1)
    assert [[sentences.index(s) for s in run] for run in runs] == [[0, 1], [1, 2], [2, 3]]


def test_a_sentence_too_long_for_the_encoder_is_a_passage_of_its_own() -> None:
    text, sentences = sentences_of([[3, 900, 3]])
    assert [len(run) for run in cut_passages(text, sentences, words, overlap=1)] == [1, 1, 1]


@pytest.mark.parametrize("text", ["", " \n "])
def test_an_empty_text_has_no_passages(text: str) -> None:
    assert cut_passages(text, split_sentences(text), words) == []


def test_the_word_pieces_of_each_sentence_are_counted_once() -> None:
    text, sentences = sentences_of([[4, 4, 4], [9, 2]])
    counted: list[str] = []

    def counting(one: str) -> int:
        counted.append(one)
        return words(one)

    cut_passages(text, sentences, counting, overlap=2)
    assert counted == [text[s.start : s.end] for s in sentences]
