"""The top of a scraped page: headline, standfirst, byline and dates, told from the article's own text.

Nothing is guessed. A headline is a first paragraph that could be one and has text after it; a standfirst is the one
paragraph between the headline and a line of date or byline; a date counts when it stands in such a line and can be
read one way only. Whatever does not fit stays in the text.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.bylines import Dateline, is_name, read_dateline
from index.lines import could_be_headline, ends_like_prose, is_list_item

_TOP = 12  # paragraphs that are looked at: no header is longer
_LONGEST_HEADLINE = 200
_LONGEST_STANDFIRST = 500
_SECTIONS = frozenset("news|world|world news|politics|business|analysis|exclusive|breaking|breaking news".split("|"))


@dataclass(frozen=True, slots=True)
class Front:
    """What is known of an article beside its text."""

    title: str | None = None
    standfirst: str | None = None
    byline: str | None = None
    published: date | None = None
    updated: date | None = None


def read_header(paragraphs: Sequence[str], known: Front) -> tuple[Front, list[str]]:
    """What the page adds to what is known of it, and the paragraphs that are the article's text."""
    lines = _datelines(paragraphs)
    texts = [at for at in range(len(paragraphs)) if at not in lines]
    title_at = _title_at(paragraphs, texts, known.title)
    found = known if title_at is None else replace(known, title=paragraphs[title_at])
    first = 0 if title_at is None else title_at + 1
    lines |= _bare_names(paragraphs, lines, first)
    texts = [at for at in texts if at not in lines]
    top, aside = _top(paragraphs, lines, first, known.published)
    standfirst_at = _standfirst_at(paragraphs, texts, known.standfirst, first, aside if first else None)
    if standfirst_at is not None:
        found = replace(found, standfirst=paragraphs[standfirst_at])
    for at in top:
        found = _fill(found, lines[at])
    elsewhere = {at: line for at, line in lines.items() if line.labelled and at not in top}
    found = _fill(found, _agreed(elsewhere.values()))
    taken = {*range(first), *top, *elsewhere, standfirst_at}
    return found, [text for at, text in enumerate(paragraphs) if at not in taken]


def _datelines(paragraphs: Sequence[str]) -> dict[int, Dateline]:
    """The lines of date and byline by position; in a chronicle a bare date is the heading of an entry."""
    lines = {at: line for at, text in enumerate(paragraphs) if (line := read_dateline(text)) is not None}
    days = {paragraphs[at] for at, line in lines.items() if line.plain}
    return {at: line for at, line in lines.items() if not (line.plain and len(days) > 1)}


def _title_at(paragraphs: Sequence[str], texts: Sequence[int], title: str | None) -> int | None:
    """Where the headline stands: the first text, unless that is the name of a section."""
    if len(texts) < 2 or texts[0] >= _TOP:
        return None
    at = texts[1] if len(texts) > 2 and paragraphs[texts[0]].casefold() in _SECTIONS else texts[0]
    if title is not None:
        return at if paragraphs[at] == title else None
    after = (paragraphs[later] for later in texts if later > at)
    return at if _is_headline(paragraphs[at]) and any(map(_is_prose, after)) else None


def _is_headline(text: str) -> bool:
    starts_small = text[0].islower() and not text[1:2].isupper()  # "eBay" and "iPhone" start headlines too
    return could_be_headline(text) and not starts_small and not is_list_item(text)


def _is_prose(text: str) -> bool:
    return ends_like_prose(text) or len(text) > _LONGEST_HEADLINE


def _bare_names(paragraphs: Sequence[str], lines: dict[int, Dateline], first: int) -> dict[int, Dateline]:
    """A name alone between headline and date is a byline too, where text follows."""
    for at in (first, first + 1):
        if first == 0 or at in lines or at + 1 not in lines or not is_name(paragraphs[at]):
            continue
        if len(paragraphs[at].split()) <= 3 and any(after not in lines for after in range(at + 2, len(paragraphs))):
            return {at: Dateline(byline=paragraphs[at])}
    return {}


def _top(
    paragraphs: Sequence[str], lines: dict[int, Dateline], first: int, published: date | None
) -> tuple[list[int], int | None]:
    """The lines of date and byline at the top, and the one paragraph that stands before the last of them.

    A bare date of another day than the one that is known, or below text that no headline precedes, is the text's.
    """
    top = [at for at in range(first) if at in lines]
    asides: list[int] = []
    before_last = None
    for at in range(first, min(len(paragraphs), first + _TOP)):
        text, line = paragraphs[at], lines.get(at)
        if line is not None:
            other_day = published is not None and line.published not in (None, published)
            if line.plain and (other_day or (asides and first == 0)):
                break
            top.append(at)
            before_last = asides[0] if asides else None
            continue
        asides.append(at)
        if len(asides) > 1 or len(text) > _LONGEST_STANDFIRST or is_list_item(text):
            break
    return top, before_last


def _standfirst_at(
    paragraphs: Sequence[str], texts: Sequence[int], standfirst: str | None, first: int, aside: int | None
) -> int | None:
    """Where the standfirst stands: the paragraph equal to the one that is known, or the one between title and date."""
    left = [at for at in texts if at >= first]
    if len(left) < 2:
        return None
    if standfirst is not None:
        return left[0] if paragraphs[left[0]] == standfirst else None
    return aside


def _fill(front: Front, line: Dateline) -> Front:
    """What is known stays; the line adds what was not."""
    return replace(
        front,
        byline=front.byline or line.byline,
        published=front.published or line.published,
        updated=front.updated or line.updated,
    )


def _agreed(lines: Collection[Dateline]) -> Dateline:
    """The dates of labelled lines away from the top, as far as they all say the same."""
    published = {line.published for line in lines if line.published}
    updated = {line.updated for line in lines if line.updated}
    return Dateline(
        published=published.pop() if len(published) == 1 else None,
        updated=updated.pop() if len(updated) == 1 else None,
    )
