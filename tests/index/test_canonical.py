from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.canonical import canonical_line, canonicalise, half_characters


@given(st.text())
def test_canonicalising_twice_changes_nothing(text: str) -> None:
    once = canonicalise(text)
    assert canonicalise(once) == once


@given(st.text())
def test_canonical_text_is_nfc_and_shows_every_character(text: str) -> None:
    canonical = canonicalise(text)
    assert unicodedata.is_normalized("NFC", canonical)
    assert all(c == "\n" or c == " " or not c.isspace() for c in canonical)
    assert all(c == "\n" or unicodedata.category(c) != "Cc" for c in canonical)
    assert not any("\U000e0000" <= c <= "\U000e007f" or c in "\u200b\ufeff\u202e\u2066\xad" for c in canonical)


@given(
    st.text(
        alphabet=st.characters(categories=["L", "N", "P", "S"], exclude_characters="\u3164\uffa0\u115f\u1160\u2800")
    )
)
def test_letters_digits_and_marks_of_punctuation_stay_as_written(text: str) -> None:
    assert canonicalise(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Don’t “quote” the minsiter", "Don’t “quote” the minsiter"),
        ("10\u00a0000\tkm\u2009north", "10 000 km north"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("Cafe\u0301", "Café"),
        ("am\u00adnes\u00adty", "amnesty"),
        ("no\u200bth\u2060ing\ufeff", "nothing"),
        ("\u202eevil\u202c", "evil"),
        ("Hi\U000e0049\U000e0047\U000e004e", "Hi"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("icon \uf099 here", "icon here"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("family 👩\u200d👧", "family 👩\u200d👧"),
        ("in\u200dvisible", "invisible"),
        ("❤\ufe0f\ufe0f\ufe01", "❤\ufe0f"),
    ],
)
def test_what_no_reader_sees_goes_and_what_the_author_wrote_stays(written: str, kept: str) -> None:
    assert canonicalise(written) == kept


def test_a_field_is_one_line() -> None:
    assert canonical_line("  Home,\non\u00a0conditions\n") == "Home, on conditions"


def test_half_a_character_is_told() -> None:
    assert half_characters("a\ud800b")
    assert not half_characters("a😀b")
