"""What is measured of a sentence: names, kinds of answer, words."""

from __future__ import annotations

import numpy as np
import pytest

from index.article import Hit, Passage, Sentence
from rag.baseline import load_baseline
from rag.kinds import lacks, quantity_near
from rag.question import understand
from rag.reader import Candidate
from rag.signals import SENTENCE_SIGNALS, Weights, is_heading, measure
from rag.terms import tokens

WEIGHTS = Weights({}, 1.0)


def candidate(*sentences: str, title: str = "", start: int = 0) -> Candidate:
    places, at = [], start
    for sentence in sentences:
        places.append(Sentence(at, at + len(sentence)))
        at += len(sentence) + 1
    text = " ".join(sentences)
    passage = Passage(1, "a", 1, start, start + len(text), text, tuple(places))
    vectors = np.zeros((len(sentences), 4), dtype=np.float32)
    vectors[:, 0] = 1.0
    return Candidate(Hit(passage, 1.0, 0.5, None), vectors, title)


def signals(question: str, *sentences: str, title: str = "") -> list[dict[str, float]]:
    vector = np.array([1.0, 0.0, 0.0, 0.0], dtype=np.float32)
    measured = measure(understand(question), vector, [candidate(*sentences, title=title)], WEIGHTS)
    return [dict(zip(SENTENCE_SIGNALS, row, strict=True)) for row in measured.values]


@pytest.mark.parametrize(
    ("question", "sentence", "lacking"),
    [
        ("When did it open?", "It opened on 9 May.", False),
        ("When did it open?", "It opened in the 19th century.", False),
        ("When did it open?", "It opened with a speech.", True),
        ("How many came home?", "Six came home.", False),
        ("How many came home?", "Some came home in June 2015.", True),
        ("Where is it?", "It is in Geneva.", False),
        ("Where is it?", "It is there.", True),
        ("Why did they go?", "They went because it was late.", False),
        ("Who answers?", "Officers answer.", False),
        ("What is it?", "It is there.", False),
    ],
)
def test_a_sentence_lacks_the_kind_of_answer_asked_for_or_has_it(question: str, sentence: str, lacking: bool) -> None:
    understood = understand(question)
    assert lacks(understood.wanted, understood, sentence, tokens(sentence)) is lacking


def test_a_number_counts_only_near_what_is_counted() -> None:
    question = understand("How many officers work there?")
    near, far = "Twelve officers work there.", "Officers and psychologists answer it; 12 of the calls came from abroad."
    assert quantity_near(question, tokens(near), near) == 1.0
    assert quantity_near(question, tokens(far), far) == 0.0


def test_all_question_words_in_a_sentence_is_full_coverage() -> None:
    (row,) = signals("Did the council raise the fee?", "The council raised the fee.")
    assert row["coverage"] == 1.0


def test_a_name_in_the_headline_counts_for_every_sentence() -> None:
    (with_title,) = signals("What does Denmark do?", "It imprisons them.", title="Denmark gets tough")
    (without,) = signals("What does Denmark do?", "It imprisons them.")
    assert (with_title["names"], without["names"]) == (1.0, 0.0)


def test_a_sentence_in_two_overlapping_passages_is_measured_once() -> None:
    one = candidate("One two.", "Three four.")
    two = candidate("Three four.", "Five six.", start=9)
    vector = np.array([1.0, 0.0, 0.0, 0.0], dtype=np.float32)
    assert len(measure(understand("What is three?"), vector, [one, two], WEIGHTS).where) == 3


def test_a_line_without_a_full_stop_is_a_heading_and_a_quotation_is_not() -> None:
    assert is_heading("What France does")
    assert not is_heading("“We are coming for you.”")


def test_a_reader_given_nothing_to_read_is_not_confident() -> None:
    reading = load_baseline().read(understand("What?"), np.zeros(4, dtype=np.float32), [])
    assert (reading.confidence, reading.evidence) == (0.0, ())


def test_evidence_comes_best_first_with_chances_between_0_and_1() -> None:
    vector = np.array([1.0, 0.0, 0.0, 0.0], dtype=np.float32)
    given = [candidate("The council raised the fee to 5 euros.", "It rained.", "Nobody came.")]
    scores = [
        one.score for one in load_baseline().read(understand("What fee did the council set?"), vector, given).evidence
    ]
    assert scores == sorted(scores, reverse=True)
    assert all(0.0 <= score <= 1.0 for score in scores)
