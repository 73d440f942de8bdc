from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.article import Draft
from index.canonical import canonicalise
from index.drafts import LONGEST_TEXT, draft_from_fields
from index.errors import SourceError

BODY = "Taxes rise on 1 May.\nThe opposition objects."
PIECES = st.sampled_from(
    [
        "Taxes rise in May",
        "Taxes rise on 1 May, the ministry said.",
        "June 5, 2015",
        "June 5, 2015, 5:00pm",
        "By Jane Doe",
        "Related: Cat on roof",
        "Related",
        "- an item",
        "Advertisement",
        "— Jane Doe (@jane) June 5, 2015",
        "this line was wrapped by hand at some column and the sentence goes on",
        "and on until it reaches its end.",
        "News",
        "[embed]",
        "[em[embed]bed]",
        "Updated: 6 June 2015",
        "",
    ]
)
PAGES = st.lists(PIECES | st.text(max_size=30), max_size=14).map("\n".join)


def drafted(text: str, title: str | None = None) -> Draft | None:
    try:
        return draft_from_fields("test", text=text, title=title)
    except SourceError:
        return None


@given(PAGES)
@example("a" * 45 + "\n\n" + "b" * 45 + "\n\nc")
def test_a_draft_given_back_is_the_same_draft(page: str) -> None:
    draft = drafted(page)
    if draft is not None:
        again = draft_from_fields(
            "test",
            text=draft.text,
            title=draft.title,
            standfirst=draft.standfirst,
            byline=draft.byline,
            published=draft.published,
            updated=draft.updated,
        )
        assert again == draft


@given(PAGES.filter(lambda page: not set(page) & set("[]{}<>")))
def test_every_paragraph_is_whole_lines_of_the_page_to_the_letter(page: str) -> None:
    draft = drafted(page)
    lines = ["".join(line.split()) for line in canonicalise(page).split("\n")]
    for paragraph in draft.text.split("\n") if draft else ():
        letters = "".join(paragraph.split())
        reached = {0}
        for line in lines:
            reached |= {at + len(line) for at in reached if letters.startswith(line, at)}
        assert len(letters) in reached


@given(PAGES)
def test_the_text_is_canonical_and_has_no_empty_paragraph(page: str) -> None:
    draft = drafted(page)
    if draft is not None:
        assert unicodedata.is_normalized("NFC", draft.text)
        assert all(paragraph and paragraph == paragraph.strip() for paragraph in draft.text.split("\n"))


def test_one_short_sentence_is_all_text_and_has_no_title() -> None:
    assert draft_from_fields("test", text="Tax rises to 5 % on 1 May.") == Draft(text="Tax rises to 5 % on 1 May.")


@pytest.mark.parametrize("middle", ["", "In May.\n"])
def test_a_name_alone_above_the_date_is_the_byline(middle: str) -> None:
    draft = draft_from_fields("test", text=f"Taxes rise\n{middle}Jane Doe\n5 June 2015\n{BODY}")
    assert (draft.byline, draft.standfirst, draft.text) == ("Jane Doe", middle.strip() or None, BODY)


def test_a_date_that_is_not_the_known_one_heads_the_text() -> None:
    text = "12 March 2013\n" + BODY
    assert draft_from_fields("test", text=text, title="Taxes rise", published="2015-06-05").text == text


def test_a_section_above_the_headline_is_no_headline() -> None:
    draft = draft_from_fields("test", text=f"Politics\nTaxes rise\n{BODY}")
    assert (draft.title, draft.text) == ("Taxes rise", BODY)


def test_the_only_date_may_stand_at_the_foot_if_it_is_labelled() -> None:
    draft = draft_from_fields("test", text=f"{BODY}\nFirst published on 5 June 2015")
    assert (draft.published, draft.text) == (date(2015, 6, 5), BODY)


def test_dates_at_the_foot_that_differ_say_nothing() -> None:
    draft = draft_from_fields("test", text=f"{BODY}\nPublished 5 June 2015\nPublished 6 June 2015")
    assert (draft.published, draft.text) == (None, BODY)


@pytest.mark.parametrize("text", ["Tax rises", "One\nTwo\nThree", "One long first paragraph.\nAnother one."])
def test_no_title_is_guessed(text: str) -> None:
    assert draft_from_fields("test", text=text) == Draft(text=text)


def test_with_a_title_given_no_headline_is_hunted_in_the_text() -> None:
    draft = draft_from_fields("test", text="What has changed\n" + BODY, title="Taxes rise")
    assert (draft.title, draft.text) == ("Taxes rise", "What has changed\n" + BODY)


def test_a_first_paragraph_that_repeats_title_or_standfirst_is_dropped() -> None:
    draft = draft_from_fields("test", text="Taxes rise\nIn May.\n" + BODY, title="Taxes rise", standfirst="In May.")
    assert draft.text == BODY


def test_a_text_that_is_only_the_title_stays() -> None:
    assert draft_from_fields("test", text="Taxes rise", title="Taxes rise").text == "Taxes rise"


def test_what_a_field_says_is_never_overruled_by_the_text() -> None:
    page = f"Taxes rise\nIn brief.\nBy Jane Doe\n5 June 2015, 14:05\n{BODY}"
    given_fields = {"title": "Taxes rise", "byline": "John Roe", "published": date(2015, 6, 4)}
    draft = draft_from_fields("test", text=page, title="Taxes rise", byline="John Roe", published=date(2015, 6, 4))
    assert {name: getattr(draft, name) for name in given_fields} == given_fields
    assert (draft.standfirst, draft.text) == ("In brief.", BODY)


def test_fields_are_single_canonical_lines_and_blank_ones_are_none() -> None:
    draft = draft_from_fields(
        "test", text=BODY, title=" Taxes\nrise\u200b ", byline="By Jane Doe", publisher=" ", id=""
    )
    assert draft == Draft(text=BODY, title="Taxes rise", byline="Jane Doe")


@pytest.mark.parametrize("day", [date(2015, 6, 5), datetime(2015, 6, 5, 17), "2015-06-05", "June 5, 2015, 5:00pm"])
def test_dates_are_taken_as_objects_or_in_words(day: date | str) -> None:
    assert draft_from_fields("test", text=BODY, published=day).published == date(2015, 6, 5)


def test_language_and_address_are_kept() -> None:
    draft = draft_from_fields("test", text=BODY, language="pt_BR", url="https://news.example:8080/a?b=c#d")
    assert (draft.language, draft.url) == ("pt-BR", "https://news.example:8080/a?b=c#d")


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"text": ""}, "the text is blank"),
        ({"text": " \n\t\u00a0"}, "the text is blank"),
        ({"text": "\u200b"}, "nothing but what pages carry around"),
        ({"text": "Advertisement\n\nRelated: Cat on roof"}, "nothing but what pages carry around"),
        ({"text": "half \ud800"}, "half a character"),
        ({"text": "x" * (LONGEST_TEXT + 1)}, "longer than"),
        ({"title": "x" * 501}, "title is longer than 500"),
        ({"title": "\udfff"}, "title holds half a character"),
        ({"published": "05/06/2015"}, "published is not a date that can be read one way"),
        ({"published": "last week"}, "published is not a date"),
        ({"updated": "2015-02-30"}, "updated is not a date"),
        ({"url": "ftp://news.example"}, "url is not an http or https address"),
        ({"url": "javascript:alert(1)"}, "url is not an http or https address"),
        ({"url": "https://"}, "url is not an http or https address"),
        ({"url": "https://[::1"}, "url is not an http or https address"),
        ({"url": "https://news.example:99999/"}, "url is not an http or https address"),
        ({"url": "https://news.example/a b"}, "url is not an http or https address"),
        ({"url": "https://jane:secret@news.example/"}, "url holds a user name"),
        ({"url": "https://news.example/" + "x" * 2000}, "url is longer than 2,000"),
        ({"id": "a/b"}, "id holds"),
        ({"id": ".."}, "id holds"),
        ({"id": "two words"}, "id holds"),
        ({"language": "English, mostly"}, "language is not a language tag"),
    ],
)
def test_a_field_that_cannot_be_used_is_refused_by_name(fields: dict[str, str], problem: str) -> None:
    with pytest.raises(SourceError) as refusal:
        draft_from_fields("the request", **({"text": BODY} | fields))
    assert problem in refusal.value.problem
    assert refusal.value.source == "the request"
    assert refusal.value.remedy


def test_a_page_wrapped_without_blank_lines_is_unwrapped() -> None:
    page = (
        "The council decided on Friday to charge households for\n"
        "rubbish by weight. The charge begins on the first of\nApril."
    )
    assert draft_from_fields("test", text=page).text == page.replace("\n", " ")


def test_a_chain_of_nested_codes_ends() -> None:
    draft = draft_from_fields("test", text=BODY + "\n" + "[em" * 50 + "[embed]" + "bed]" * 50)
    assert draft.text.startswith(BODY)
    assert replace(draft, text="") == Draft(text="")
