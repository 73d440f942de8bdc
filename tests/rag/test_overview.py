"""What is this about? What an article says first."""

from __future__ import annotations

import pytest

from index.article import Article
from rag.citations import Ask
from rag.overview import OPENING, overview
from rag.question import understand
from tests.rag.conftest import AMNESTY, FEES, MakeAnswerer


@pytest.mark.parametrize(
    "question",
    [
        "What is this article about?",
        "what's this about",
        "Summarise the article.",
        "Give me a short summary of the story",
        "What are the main points?",
        "TL;DR",
        "What does the article say?",
    ],
)
def test_a_question_about_the_whole_is_told(question: str) -> None:
    assert understand(question).is_overview


@pytest.mark.parametrize("question", ["What is the Trust Line about?", "What does the article say about France?"])
def test_a_question_about_a_part_is_not_one_about_the_whole(question: str) -> None:
    assert not understand(question).is_overview


def test_an_overview_opens_as_the_article_does(make_answerer: MakeAnswerer) -> None:
    answer = make_answerer(AMNESTY).answer(Ask("What is this article about?"))
    assert answer.status == "answered"
    assert answer.citations[0].start == 0
    assert answer.citations[0].exact.startswith("The ministry offers an amnesty")


def test_an_overview_of_several_articles_has_a_sentence_of_each(make_answerer: MakeAnswerer) -> None:
    answer = make_answerer(AMNESTY, FEES).answer(Ask("What is this about?"))
    assert {c.article.id for c in answer.citations} == {"amnesty", "fees"}


def test_an_overview_keeps_to_the_article_asked_about(make_answerer: MakeAnswerer) -> None:
    answer = make_answerer(AMNESTY, FEES).answer(Ask("Summarise the article", article_ids=("fees",)))
    assert {c.article.id for c in answer.citations} == {"fees"}


LONG = "The council met " + "and met again " * 300
AFTER = "The fee, it said, is to be paid by all. Nobody spoke."


def first(text: str) -> list[str]:
    article = Article("a", 1, "Fees", None, None, None, None, None, None, None, text, "")
    return [one.text for one in overview([article], 3).evidence]


@pytest.mark.parametrize("end", [".", "?”", " e.g. in May."])
def test_an_overview_quotes_whole_sentences_only_where_the_opening_ends_within_one(end: str) -> None:
    assert first(f"It rained. {LONG}now{end} {AFTER}\n{AFTER}") == ["It rained.", f"{LONG}now{end}"]
    assert first(f"{LONG[: OPENING - 20]}. {AFTER}")[1] == "The fee, it said, is to be paid by all."


def test_an_overview_ends_with_the_opening_of_an_article() -> None:
    assert first(f"It rained.\n{LONG[: OPENING - 10]}\n{AFTER}") == ["It rained.", LONG[: OPENING - 10].strip()]
    assert first(f"It rained.\n{AFTER}") == ["It rained.", "The fee, it said, is to be paid by all.", "Nobody spoke."]
