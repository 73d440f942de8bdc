"""A citation is a verbatim slice, survives an edit or dies openly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Article
from rag.citations import CONTEXT, Citation, cite, resolve, text_directive


def article(text: str, url: str | None = None) -> Article:
    return Article("a", 1, None, None, None, None, None, None, url, None, text, "")


TEXT = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs",)), min_size=1, max_size=200)


@st.composite
def slices(draw: st.DrawFn) -> tuple[str, int, int]:
    text = draw(TEXT)
    start = draw(st.integers(0, len(text) - 1))
    return text, start, draw(st.integers(start + 1, len(text)))


@given(slices())
def test_every_citation_is_a_slice_of_its_article_with_its_context(cut: tuple[str, int, int]) -> None:
    text, start, end = cut
    citation = cite(1, article(text), start, end)
    assert text[citation.start : citation.end] == citation.exact
    assert (text[:start] + citation.exact + text[end:]) == text
    assert text[:start].endswith(citation.prefix)
    assert text[end:].startswith(citation.suffix)
    assert len(citation.prefix) <= CONTEXT


def test_a_citation_of_other_words_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="not a slice"):
        Citation(1, article("One two."), "Two", "", "", 4, 7)


def test_an_empty_citation_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="not a slice"):
        Citation(1, article("One two."), "", "", "", 4, 4)


@given(slices(), TEXT)
def test_a_citation_survives_text_put_before_its_context_or_is_orphaned(cut: tuple[str, int, int], new: str) -> None:
    text, start, end = cut
    citation = cite(1, article(text), start, end)
    edited = new + text
    found = resolve(citation, edited)
    assert found is None or edited[found[0] : found[1]] == citation.exact


@given(slices())
def test_in_the_unchanged_text_a_citation_stands_where_it_stood(cut: tuple[str, int, int]) -> None:
    text, start, end = cut
    assert resolve(cite(1, article(text), start, end), text) == (start, end)


def test_a_moved_sentence_is_found_at_its_new_place() -> None:
    citation = cite(1, article("First. The fee is 5 euros. Last."), 7, 26)
    assert resolve(citation, "New start. First. The fee is 5 euros. Last.") == (18, 37)


def test_a_changed_sentence_is_orphaned_not_matched_to_its_like() -> None:
    citation = cite(1, article("First. The fee is 5 euros. Last."), 7, 26)
    assert resolve(citation, "First. The fee is 6 euros. Last.") is None


def test_words_that_stand_in_the_same_context_twice_resolve_to_neither() -> None:
    citation = cite(1, article("A. Yes. B."), 3, 7)
    assert resolve(citation, "XX A. Yes. B. A. Yes. B.") is None


def test_a_link_opens_at_the_sentence() -> None:
    source = article("The fee – 5-10 euros, not more – is due.", "https://news.example/a#top")
    citation = cite(1, source, 0, 40)
    assert citation.link is not None
    assert citation.link.startswith("https://news.example/a#:~:text=The%20fee")
    assert "5%2D10%20euros%2C" in citation.link


def test_a_long_sentence_is_linked_by_its_ends() -> None:
    assert text_directive("one two three four five six seven eight nine ten eleven") == (
        "one%20two%20three%20four,eight%20nine%20ten%20eleven"
    )
