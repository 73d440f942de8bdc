"""Fusing two searches, folding what says the same."""

from __future__ import annotations

from dataclasses import replace

from index.article import Hit, Passage, Sentence
from rag.retrieve import fold, retrieve
from tests.rag.conftest import AMNESTY, FEES, MakeAnswerer

WIRE = "The amnesty was granted to five of the six fighters who came home in recent months, officials said on Friday."


def hit(key: int, article_id: str, text: str) -> Hit:
    return Hit(Passage(key, article_id, 1, 0, len(text), text, (Sentence(0, len(text)),)), 1.0 / key, None, None)


def test_the_same_words_in_two_articles_are_folded_and_kept_as_a_copy() -> None:
    (folded,) = fold([hit(1, "a", WIRE), hit(2, "b", WIRE.replace("Friday", "Sunday"))])
    assert folded.passage.article_id == "a"
    assert [copy.article_id for copy in folded.copies] == ["b"]


def test_the_same_words_twice_in_one_article_are_two_passages() -> None:
    assert len(fold([hit(1, "a", WIRE), hit(2, "a", WIRE)])) == 2


def test_different_words_are_not_folded() -> None:
    assert len(fold([hit(1, "a", WIRE), hit(2, "b", "The council raised the fee.")])) == 2


def test_hits_are_ordered_by_score_and_then_by_key(make_answerer: MakeAnswerer) -> None:
    answerer = make_answerer(AMNESTY, FEES)
    with answerer.index.snapshot() as snapshot:
        vector = answerer.index.encoder.encode_questions(["the fee"])[0]
        hits = retrieve(snapshot, "the fee", vector, limit=20)
    assert hits == sorted(hits, key=lambda h: (-h.score, h.passage.key))


def test_both_searches_alone_can_be_had(make_answerer: MakeAnswerer) -> None:
    answerer = make_answerer(AMNESTY, replace(FEES))
    with answerer.index.snapshot() as snapshot:
        vector = answerer.index.encoder.encode_questions(["parking fee"])[0]
        lexical = retrieve(snapshot, "parking fee", vector, limit=20, dense_weight=0.0)
        assert lexical[0].lexical is not None
        assert lexical[0].passage.article_id == "fees"
