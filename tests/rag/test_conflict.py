"""When do two articles disagree? Rather never than where they do not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Draft, Sentence
from rag.citations import Ask
from rag.conflict import disagreement, with_the_other_side
from rag.question import understand
from rag.reader import Evidence
from tests.rag.conftest import AMNESTY, MakeAnswerer

OLD = Draft(
    "The council met on Monday. The need is greatest in Port Ash, where 1,340 dwellings are let to visitors.",
    id="old",
    title="Homes on the coast",
    published=date(2025, 12, 4),
)
NEW = Draft(
    "Port Ash, the biggest resort, has 2,100 dwellings that are let to visitors, according to the tax office.",
    id="new",
    title="A levy on nights",
    published=date(2026, 3, 18),
)
WORDS = "Six five 12 15 people men in Vessing Holt died were not on 1 March 2 May the storm about at least . ,".split()


def evidence(text: str, article_id: str) -> Evidence:
    return Evidence(article_id, 1, Sentence(0, len(text)), text, 0.5, "News of the town")


def between(one: str, other: str) -> tuple[str, str] | None:
    return disagreement(evidence(one, "a"), evidence(other, "b"))


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        (OLD.text.split(". ")[1], NEW.text, ("1,340 dwellings", "2,100 dwellings")),
        ("The tunnel will cost 40 million euros.", "The tunnel will cost 55 million euros.", ("40", "55")),
        ("The new fee applies from 1 March.", "The new fee applies from 1 April.", ("1 March", "1 April")),
        ("Six men got the amnesty in Ost.", "Five men got the amnesty in Ost.", ("Six men", "Five men")),
        ("Hotels are covered by the levy.", "Hotels are not covered by the levy.", ("Hotels are", "Hotels are not")),
        ("The storm killed 12 people in Ost, the police said.", "The storm killed 15 people in Ost.", ("12", "15")),
    ],
)
def test_another_number_date_or_answer_of_one_thing_is_a_conflict(one: str, other: str, words: tuple[str, str]) -> None:
    found = between(one, other)
    assert found is not None
    assert found[0].startswith(words[0])
    assert found[1].startswith(words[1])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The fee is 5 euros.", "The fee is five euros."),
        ("The fee is 5 euros for adults.", "The fee is 3 euros for children."),
        ("The fee in Ost was 5 euros in 2019.", "The fee in Ost was 7 euros in 2023."),
        ("The fee in Ost is 5 euros.", "The fine in Ost is 70 euros."),
        ("Port Ash has 2,100 dwellings let to visitors.", "In Merrow 640 dwellings are let to visitors."),
        ("Ostrand gives seasonal workers eight months.", "Kelland gives seasonal workers five months."),
        ("At least six men came back.", "Seven men came back."),
        ("About 300 people died in Ost.", "In Ost 310 people died."),
        ("The ministry will hire 25 people in May.", "The ministry will hire 30 people in June."),
        ("Article 56 of the Ost Treaty is short.", "Article 53 of the Ost Treaty is short."),
        ("In 2004 there were 15,000 speakers in the country.", "In 2004 there were 130,000 speakers in the country."),
        ("The shop took 136 million euros there.", "The shop took 84 million euros there."),
        ("Hotels are covered by the levy.", "Camp sites are not covered by the levy."),
        ("The council meets on 3 May.", "The mayor was elected on 7 June."),
        ("Merrow and Port Ash have 2,740 dwellings let to visitors.", "Port Ash has 2,100 dwellings let to visitors."),
    ],
)
def test_what_agrees_or_is_about_something_else_is_none(one: str, other: str) -> None:
    assert between(one, other) is None


def test_sentences_without_a_name_in_articles_about_different_things_are_in_none() -> None:
    one, other = evidence("The median age was 36 years.", "a"), evidence("The median age was 35 years.", "b")
    assert disagreement(one, other) is not None
    assert disagreement(replace(one, title="Atlantic City"), replace(other, title="Tucson")) is None


def test_an_article_does_not_disagree_with_itself() -> None:
    assert disagreement(evidence("Ost has 5 inns.", "a"), evidence("Ost has 7 inns.", "a")) is None


@given(*[st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)] * 2)
def test_a_conflict_is_the_same_from_both_sides_and_in_words_of_both(one: str, other: str) -> None:
    found = between(one, other)
    assert found == (None if (back := between(other, one)) is None else back[::-1])
    assert found is None or (found[0] in one and found[1] in other)


def test_both_sides_are_cited_and_the_notice_names_both_articles_and_their_dates(make_answerer: MakeAnswerer) -> None:
    answer = make_answerer(OLD, NEW, AMNESTY).answer(Ask("How many dwellings in Port Ash are let to visitors?"))
    assert {c.article.id for c in answer.citations} == {"old", "new"}
    (notice,) = [n for n in answer.notices if n.kind == "conflict"]
    for words in (
        "A levy on nights",
        "18 March 2026",
        "2,100 dwellings",
        "Homes on the coast",
        "4 December 2025",
        "1,340",
    ):
        assert words in notice.text


def test_two_articles_that_agree_are_in_no_conflict(make_answerer: MakeAnswerer) -> None:
    same = replace(NEW, id="same", text="Port Ash has 2,100 dwellings that are let to visitors.")
    answer = make_answerer(NEW, same).answer(Ask("How many dwellings in Port Ash are let to visitors?"))
    assert "conflict" not in {n.kind for n in answer.notices}


@pytest.mark.parametrize(
    ("question", "given_up"),
    [
        ("How many died in Ost?", True),
        ("How many died in Ost and when did it begin?", True),
        ("How many died in Ost, when did it begin and who was late?", False),
        ("How do Ost, Kelland and Merrow differ?", False),
    ],
)
def test_the_only_sentence_of_a_part_or_subject_does_not_give_way(question: str, given_up: bool) -> None:
    given = ["The storm killed 12 people in Ost.", "It began on Monday.", "The army was late."]
    chosen = [[evidence(text, "a")] for text in given]
    other = evidence("The storm killed 15 people in Ost.", "b")
    found = with_the_other_side(understand(question), chosen, [other], 3)
    assert [group[0].text for group in found] == ([*given[:2], other.text] if given_up else given)
    assert len(with_the_other_side(understand(question), chosen, [other], 4)) == 4
