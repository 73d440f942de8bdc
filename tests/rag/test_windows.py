from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.article import Hit, Passage, Sentence
from index.sentences import split_sentences
from rag.reader import Candidate
from rag.windows import windows

TEXT = (
    "The fee rises in May. It was 4 crowns.\nResidents pay nothing. Critics object. The mayor does not.\nA vote is due."
)


def words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def candidates(text: str, runs: Sequence[Sequence[Sentence]], article_id: str = "fee") -> list[Candidate]:
    found = []
    for key, run in enumerate(runs):
        passage = Passage(key, article_id, 1, run[0].start, run[-1].end, text[run[0].start : run[-1].end], tuple(run))
        found.append(Candidate(Hit(passage, 1.0, 0.5, 1.0), np.zeros((len(run), 4), dtype=np.float32), "Fees"))
    return found


sentences = split_sentences(TEXT)
overlapping = st.lists(
    st.tuples(st.integers(0, len(sentences) - 1), st.integers(1, 4)).map(lambda p: sentences[p[0] : p[0] + p[1]]),
    min_size=1,
    max_size=6,
)


@given(overlapping, st.integers(1, 40))
def test_every_sentence_of_the_candidates_is_in_a_window(runs: list[Sequence[Sentence]], longest: int) -> None:
    read = {s for window in windows(candidates(TEXT, runs), words, longest) for s in window.sentences}
    assert read == {s for run in runs for s in run}


@given(overlapping, st.integers(1, 40))
def test_a_window_is_no_longer_than_it_may_be_unless_one_sentence_is(
    runs: list[Sequence[Sentence]], longest: int
) -> None:
    for window in windows(candidates(TEXT, runs), words, longest):
        assert len(window.sentences) == 1 or sum(words([window.text])) <= longest


@given(overlapping, st.integers(1, 40))
def test_local_offsets_point_to_the_same_words_as_the_articles(runs: list[Sequence[Sentence]], longest: int) -> None:
    for window in windows(candidates(TEXT, runs), words, longest):
        for own, local in zip(window.sentences, window.local, strict=True):
            assert window.text[local.start : local.end] == TEXT[own.start : own.end]


@given(overlapping)
def test_a_window_has_no_gap(runs: list[Sequence[Sentence]]) -> None:
    for window in windows(candidates(TEXT, runs), words, 40):
        assert all(b.start - a.end <= 1 for a, b in zip(window.sentences, window.sentences[1:], strict=False))


def test_neighbouring_passages_are_read_together() -> None:
    made = windows(candidates(TEXT, [sentences[2:4], sentences[0:3]]), words, 40)
    assert [window.sentences for window in made] == [sentences[0:4]]


def test_windows_come_in_the_order_in_which_their_passages_were_found() -> None:
    made = windows(candidates(TEXT, [sentences[4:6], sentences[0:2]]), words, 40)
    assert [window.rank for window in made] == [0, 1]
    assert made[0].sentences == sentences[4:6]


def test_a_window_begins_with_the_last_sentence_of_the_one_before() -> None:
    first, second = windows(candidates(TEXT, [sentences[0:5]]), words, 14)[:2]
    assert first.sentences[-1] == second.sentences[0]


def test_articles_are_never_read_as_one() -> None:
    both = [*candidates(TEXT, [sentences[0:2]]), *candidates(TEXT, [sentences[2:4]], "other")]
    assert {window.article_id for window in windows(both, words, 40)} == {"fee", "other"}
    assert all(len(window.sentences) == 2 for window in windows(both, words, 40))


def test_nothing_to_read_is_no_window() -> None:
    assert windows([], words) == []
