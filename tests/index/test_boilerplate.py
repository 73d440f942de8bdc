from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.boilerplate import drop_boilerplate, is_boilerplate, without_shortcodes
from index.bylines import read_dateline
from index.sources import parse_text

PAGES = Path(__file__).parents[1] / "data" / "pages"


@pytest.mark.parametrize("page", sorted(PAGES.glob("*.txt")), ids=lambda page: page.stem)
def test_an_ugly_page_gives_its_header_and_its_paragraphs_and_nothing_else(page: Path) -> None:
    draft = parse_text(page.read_bytes().decode("utf-8"), page.name)
    expected = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    assert draft.text.split("\n") == expected["paragraphs"]
    assert (draft.title, draft.standfirst, draft.byline) == (
        expected["title"],
        expected["standfirst"],
        expected["byline"],
    )
    assert [day and str(day) for day in (draft.published, draft.updated)] == [
        expected["published"],
        expected["updated"],
    ]


@pytest.mark.parametrize("line", (PAGES / "authors-words.lines").read_text(encoding="utf-8").splitlines())
def test_the_authors_words_stay_though_they_begin_like_boilerplate(line: str) -> None:
    assert not is_boilerplate(line)
    assert read_dateline(line) is None


@pytest.mark.parametrize("line", (PAGES / "boilerplate.lines").read_text(encoding="utf-8").splitlines())
def test_a_line_of_a_known_form_is_boilerplate(line: str) -> None:
    assert is_boilerplate(line)


@pytest.mark.parametrize(
    "code", ["[embed]", '[ooyalacontent_id="a"player_id="b" auto_play="1"]', "{{ads}}", "<!-- x -->"]
)
def test_shortcodes_go_wherever_they_stand(code: str) -> None:
    assert without_shortcodes(f"Before {code} after.").split() == ["Before", "after."]


@pytest.mark.parametrize("words", ["[sic]", "[the president]", "[1]", "a < b", "{x}", "[a link](https://news.example)"])
def test_brackets_of_the_author_stay(words: str) -> None:
    assert without_shortcodes(f"Before {words} after.") == f"Before {words} after."


def test_titles_after_a_label_go_and_the_article_goes_on() -> None:
    lines = ["One.", "", "Read more:", "- First teaser", "- Second teaser", "", "What happens next", "", "Two."]
    assert [line for line in drop_boilerplate(lines) if line] == ["One.", "What happens next", "Two."]


def test_prose_after_a_label_stays() -> None:
    assert drop_boilerplate(["One.", "Related:", "Two went on as before."]) == ["One.", "Two went on as before."]


def test_everything_after_a_label_goes_where_no_text_follows() -> None:
    lines = ["One.", "", "More stories", "", "First teaser", "", "5 June 2015", "", "Second teaser"]
    assert [line for line in drop_boilerplate(lines) if line] == ["One."]


def test_an_embedded_tweet_goes_with_its_authors_name() -> None:
    lines = ["One.", "", "So #proud of this", "— Jane Doe (@jane) June 5, 2015", "", "Two."]
    assert [line for line in drop_boilerplate(lines) if line] == ["One.", "Two."]


def test_a_tweeters_name_takes_no_paragraph_of_the_article_with_it() -> None:
    lines = ["One is the author's.", "", "— Jane Doe (@jane) June 5, 2015", "", "Two."]
    assert [line for line in drop_boilerplate(lines) if line] == ["One is the author's.", "Two."]


def test_watch_is_a_teaser_within_an_article_and_may_be_its_headline() -> None:
    assert drop_boilerplate(["Watch: the river rise", "One.", "Watch: the river rise"]) == [
        "Watch: the river rise",
        "One.",
    ]


@given(st.lists(st.text(max_size=60).map(lambda text: " ".join(text.split()))))
def test_what_is_kept_is_some_of_the_lines_in_order(lines: list[str]) -> None:
    rest = iter(lines)
    assert all(kept in rest for kept in drop_boilerplate(lines))
