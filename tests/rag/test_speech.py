"""Which words of one sentence name its speaker, and when none do."""

from __future__ import annotations

import pytest

from rag.quotations import masked, quotations
from rag.speech import spoken_by


def speaker_of(sentence: str) -> str | None:
    span = spoken_by(masked(sentence, quotations(sentence)))
    return sentence[slice(*span)] if span else None


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("The minister dismissed reports that the army would unload the ships.", None),
        ("Housing Minister Karin de Wit rejected reports that the ban was late.", None),
        ("The prime minister faced claims that he had lied.", None),
        ("The minister rejects claims that rents have risen.", None),
        ("The inquiry heard claims that the ward was unsafe.", None),
        ("The ministry denied claims that rents had risen.", "The ministry"),
        ("The accused claims that he was at home.", "The accused"),
        ("Mohammed claims that he was at home.", "Mohammed"),
        ("The census reports that 300 live here.", "The census"),
        ("The boss claims that it was late.", "The boss"),
        ("Le Monde reports that two ministers would resign.", "Le Monde"),
    ],
)
def test_reports_and_claims_behind_a_verb_are_nouns(sentence: str, name: str | None) -> None:
    assert speaker_of(sentence) == name


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("The port authority now says 40 ships are waiting.", "The port authority"),
        ("Officials even claimed that rents had risen.", "Officials"),
        ("The ministry no longer says that the plan is safe.", None),
        ("The minister hardly said that the plan was safe.", None),
        ("Eva Lund, asked whether Jon Berg had warned her, said she could not remember.", "Eva Lund"),
        ("Eva Lund, asked about letters Jon Berg had denied, said she could not remember.", "Eva Lund"),
        ("Some 1,200 residents said they would leave.", "Some 1,200 residents"),
    ],
)
def test_a_speaker_is_a_name_without_the_words_around_it(sentence: str, name: str | None) -> None:
    assert speaker_of(sentence) == name


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("According to the ministry 40 people died.", "the ministry"),
        ("According to Eva Lund the tax failed, but nobody listened.", "Eva Lund"),
        ("According to Luc Maes rents rose sharply.", None),
        ("According to a 2023 report, rents fell.", "a 2023 report"),
        ("According to the July 2023 report, rents fell.", "the July 2023 report"),
        ("According to a report published on 5 May 2023 the tax failed.", "a report published on 5 May 2023"),
        ("According to Channel 4 the plan is dead.", "Channel 4"),
        ("According to Anna Cole “it is over”.", "Anna Cole"),
        ("The plan is dead, according to a survey of 1,200 homes.", "a survey of 1,200 homes"),
        ("The plan is dead, according to people close to the talks.", "people close to the talks"),
    ],
)
def test_a_source_ends_where_the_next_clause_begins(sentence: str, name: str | None) -> None:
    assert speaker_of(sentence) == name


@pytest.mark.parametrize(
    "sentence",
    [
        "Employers say 1,200 jobs are at risk; the union says none are.",
        "Jon Berg said the ban was illegal, but Eva Lund said it was legal.",
        "The ban is legal, Eva Lund said, and Jon Berg said it is not.",
        "While the board says the ward is safe, the union says it is not.",
        "The price, analysts say, will fall, though Eva Lund says it will rise.",
        "He said prices would fall, but officials said they would rise.",
        "“It is late,” said Haas, but “we know,” said Oram.",
    ],
)
def test_a_sentence_of_two_speakers_has_none(sentence: str) -> None:
    assert speaker_of(sentence) is None


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Eva Lund said the tax would rise, but Lund also said it was fair.", "Eva Lund"),
        ("Eva Lund said the tax would rise, but said it was fair.", "Eva Lund"),
        ("Eva Lund said the tax would rise, and she said it was fair.", "Eva Lund"),
        ("The board said that while the ministry had warned it, it would go on.", "The board"),
        ("Although it rained, officials said nobody was hurt.", "officials"),
        ("Eva Lund states that Jon Berg came, and played with the hen, Reuters reported.", "Eva Lund"),
        ("“It is late,” said Haas, but nobody heard.", "Haas"),
        ("Anna Cole, a nurse, and Tom Hale, a cook, said nobody was paid.", "Anna Cole"),
    ],
)
def test_a_sentence_of_one_speaker_keeps_that_one_over_its_clauses(sentence: str, name: str) -> None:
    assert speaker_of(sentence) == name


def test_a_sentence_of_nothing_but_commas_and_names_is_read_to_its_end() -> None:
    assert spoken_by("Lund, " * 2_700) is None
