from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from index.article import Sentence
from training.examples import Maker
from training.mix import adversarial
from training.squad import Text, held_titles, is_even, read_squad
from training.window import Windows, cut


def asked(question: str, answer: str = "", start: int = 0) -> dict[str, object]:
    answers = [{"text": answer, "start": start}] if answer else []
    return {"id": question, "question": question, "answers": answers, "is_impossible": not answer}


ROWS = [
    {
        "title": "Kerb_charge",
        "context": "The kerb charge began in 2019. Mayor Ana Belmonte proposed it. The oldest street was first.",
        "questions": [
            asked("Who proposed the kerb charge?", "Ana Belmonte", 37),
            asked("Which street was the oldest?", "The oldest street", 63),
            asked("Who opposed the kerb charge in 2019?"),
            asked("What did Belmonte propose after 2019?", "it", 59),
        ],
    },
    {
        "title": "Kerb_charge",
        "context": "Critics in Varnholm said that the kerb charge was unfair. A court upheld it in 2021.",
        "questions": [asked("Who upheld the charge?", "A court", 58)],
    },
]


@pytest.fixture
def text(tmp_path: Path) -> Text:
    path = tmp_path / "squad.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write("\n".join(json.dumps(row) for row in ROWS))
    return read_squad(path)["Kerb_charge"]


def test_answers_stand_where_the_article_says_them(text: Text) -> None:
    said = [text.text[a.answer.start : a.answer.end] for a in text.asked if a.answer]
    assert said == ["Ana Belmonte", "The oldest street", "it", "A court"]


def test_an_answerable_example_has_its_answer_inside_its_evidence(text: Text) -> None:
    for seed in range(20):
        made = Maker([text], seed).answerable(0, 0)
        assert made.answer is not None
        assert made.text[made.answer.start : made.answer.end] == "Ana Belmonte"
        sentence = made.sentences[made.evidence[0]]
        assert sentence.start <= made.answer.start < made.answer.end <= sentence.end


def test_taken_out_evidence_is_nowhere_in_the_window(text: Text) -> None:
    for seed in range(20):
        made = Maker([text], seed).taken_out(0, 0)
        assert made is not None
        assert "Ana Belmonte" not in made.text
        assert (made.evidence, made.answer) == ((), None)


def test_a_wrong_window_lacks_the_answer(text: Text) -> None:
    made = [Maker([text], seed).same_article(0, 0) for seed in range(20)]
    assert any(made)
    assert all("Ana Belmonte" not in one.text for one in made if one)


def test_a_swapped_number_asks_for_what_is_not_said(text: Text) -> None:
    made = [Maker([text], seed).number_swapped(0, 3) for seed in range(20)]
    assert all(one.question != text.asked[3].text and one.evidence == () for one in made if one)
    assert any(made)


def test_a_turned_predicate_is_the_opposite(text: Text) -> None:
    made = Maker([text]).predicate_turned(0, 1)
    assert made is not None
    assert made.question == "Which street was the youngest?"


def test_two_questions_have_both_sentences_for_evidence(text: Text) -> None:
    made = [Maker([text], seed).two_questions(0, 0) for seed in range(20)]
    assert all(len(one.evidence) == 2 and one.answer is None for one in made if one)
    assert any(made)


def test_adversarial_questions_keep_what_they_are(text: Text) -> None:
    kinds = {one.question: one.kind for one in adversarial([text], 1)}
    assert kinds["Who opposed the kerb charge in 2019?"] == "adversarial"
    assert kinds["Who proposed the kerb charge?"] == "answerable beside adversarial"


def test_a_window_is_whole_sentences_side_by_side(text: Text) -> None:
    for seed in range(30):
        window = Windows(seed).around(text, 1, 1)
        assert 1 in window
        made = cut("x", "?", text, window, [])
        for place, i in enumerate(window):
            own, local = text.sentences[i], made.sentences[place]
            assert made.text[local.start : local.end] == text.text[own.start : own.end]


def test_the_same_seed_gives_the_same_example(text: Text) -> None:
    assert Maker([text], 3).answerable(0, 4) == Maker([text], 3).answerable(0, 4)


def test_an_answer_that_occurs_twice_is_placed_in_the_sentence_that_fits(tmp_path: Path) -> None:
    row = {
        "title": "Twice",
        "context": "In 2019 a bridge fell. The court ruled on the charge in 2019.",
        "questions": [asked("When did the court rule?", "2019", 3)],
    }
    path = tmp_path / "squad.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write(json.dumps(row))
    assert read_squad(path)["Twice"].asked[0].answer == Sentence(56, 60)


def test_what_is_held_back_does_not_depend_on_the_order_of_the_file() -> None:
    titles = [f"T{i}" for i in range(100)]
    assert held_titles(titles) == held_titles(reversed(titles))


def test_half_of_the_development_articles_is_never_trained_on() -> None:
    assert not is_even("Super_Bowl_50") or not is_even("Warsaw")
    assert is_even("Normans")
