"""A sentence that leans on another brings it: "The line …" brings the sentence that introduces the line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.article import Article, Sentence
from index.sentences import split_sentences
from rag.openers import referent, sentences_of, with_referents
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


def shown(*scored: tuple[str, float], limit: int = 3, question: str = "What?", text: str = TEXT) -> list[str]:
    places = {text[s.start : s.end]: s for s in sentences_of(text)}
    chosen = [[Evidence("a", 1, places[said], said, score)] for said, score in scored]
    groups = with_referents(understand(question), chosen, lambda *_: replace(ARTICLE, text=text), limit)
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


@pytest.mark.parametrize(
    ("question", "given_up"),
    [
        ("Who opened the pool?", True),
        ("Who opened the pool and when does it close?", True),
        ("Who opened the pool, when does it close and what does a ticket cost?", False),
    ],
)
def test_the_only_sentence_of_a_part_of_the_question_does_not_give_way(question: str, given_up: bool) -> None:
    text = "Olga Winn is the mayor. She opened the pool. It closes at nine. People like it. A ticket costs 3 euros."
    given = [("She opened the pool.", 0.95), ("It closes at nine.", 0.9), ("A ticket costs 3 euros.", 0.5)]
    found = shown(*given, question=question, text=text)
    assert ("A ticket costs 3 euros." in found) is not given_up
    assert ("Olga Winn is the mayor." in found) is given_up


def test_one_side_of_a_disagreement_does_not_give_way() -> None:
    text = "The winter was hard. It killed birds in Ost. The storm killed 12 people in Ost."
    one, other = "It killed birds in Ost.", "The storm killed 12 people in Ost."
    places = {text[s.start : s.end]: s for s in sentences_of(text)}
    chosen = [[Evidence("a", 1, places[said], said, score)] for said, score in ((one, 0.9), (other, 0.2))]
    far = "The storm killed 15 people in Ost."
    chosen.append([Evidence("b", 1, Sentence(0, len(far)), far, 0.2)])
    groups = with_referents(understand("What?"), chosen, lambda *_: replace(ARTICLE, text=text), 3)
    assert [group[0].text for group in groups] == [one, other, far]


def test_nothing_is_brought_for_a_sentence_that_gave_way() -> None:
    given = (("It was dear.", 0.9), ("Officers answer the calls.", 0.05), ("That method has its own danger.", 0.1))
    assert shown(*given) == ["It was dear.", "Officers answer the calls.", "The plan of the mayor failed."]


@pytest.mark.parametrize("bullet", ["- ", "• ", ""])
def test_a_list_item_that_is_leaned_on_is_shown_once_and_without_its_bullet(bullet: str) -> None:
    text = f"{bullet}The park raised the fee.\nIt applies from May."
    both = ["It applies from May.", "The park raised the fee."]
    assert shown((both[0], 0.9), (both[1], 0.8), text=text) == both
    assert shown((both[0], 0.9), text=text) == both


def test_a_list_item_is_known_with_its_bullet_too() -> None:
    text = "- The park raised the fee.\nIt applies from May."
    article = replace(ARTICLE, text=text)
    chosen = [[Evidence("a", 1, s, text[s.start : s.end], 0.9)] for s in split_sentences(text)]
    assert with_referents(understand("What?"), chosen, lambda *_: article, 3) == chosen


def test_a_copy_in_another_article_of_what_is_leaned_on_is_not_shown_beside_it() -> None:
    text = "The park raised the fee. It applies from May."
    first, second = [Evidence("a", 1, s, text[s.start : s.end], 0.9) for s in split_sentences(text)]
    chosen = [[replace(first, article_id="b"), first], [second]]
    assert with_referents(understand("What?"), chosen, lambda *_: replace(ARTICLE, text=text), 3) == chosen


def test_list_items_do_not_lean_on_each_other() -> None:
    article = replace(ARTICLE, text="The fund has two aims.\n- It buys boats.\n- It mends nets.")
    assert brought("- It mends nets.", article=article) is None
    assert shown(("It mends nets.", 0.9), text=article.text) == ["It mends nets."]
