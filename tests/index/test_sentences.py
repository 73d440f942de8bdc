from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.sentences import split_sentences

CASES = [
    line
    for line in (Path(__file__).parent.parent / "data" / "sentences.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("# ")
]
HELD_OUT = [line for line in CASES if hashlib.sha256(line.encode()).digest()[0] % 2]
AWKWARD = st.text(st.sampled_from("ab AZ.!?…\"“”'()[]1 \n\r\t\u00a0\u2028U.S.a.m.。؟🎉—"), max_size=80)


def sentences_of(text: str) -> list[str]:
    return [text[s.start : s.end] for s in split_sentences(text)]


def expected(case: str) -> list[str]:
    return [part.strip() for line in case.split("¶") for part in line.split("|")]


def text_of(case: str) -> str:
    return case.replace("|", "").replace("¶", "\n")


@pytest.mark.parametrize("case", [case for case in CASES if case not in HELD_OUT])
def test_a_hard_case_is_split_where_its_author_said(case: str) -> None:
    assert sentences_of(text_of(case)) == expected(case)


def test_nearly_all_cases_never_tuned_on_are_right() -> None:
    wrong = [case for case in HELD_OUT if sentences_of(text_of(case)) != expected(case)]
    assert len(wrong) <= 2, wrong


@given(st.one_of(st.text(), AWKWARD))
def test_every_visible_character_is_in_exactly_one_sentence(text: str) -> None:
    covered = [i for s in split_sentences(text) for i in range(s.start, s.end)]
    assert len(covered) == len(set(covered))
    assert {i for i, c in enumerate(text) if not c.isspace()} <= set(covered)


@given(st.one_of(st.text(), AWKWARD))
def test_sentences_are_in_order_trimmed_and_inside_one_paragraph(text: str) -> None:
    end = 0
    for s in split_sentences(text):
        body = text[s.start : s.end]
        assert end <= s.start < s.end
        assert body == body.strip()
        assert "\n" not in body
        end = s.end


@given(AWKWARD, AWKWARD)
def test_a_paragraph_is_split_the_same_whatever_follows_it(first: str, second: str) -> None:
    first = first.replace("\n", " ")
    assert sentences_of(first + "\n" + second) == sentences_of(first) + sentences_of(second)


def test_splitting_twice_gives_the_same_sentences() -> None:
    text = "\n".join(text_of(case) for case in CASES)
    assert split_sentences(text) == split_sentences(text)


def test_text_of_white_space_has_no_sentences() -> None:
    assert split_sentences(" \n\t\u00a0\n") == ()


def test_a_line_of_nothing_but_marks_is_kept_whole() -> None:
    assert sentences_of("* * *\n?!") == ["* * *", "?!"]


def test_marks_after_the_last_sentence_stay_with_it() -> None:
    assert sentences_of("It ended. ***") == ["It ended. ***"]


@pytest.mark.parametrize(
    "unit",
    [". ", "(", "a.m. ", ". . ", "“", "A. ", '" ', "x.\"'", ". [1]", "… ", "1. ", ". 🎉", "(a. ", ". -", "\u2028."],
)
def test_a_long_text_of_marks_is_split_in_the_end(unit: str) -> None:
    text = "Go " + unit * (250_000 // len(unit))
    assert "".join("".join(sentences_of(text)).split()) == "".join(text.split())
