"""A sentence that leans on another brings it: "The line …" brings the sentence that introduces the line."""

from __future__ import annotations

import pytest

from index.article import Article
from index.sentences import split_sentences
from rag.openers import referent, with_referents
from rag.question import understand
from rag.reader import Evidence

TEXT = (
    "The state opened a telephone line, the Trust Line, in May.\nOfficers answer the calls. The line is open all day.\n"
    "France puts fighters in prison. That method has its own danger.\n"
    "The plan of the mayor failed. It was dear. Such plans are rare. The council paid. One of them left.\n"
    "Ostrand gives workers eight months. There the worker pays. There is no plan."
)
ARTICLE = Article("a", 1, "An amnesty", None, None, None, None, None, None, None, TEXT, "")


def brought(sentence: str, question: str = "What?", article: Article = ARTICLE) -> str | None:
    (place,) = [s for s in split_sentences(article.text) if article.text[s.start : s.end] == sentence]
    found = referent(understand(question), article, place)
    return None if found is None else article.text[found.start : found.end]


@pytest.mark.parametrize(
    ("sentence", "before"),
    [
        ("The line is open all day.", "The state opened a telephone line, the Trust Line, in May."),
        ("That method has its own danger.", "France puts fighters in prison."),
        ("It was dear.", "The plan of the mayor failed."),
        ("Such plans are rare.", "It was dear."),
        ("One of them left.", "The council paid."),
        ("There the worker pays.", "Ostrand gives workers eight months."),
        ("There is no plan.", None),
        ("France puts fighters in prison.", None),
        ("The plan of the mayor failed.", None),
        ("The council paid.", None),
        ("Officers answer the calls.", None),
    ],
)
def test_what_a_sentence_opens_with_is_looked_up_before_it(sentence: str, before: str | None) -> None:
    assert brought(sentence) == before


def test_what_the_reader_asked_about_needs_no_introduction() -> None:
    assert brought("The line is open all day.", "When is the line open?") is None


def test_the_first_sentence_has_nothing_before_it() -> None:
    article = Article("a", 1, None, None, None, None, None, None, None, None, "He left. It rained.", "")
    assert brought("He left.", article=article) is None


def shown(*scored: tuple[str, float], limit: int = 3) -> list[str]:
    places = {TEXT[s.start : s.end]: s for s in split_sentences(TEXT)}
    chosen = [[Evidence("a", 1, places[text], text, score)] for text, score in scored]
    groups = with_referents(understand("What?"), chosen, lambda *_: ARTICLE, limit)
    return [group[0].text for group in groups]


def test_it_is_added_where_there_is_room_once() -> None:
    assert shown(("That method has its own danger.", 0.9)) == [
        "That method has its own danger.",
        "France puts fighters in prison.",
    ]
    assert len(shown(("That method has its own danger.", 0.9), ("France puts fighters in prison.", 0.5))) == 2


def test_without_room_a_much_weaker_sentence_gives_way_and_a_good_one_does_not() -> None:
    assert shown(("It was dear.", 0.9), ("The council paid.", 0.1), limit=2) == [
        "It was dear.",
        "The plan of the mayor failed.",
    ]
    assert shown(("It was dear.", 0.9), ("The council paid.", 0.8), limit=2) == ["It was dear.", "The council paid."]
