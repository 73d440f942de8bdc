from __future__ import annotations

from collections.abc import Sequence

import pytest

from index.article import Article, Sentence
from rag.citations import Notice, cite
from rag.question import understand
from rag.reader import Evidence, Reading
from rag.short import short_answer

TEXT = "The fare was abolished on 1 March. Visitors pay 14 crowns."
ARTICLE = Article("ferry", 1, "Ferries", None, None, None, None, None, None, None, TEXT, "0" * 64)
FIRST, SECOND = Sentence(0, 34), Sentence(35, 58)
SPAN = Sentence(TEXT.index("1 March"), TEXT.index("1 March") + len("1 March"))


def reading(span: Sentence | None = SPAN) -> Reading:
    evidence = [Evidence("ferry", 1, s, TEXT[s.start : s.end], 0.9, "Ferries") for s in (FIRST, SECOND)]
    return Reading(0.9, tuple(evidence), span, 0)


def test_the_short_answer_names_the_citation_that_it_stands_in() -> None:
    citations = [cite(1, ARTICLE, SECOND.start, SECOND.end), cite(2, ARTICLE, FIRST.start, FIRST.end)]
    found = short_answer(understand("When was the fare abolished?"), reading(), citations, ())
    assert found is not None
    assert (found.text, found.citation) == ("1 March", 2)


def test_a_span_whose_sentence_is_not_shown_is_no_short_answer() -> None:
    shown = [cite(1, ARTICLE, SECOND.start, SECOND.end)]
    assert short_answer(understand("When was the fare abolished?"), reading(), shown, ()) is None


def test_another_version_of_the_article_does_not_hold_the_span() -> None:
    newer = Article("ferry", 2, "Ferries", None, None, None, None, None, None, None, TEXT, "0" * 64)
    shown = [cite(1, newer, FIRST.start, FIRST.end)]
    assert short_answer(understand("When was the fare abolished?"), reading(), shown, ()) is None


def test_a_few_words_do_not_answer_yes_or_no() -> None:
    shown = [cite(1, ARTICLE, FIRST.start, FIRST.end)]
    assert short_answer(understand("Was the fare abolished on 1 March?"), reading(), shown, ()) is None


WHY = "The fare was abolished to draw commuters. It had been unpopular."


def short_of(question: str, text: str, words: str, notices: Sequence[Notice] = ()) -> str | None:
    """What is given where these words of a text's first sentence are what the reader found."""
    article = Article("pact", 1, "Pact", None, None, None, None, None, None, None, text, "0" * 64)
    first = Sentence(0, text.index(". ") + 1 if ". " in text else len(text))
    span = Sentence(text.index(words), text.index(words) + len(words))
    read = Reading(0.9, (Evidence("pact", 1, first, text[: first.end], 0.9, "Pact"),), span, 0)
    found = short_answer(understand(question), read, [cite(1, article, 0, first.end)], notices)
    return found and found.text


def test_a_few_words_may_say_why() -> None:
    assert short_of("Why was the fare abolished?", WHY, "to draw commuters") == "to draw commuters"


@pytest.mark.parametrize(
    ("question", "text", "words"),
    [
        ("Why is it stricter?", "Vienna allows 90 nights a year.", "90 nights a year"),
        ("Why: Which is stricter (Austria)?", WHY, "to draw commuters"),
    ],
)
def test_what_is_no_reason_is_no_short_answer_to_why(question: str, text: str, words: str) -> None:
    assert short_of(question, text, words) is None


@pytest.mark.parametrize(
    ("question", "text", "words"),
    [
        ("When did Norway and Sweden sign?", "Norway and Sweden signed on 8 May.", "8 May"),
        ("When did Norway and Sweden sign?", "On 8 May, Sweden and Norway signed.", "8 May"),
        ("What flows between Bingen and Bonn?", "Between Bingen and Bonn the Rhine is narrow.", "the Rhine"),
        (
            "When was the Joe and Rika Mansueto Library built?",
            "The Joe and Rika Mansueto Library dates from 2011.",
            "2011",
        ),
    ],
)
def test_a_few_words_answer_for_several_that_stand_side_by_side(question: str, text: str, words: str) -> None:
    assert short_of(question, text, words) == words


@pytest.mark.parametrize(
    ("question", "text", "words"),
    [
        ("When did Norway and Denmark sign?", "Norway signed on 8 May.", "8 May"),
        ("When did Italy and Spain ban smoking?", "Italy did so in 2005 and Spain in 2011.", "2011"),
        ("What does a packet cost in France and Germany?", "It costs 13 euros in France, 8 in Germany.", "13 euros"),
        ("What do Spain and Portugal do?", "Spain, unlike Portugal, lets the army unload.", "lets the army unload"),
        ("How do Norway and Denmark differ?", "Norway pays 13 crowns, Denmark nothing.", "13 crowns"),
    ],
)
def test_what_is_said_of_one_is_no_short_answer_for_several(question: str, text: str, words: str) -> None:
    assert short_of(question, text, words) is None


@pytest.mark.parametrize(
    "question", ["Who introduced the ban and when does it start?", "When does it start and how many jobs go?"]
)
def test_a_few_words_do_not_answer_several_parts(question: str) -> None:
    assert short_of(question, "The ban starts on 1 March, Karin de Wit said.", "1 March") is None


def test_where_articles_disagree_there_is_no_short_answer() -> None:
    text, notice = "The cap will start on 1 May.", Notice("conflict", "Two articles disagree.")
    assert short_of("When will the cap start?", text, "1 May") == "1 May"
    assert short_of("When will the cap start?", text, "1 May", [notice]) is None


def test_a_span_of_another_than_the_best_sentence_is_no_short_answer() -> None:
    evidence = [Evidence("ferry", 1, s, TEXT[s.start : s.end], 0.9, "Ferries") for s in (SECOND, FIRST)]
    shown = [cite(1, ARTICLE, SECOND.start, SECOND.end), cite(2, ARTICLE, FIRST.start, FIRST.end)]
    question = understand("When was the fare abolished?")
    assert short_answer(question, Reading(0.9, tuple(evidence), SPAN, 1), shown, ()) is None


def test_without_a_span_there_is_no_short_answer() -> None:
    shown = [cite(1, ARTICLE, FIRST.start, FIRST.end)]
    assert short_answer(understand("When was the fare abolished?"), reading(None), shown, ()) is None
