from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from index.article import Draft
from index.sample import ARTICLE
from index.sources import read_sources

FOUNDING = Path(__file__).parents[2].parent / "shared" / "seed" / "article.txt"
QUOTED = re.compile(r"“([^”]*)”")
needs_founding = pytest.mark.skipif(
    not FOUNDING.exists(), reason="the founding article is not shipped: ../shared/seed is absent"
)


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.replace("’", "'").lower())


def runs(text: str, length: int) -> Iterator[tuple[str, ...]]:
    found = words(text)
    return (tuple(found[at : at + length]) for at in range(len(found) - length + 1))


@pytest.fixture(scope="module")
def draft() -> Draft:
    (draft,) = read_sources([str(ARTICLE)])
    assert isinstance(draft, Draft)
    return draft


def test_the_bundled_article_says_what_it_is_and_of_when(draft: Draft) -> None:
    assert (draft.id, draft.publisher, draft.published) == ("tajikistan-amnesty", "Footnote", date(2015, 6, 5))
    assert draft.title
    assert draft.standfirst
    assert "based on a VICE News report of 5 June 2015" in draft.text


def test_it_is_long_enough_to_ask_and_short_enough_to_read(draft: Draft) -> None:
    assert 600 <= len(words(draft.text)) <= 900


@pytest.mark.parametrize(
    "fact",
    [
        "Trust Line",
        "9 May",
        "Ministry of Internal Affairs",
        "Khalimov",
        "Omon",
        "Ahmadov",
        "France",
        "Australia",
        "Britain",
    ],
)
def test_it_tells_what_the_demo_is_asked(draft: Draft, fact: str) -> None:
    assert fact in draft.text


def test_its_markup_is_gone(draft: Draft) -> None:
    assert not re.search(r"[#*_`]", draft.text)
    assert "What consulates do, and what they do not" in draft.text.split("\n")


def test_its_quotations_are_short(draft: Draft) -> None:
    quotations = QUOTED.findall(draft.text)
    assert len(quotations) == draft.text.count("“") == draft.text.count("”")
    assert max(len(words(quotation)) for quotation in quotations) < 12


@needs_founding
def test_its_quotations_are_the_founding_articles_own_words(draft: Draft) -> None:
    founding = FOUNDING.read_text(encoding="utf-8")
    for quotation in QUOTED.findall(draft.text):
        assert tuple(words(quotation)) in set(runs(founding, len(words(quotation))))


@needs_founding
def test_outside_quotations_no_nine_words_in_a_row_are_the_founding_articles(draft: Draft) -> None:
    whole = f"{draft.title} | {draft.standfirst} | {QUOTED.sub(' … ', draft.text)}"
    assert not set(runs(whole, 9)) & set(runs(FOUNDING.read_text(encoding="utf-8"), 9))
