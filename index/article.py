"""The nouns: an article, its sentences and its passages, all tied to one canonical text by offsets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Sentence:
    """Code-point offsets of one sentence in its article's text, half-open."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as read from a source, not yet stored: `text` is canonical, what the source lacks is None.

    Canonical means: NFC, one `\\n` between paragraphs, no boilerplate, the author's words to the letter.
    `id` is None where the source names none; the index then derives one (see `index.store.derive_id`).
    """

    text: str
    id: str | None = None
    title: str | None = None
    standfirst: str | None = None
    byline: str | None = None
    publisher: str | None = None
    published: date | None = None
    updated: date | None = None
    url: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """A stored article. `text` is the canonical text that every offset refers to.

    `version` counts from 1 and grows by one whenever the stored content changes; `sha256` is the hexadecimal
    digest of `text` in UTF-8.
    """

    id: str
    version: int
    title: str | None
    standfirst: str | None
    byline: str | None
    publisher: str | None
    published: date | None
    updated: date | None
    url: str | None
    language: str | None
    text: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A verbatim run of whole sentences: `text == article.text[start:end]`, always.

    `key` is the index's number for it (never used twice); `version` the article's version it was cut from.
    `sentences` carry offsets in the article, not in the passage.
    """

    key: int
    article_id: str
    version: int
    start: int
    end: int
    text: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question. `score` orders hits (higher is better).

    `dense` is the cosine between question and passage (-1 to 1), `lexical` the BM25 score (0 and up); each is None
    when that search did not return the passage. `copies` are near-duplicates of it in other articles.
    """

    passage: Passage
    score: float
    dense: float | None
    lexical: float | None
    copies: tuple[Passage, ...] = ()
