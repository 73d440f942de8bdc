from __future__ import annotations

import pytest

from index.article import Article, Sentence
from rag.citations import cite
from rag.question import understand
from rag.reader import Evidence, Reading
from rag.short import short_answer

TEXT = "The fare was abolished on 1 March. Visitors pay 14 crowns."
ARTICLE = Article("ferry", 1, "Ferries", None, None, None, None, None, None, None, TEXT, "0" * 64)
FIRST, SECOND = Sentence(0, 34), Sentence(35, 58)
SPAN = Sentence(TEXT.index("1 March"), TEXT.index("1 March") + len("1 March"))


def reading(span: Sentence | None = SPAN) -> Reading:
    evidence = [Evidence("ferry", 1, s, TEXT[s.start : s.end], 0.9, "Ferries") for s in (SECOND, FIRST)]
    return Reading(0.9, tuple(evidence), span, 1)


def test_the_short_answer_names_the_citation_that_it_stands_in() -> None:
    citations = [cite(1, ARTICLE, SECOND.start, SECOND.end), cite(2, ARTICLE, FIRST.start, FIRST.end)]
    found = short_answer(understand("When was the fare abolished?"), reading(), citations)
    assert found is not None
    assert (found.text, found.citation) == ("1 March", 2)


def test_a_span_whose_sentence_is_not_shown_is_no_short_answer() -> None:
    shown = [cite(1, ARTICLE, SECOND.start, SECOND.end)]
    assert short_answer(understand("When was the fare abolished?"), reading(), shown) is None


def test_another_version_of_the_article_does_not_hold_the_span() -> None:
    newer = Article("ferry", 2, "Ferries", None, None, None, None, None, None, None, TEXT, "0" * 64)
    shown = [cite(1, newer, FIRST.start, FIRST.end)]
    assert short_answer(understand("When was the fare abolished?"), reading(), shown) is None


def test_a_few_words_do_not_answer_yes_or_no() -> None:
    shown = [cite(1, ARTICLE, FIRST.start, FIRST.end)]
    assert short_answer(understand("Was the fare abolished on 1 March?"), reading(), shown) is None


def test_a_few_words_may_say_why() -> None:
    shown = [cite(1, ARTICLE, FIRST.start, FIRST.end)]
    assert short_answer(understand("Why was the fare abolished?"), reading(), shown) is not None


@pytest.mark.parametrize(
    ("question", "given"),
    [
        ("When did Norway and Sweden sign?", "8 May"),
        ("When did Norway and Denmark sign?", None),
        ("How do Norway and Denmark differ?", None),
    ],
)
def test_a_few_words_answer_for_several_that_one_sentence_names(question: str, given: str | None) -> None:
    text = "Norway and Sweden signed on 8 May. Denmark waited."
    article = Article("pact", 1, "Pact", None, None, None, None, None, None, None, text, "0" * 64)
    first, span = Sentence(0, 34), Sentence(text.index("8 May"), text.index("8 May") + len("8 May"))
    read = Reading(0.9, (Evidence("pact", 1, first, text[:34], 0.9, "Pact"),), span, 0)
    found = short_answer(understand(question), read, [cite(1, article, 0, 34)])
    assert (found and found.text) == given


def test_without_a_span_there_is_no_short_answer() -> None:
    shown = [cite(1, ARTICLE, FIRST.start, FIRST.end)]
    assert short_answer(understand("When was the fare abolished?"), reading(None), shown) is None
