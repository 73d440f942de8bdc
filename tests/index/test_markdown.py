from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Draft
from index.errors import SourceError
from index.markdown import parse_markdown, plain_paragraphs, plain_words

FRONT = """---
title: "Taxes: they rise"
description: In May.
author: [Jane Doe, John Roe]
publisher: The Example
date: 2015-06-05T17:00:00Z
updated: 6 June 2015
url: https://news.example/tax
lang: no
id: tax-1
tags: [ignored]
---
"""
BODY = "Taxes rise on 1 May.\n\nThe opposition objects.\n"


def test_front_matter_becomes_fields() -> None:
    assert parse_markdown(FRONT + BODY, "tax.md") == Draft(
        text="Taxes rise on 1 May.\nThe opposition objects.",
        id="tax-1",
        title="Taxes: they rise",
        standfirst="In May.",
        byline="Jane Doe, John Roe",
        publisher="The Example",
        published=date(2015, 6, 5),
        updated=date(2015, 6, 6),
        url="https://news.example/tax",
        language="no",
    )


@pytest.mark.parametrize(
    "heading", ["# Taxes rise\n\n", "Taxes rise\n==========\n\n", "\ufeff# *Taxes* rise #\r\n\r\n"]
)
def test_a_first_heading_is_the_title_where_the_front_matter_has_none(heading: str) -> None:
    draft = parse_markdown(heading + BODY, "tax.md")
    assert (draft.title, draft.text.split("\n")[0]) == ("Taxes rise", "Taxes rise on 1 May.")


def test_a_heading_that_repeats_the_title_is_dropped() -> None:
    assert parse_markdown(f"---\ntitle: Taxes rise\n---\n# Taxes rise\n\n{BODY}", "a.md").text.startswith(
        "Taxes rise on"
    )


def test_headings_lists_quotations_and_code_keep_their_words_a_line_each() -> None:
    body = (
        "## Who pays ##\n\nWrapped lines\nare one paragraph.\n* one\n  goes on\n+ two\n1. first\n2) second\n\n"
        "> Said she,\n> and left.\n\nWhat next\n---------\n\n```python\nx *= 2\n```\n***\n[ref]: https://x.example\n"
        "A line  \nbroken."
    )
    assert plain_paragraphs(body) == (
        None,
        [
            "Who pays",
            "Wrapped lines are one paragraph.",
            "- one goes on",
            "- two",
            "1. first",
            "2) second",
            "Said she, and left.",
            "What next",
            "x *= 2",
            "A line",
            "broken.",
        ],
    )


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("**Five** of *six* and ***both***", "Five of six and both"),
        ("__Five__ of _six_, snake_case_name", "Five of six, snake_case_name"),
        ("5 * 3 * 2 = 30", "5 * 3 * 2 = 30"),
        ("~~not~~ `code * here *` now", "not code * here * now"),
        ('see [the law](https://x.example/a_(b) "t") and [it][1]', "see the law and it"),
        ("![alt](a.png)before [![alt](b.png)](c) after", "before  after"),
        ("he [the president] said [sic]", "he [the president] said [sic]"),
        ("a note[^1] and <https://x.example>", "a note and https://x.example"),
        (r"\*not emphasis\* and \[not a link\](x)", "*not emphasis* and [not a link](x)"),
        ("R&amp;D &lt;b&gt; <b>bold</b><br/>", "R&D <b> bold"),
        ("**a *b* c**", "a b c"),
    ],
)
def test_markup_goes_and_words_stay(written: str, words: str) -> None:
    assert plain_words(written) == words


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    assert parse_markdown("---\n\nTaxes rise on 1 May.\n", "a.md").text == "Taxes rise on 1 May."


@pytest.mark.parametrize(
    ("text", "problem", "line"),
    [
        ("---\ntitle: Taxes: they rise\n---\nBody.", "not valid YAML", 2),
        ("---\ntitle: a\nno colon\n---\nBody.", "not valid YAML", 3),
        ("---\n" + "[" * 500 + "\n---\nBody.", "not valid YAML", None),
        ("---\n- a list\n---\nBody.", "not a list of keys with values", 2),
        ("---\njust words\n---\nBody.", "not a list of keys with values", 2),
        ("---\ntitle: Taxes rise\n\nBody.", "has no end", 1),
        ("+++\ntitle = 'Taxes'\n+++\nBody.", "TOML", 1),
        ("---\ntitle: [a, b]\n---\nBody.", "title is a list", None),
        ("---\ndate: 2015-13-45\n---\nBody.", "published is not a date", None),
        ("---\nx: " + "y" * 70_000 + "\n---\nBody.", "front matter is too long", 1),
        (FRONT, "the text is blank", None),
    ],
)
def test_bad_front_matter_is_refused_with_its_line(text: str, problem: str, line: int | None) -> None:
    with pytest.raises(SourceError) as refusal:
        parse_markdown(text, "tax.md")
    assert problem in refusal.value.problem
    assert line is None or refusal.value.line == line


def test_values_that_yaml_would_change_stay_as_written() -> None:
    draft = parse_markdown("---\ntitle: 1984\nbyline: ~\npublisher: Yes\n---\nBody.", "a.md")
    assert (draft.title, draft.byline, draft.publisher) == ("1984", None, "Yes")


@given(st.text(alphabet="ab \n*_-#>[]()!`~\\=|:'\"<&;1.", max_size=120) | st.text(max_size=60))
def test_no_markdown_breaks_the_reader(text: str) -> None:
    for whole in (text, "---\n" + text + "\n---\nBody."):
        with suppress(SourceError):
            assert parse_markdown(whole, "a.md").text
