"""Who is named in full, whom a surname means, and when that cannot be told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.persons import full_name, others_named, people, subject_of


def test_people_are_found_without_their_titles() -> None:
    text = "Interior Minister Davit Oram met Colonel Gulmurod Khalimov on Monday."
    assert [one.name for one in people(text)] == ["Davit Oram", "Gulmurod Khalimov"]


@pytest.mark.parametrize(
    "text",
    [
        "They went to the Constitutional Court.",
        "The Builders’ Guild objects.",
        "Port Ansley is big. They live in Port Ansley.",
        "The Tarn Valley is green.",
    ],
)
def test_courts_guilds_and_places_are_no_people(text: str) -> None:
    assert people(text) == ()


@pytest.mark.parametrize(
    ("place", "is_one"),
    [
        ("They live in Anna Roth.", True),
        ("THEY LEFT THE CAMP NEAR ANNA ROTH.", True),
        ("They met outside the Anna Rothfels Bay.", True),
        ("They met in Anna Bay.", False),
        ("They met with Anna Roth.", False),
    ],
)
def test_one_mention_as_a_place_makes_a_name_a_place_everywhere(place: str, is_one: bool) -> None:
    names = [one.name for one in people(f"Anna Roth is far. {place} Carl Lund stays.")]
    assert ("Anna Roth" not in names) is is_one
    assert "Carl Lund" in names


def test_a_surname_stands_for_the_one_full_name_before_it() -> None:
    text = "Hanne Brandt came. Brandt spoke."
    assert full_name("Brandt", text, len(text)) == "Hanne Brandt"
    assert full_name("Minister Brandt", text, len(text)) == "Hanne Brandt"


@pytest.mark.parametrize("name", ["officials", "the ministry", "RFE/RL", "Hanne Brandt", "Lund"])
def test_what_is_no_known_surname_stays_as_it_is(name: str) -> None:
    assert full_name(name, "Hanne Brandt came.", 100) == name


def test_a_full_name_that_comes_only_later_is_not_used() -> None:
    assert full_name("Brandt", "Brandt spoke. Hanne Brandt came.", 13) == "Brandt"


def test_a_surname_known_before_is_somebody_else_too() -> None:
    text = "Carl Lund came. Ana Ruiz spoke. Lund left. He said no."
    assert others_named("Ana Ruiz", text, text.index("Lund left"), len(text))
    assert not others_named("Ana Ruiz", text, text.index("He said"), len(text))


@pytest.mark.parametrize(
    ("sentence", "subject"),
    [
        ("Viggo Maar, who heads the union, was late.", "Viggo Maar"),
        ("The mayor of Skel, Olga Winn, took the other side.", "Olga Winn"),
        ("Yesterday everybody met Olga Winn.", None),
        ("The mayor was late.", None),
    ],
)
def test_the_person_a_sentence_is_about_is_its_subject(sentence: str, subject: str | None) -> None:
    assert subject_of(sentence, 0, len(sentence)) == subject


@given(st.lists(st.sampled_from(["Ana", "Ruiz", "the", "Minister", "in", ".", ",", "Port", "’s"])).map(" ".join))
def test_a_person_is_always_words_of_the_text(text: str) -> None:
    assert all(text[one.start : one.end] == one.name for one in people(text))
