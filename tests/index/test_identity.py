"""Ids of articles."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Draft
from index.errors import InvalidArticle
from index.identity import check_draft, derive_id

HERE = Path("folder")


def test_an_id_is_readable_and_ends_in_a_hash() -> None:
    name = derive_id(Draft("text", title="Zürich’s “new” law, at last"))
    assert name[:-8] == "zurichs-new-law-at-last-"
    assert int(name[-8:], 16) >= 0


def test_a_title_in_another_script_gives_a_plain_name() -> None:
    assert derive_id(Draft("text", title="Таджикистан")).startswith("article-")


def test_an_edited_text_keeps_its_id_where_address_or_title_and_date_stand() -> None:
    assert derive_id(Draft("a", title="T", url="u")) == derive_id(Draft("b", title="T", url="u"))
    day = date(2015, 6, 5)
    assert derive_id(Draft("a", title="T", published=day)) == derive_id(Draft("b", title="T", published=day))
    assert derive_id(Draft("a", title="T")) != derive_id(Draft("b", title="T"))


@given(title=st.none() | st.text(), text=st.text(min_size=1))
def test_every_derived_id_is_acceptable(title: str | None, text: str) -> None:
    draft = Draft("some text", title=title)
    check_draft(HERE, Draft("some text", id=derive_id(draft)))


@pytest.mark.parametrize("bad", ["", "a/b", "..", ".", "a b", "a\n", "é", "x" * 129, "a\x00", "a?b", "-"])
def test_an_id_that_cannot_stand_in_an_address_is_refused_by_name(bad: str) -> None:
    with pytest.raises(InvalidArticle, match="not acceptable"):
        check_draft(HERE, Draft("text", id=bad))


@pytest.mark.parametrize("draft", [Draft(" \n "), Draft("a\x00b"), Draft("a\ud800"), Draft("a", title="\udfff")])
def test_an_article_that_cannot_be_stored_is_refused(draft: Draft) -> None:
    with pytest.raises(InvalidArticle, match="article"):
        check_draft(HERE, draft)
