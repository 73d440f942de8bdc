"""From fields, as a file, a JSON line or a request gives them, to a draft with canonical text, or a clear refusal.

`text` may be clean or scraped: both are cleaned the same way, and cleaning what is clean changes nothing. What a
field says is never overruled by what stands in the text; a field that is not given is read from the top of the text
where it stands there plainly, else it is None.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

from index.article import Draft
from index.boilerplate import drop_boilerplate, without_shortcodes
from index.canonical import canonical_line, canonicalise, half_characters
from index.dates import read_stamp
from index.errors import SourceError
from index.header import Front, read_header
from index.wrapping import unwrap

LONGEST_TEXT = 20_000_000  # bytes in a file, characters in a field: more than any article, less than memory
_LONGEST = {"title": 500, "standfirst": 2_000, "byline": 500, "publisher": 200, "url": 2_000, "id": 200, "language": 35}
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}")
_NOT_IN_ID = re.compile(r"[\s/?#%\\\"<>]")
_PASSES = 8  # cleaning can uncover something to clean; two passes is what the worst real page needed


def draft_from_fields(
    source: str,
    *,
    text: str,
    id: str | None = None,  # noqa: A002 (the field's name on every face)
    title: str | None = None,
    standfirst: str | None = None,
    byline: str | None = None,
    publisher: str | None = None,
    published: str | date | None = None,
    updated: str | date | None = None,
    url: str | None = None,
    language: str | None = None,
) -> Draft:
    """The draft that the fields make; raises SourceError, which names `source`, where they make none.

    Blank fields count as not given. Dates may be written in any form that can be read one way only.
    """
    known = Front(
        title=_line(source, "title", title),
        standfirst=_line(source, "standfirst", standfirst),
        byline=_line(source, "byline", byline),
        published=_date(source, "published", published),
        updated=_date(source, "updated", updated),
    )
    draft = Draft(
        text="",
        id=_id(source, id),
        publisher=_line(source, "publisher", publisher),
        url=_url(source, url),
        language=_language(source, language),
    )
    if half_characters(text):
        raise SourceError(source, "the text holds half a character (a lone surrogate)", "write it as valid Unicode")
    if len(text) > LONGEST_TEXT:
        raise SourceError(source, f"the text is longer than {LONGEST_TEXT:,} characters", "split it into articles")
    front, paragraphs = _settle(text, known)
    if not paragraphs:
        problem = "the text holds nothing but what pages carry around articles" if text.strip() else "the text is blank"
        raise SourceError(source, problem, "give the article's own paragraphs")
    byline = front.byline and re.sub(r"^[Bb]y:? (?=\S)", "", front.byline)
    return replace(
        draft,
        text="\n".join(paragraphs),
        title=front.title,
        standfirst=front.standfirst,
        byline=byline,
        published=front.published,
        updated=front.updated,
    )


def _settle(text: str, front: Front) -> tuple[Front, list[str]]:
    """Front matter and paragraphs, cleaned until cleaning changes nothing more."""
    paragraphs: list[str] = []
    for _ in range(_PASSES):
        lines = unwrap(canonicalise(without_shortcodes(canonicalise(text))).split("\n"))
        found, rest = read_header([line for line in drop_boilerplate(lines) if line], front)
        if (found, rest) == (front, paragraphs):
            break
        front, paragraphs = found, rest
        text = "\n".join(paragraphs)
    return front, paragraphs


def _line(source: str, name: str, value: str | None) -> str | None:
    """The field on one line of canonical characters; None where it is blank."""
    if value is None:
        return None
    if half_characters(value):
        raise SourceError(source, f"{name} holds half a character (a lone surrogate)", "write it as valid Unicode")
    line = canonical_line(value)
    if len(line) > _LONGEST[name]:
        raise SourceError(source, f"{name} is longer than {_LONGEST[name]:,} characters", "shorten it or leave it out")
    return line or None


def _date(source: str, name: str, value: str | date | None) -> date | None:
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    if value is None or not (line := canonical_line(value)):
        return None
    stamp = read_stamp(line)
    if stamp is None or stamp.day is None:
        raise SourceError(source, f"{name} is not a date that can be read one way only", "write it like 2015-06-05")
    return stamp.day


def _id(source: str, value: str | None) -> str | None:
    line = _line(source, "id", value)
    if line is not None and (_NOT_IN_ID.search(line) or line in (".", "..")):
        remedy = "use letters, digits and . _ - : only, or leave it out and one is derived"
        raise SourceError(source, "id holds a space or a character that has a meaning in addresses", remedy)
    return line


def _url(source: str, value: str | None) -> str | None:
    line = _line(source, "url", value)
    if line is None:
        return None
    try:
        parts = urlsplit(line)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or re.search(r"[\s<>\"\\^`{|}]", line):
        raise SourceError(source, "url is not an http or https address", "write it like https://news.example/story")
    if parts.username is not None:
        raise SourceError(source, "url holds a user name", "leave out what stands before the @")
    return line


def _language(source: str, value: str | None) -> str | None:
    line = _line(source, "language", value)
    if line is None:
        return None
    tag = line.replace("_", "-")
    if not _LANGUAGE.fullmatch(tag):
        raise SourceError(source, "language is not a language tag", "write it like en or pt-BR, or leave it out")
    return tag
