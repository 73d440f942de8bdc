"""The nouns of an answer, and the promise that a citation is a verbatim slice of its article."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal
from urllib.parse import quote

from index.article import Article

Status = Literal["answered", "partial", "not_covered"]
NoticeKind = Literal["stale", "reported_speech", "conflict", "missing"]

CONTEXT = 32
"""How many characters of context `prefix` and `suffix` carry, at most (as W3C TextQuoteSelector uses are)."""


@dataclass(frozen=True, slots=True)
class RelativeDate:
    """Words of a citation that count from the day of its article, and what they mean.

    `text` is `article.text[start:end]`; `means` is ISO 8601: a day, a month, a year or an interval
    ("2015-05-21/2015-05-31", with ".." for a beginning that is not given).
    """

    text: str
    start: int
    end: int
    means: str


@dataclass(frozen=True, slots=True)
class Citation:
    """One footnote. `article.text[start:end] == exact`, in Unicode code points, half-open: checked when made."""

    number: int
    article: Article
    exact: str
    prefix: str
    suffix: str
    start: int
    end: int
    speaker: str | None = None
    link: str | None = None
    dates: tuple[RelativeDate, ...] = ()

    def __post_init__(self) -> None:
        if self.article.text[self.start : self.end] != self.exact or not self.exact:
            raise ValueError(f"citation {self.number} is not a slice of {self.article.id}: {self.start}:{self.end}")


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer; `start` and `end` are its offsets in `Answer.text`, `citations` are numbers."""

    text: str
    start: int
    end: int
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ShortAnswer:
    """The few words that answer, and the number of the citation they stand in."""

    text: str
    citation: int


@dataclass(frozen=True, slots=True)
class Row:
    """One subject of a comparison; no statements means the articles do not say."""

    subject: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A comparison, a row per subject."""

    subjects: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the reader of an answer must know."""

    kind: NoticeKind
    text: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier message of a conversation."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked: the question, what was said before, and the limits set on the answer.

    `article_ids` limits the answer to those articles (None: all). `as_of` answers as on that day: articles published
    later are left out and staleness is counted from it (None: today, nothing left out). `visible` are the articles that
    a refusal may point to beyond `article_ids` (None: all that there are).
    """

    question: str
    history: tuple[Turn, ...] = ()
    article_ids: tuple[str, ...] | None = None
    as_of: date | None = None
    visible: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A cited answer. Every statement has at least one citation; `not_covered` has no statements.

    `text` shows `[n]` after each statement. `confidence` (0 to 1) is the chance that the articles answer the question
    and this answer is right. `created` is in Unix seconds, `timings_ms` in milliseconds; both are outside the promise
    that the same question on the same index gives the same bytes.
    """

    id: str
    created: int
    status: Status
    question: str
    standalone_question: str
    text: str
    short_answer: ShortAnswer | None
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    table: Table | None
    nearest: tuple[Citation, ...]
    notices: tuple[Notice, ...]
    confidence: float
    as_of: date | None
    composer: Literal["extractive", "llm"] = "extractive"
    model: str | None = None
    timings_ms: dict[str, float] = field(default_factory=dict)


def cite(
    number: int,
    article: Article,
    start: int,
    end: int,
    *,
    speaker: str | None = None,
    dates: tuple[RelativeDate, ...] = (),
) -> Citation:
    """Return the footnote for `article.text[start:end]`, with its context and a link that opens at it."""
    exact = article.text[start:end]
    return Citation(
        number,
        article,
        exact,
        article.text[max(0, start - CONTEXT) : start],
        article.text[end : end + CONTEXT],
        start,
        end,
        speaker,
        None if article.url is None else f"{article.url.split('#', 1)[0]}#:~:text={text_directive(exact)}",
        dates,
    )


def text_directive(exact: str) -> str:
    """Return the value of a text fragment that finds `exact`: whole if short, else its first and last words.

    As the WICG "URL Fragment Text Directives" draft has it; dash, comma and ampersand are escaped, being its syntax.
    """
    words = exact.split()
    parts = [exact] if len(words) <= 10 else [" ".join(words[:4]), " ".join(words[-4:])]
    return ",".join(quote(part, safe="").replace("-", "%2D") for part in parts)


def resolve(citation: Citation, text: str) -> tuple[int, int] | None:
    """Return where a citation stands in another version of its article's text, or None: it is orphaned.

    First at its old position, else at the one place where the exact words stand in their old context; words that stand
    there twice, or not at all, resolve to nothing rather than to a look-alike.
    """
    if text[citation.start : citation.end] == citation.exact and _in_context(citation, text, citation.start):
        return citation.start, citation.end
    places = [at for at in _occurrences(text, citation.exact) if _in_context(citation, text, at)]
    return (places[0], places[0] + len(citation.exact)) if len(places) == 1 else None


def _in_context(citation: Citation, text: str, at: int) -> bool:
    end = at + len(citation.exact)
    before = text[max(0, at - len(citation.prefix)) : at]
    return before == citation.prefix or text[end : end + len(citation.suffix)] == citation.suffix


def _occurrences(text: str, exact: str) -> list[int]:
    places = []
    at = text.find(exact)
    while at >= 0:
        places.append(at)
        at = text.find(exact, at + 1)
    return places
