"""Questions about an article as a whole ("What is this about?"), answered with what it says first."""

from __future__ import annotations

from collections.abc import Sequence

from index.article import Article, Sentence
from index.sentences import split_sentences
from rag.reader import Evidence, Reading
from rag.signals import is_heading

CONFIDENCE = 0.9
"""Set by hand: articles lead with what they are about, but no data set that we know asks for it."""

OPENING = 4000
"""Characters; a sentence that begins in the first so many may say what an article is about."""


def overview(articles: Sequence[Article], limit: int) -> Reading:
    """Return the first sentences of the articles as evidence, `limit` in all, alike many of each."""
    each = max(limit // max(len(articles), 1), 1)
    evidence = []
    for article in articles[:limit]:
        sentences = [s for s in _opening(article.text) if not is_heading(article.text[s.start : s.end])]
        evidence += [
            Evidence(article.id, article.version, s, article.text[s.start : s.end], CONFIDENCE, article.title or "")
            for s in sentences[:each]
        ]
    return Reading(CONFIDENCE if evidence else 0.0, tuple(evidence))


def _opening(text: str) -> list[Sentence]:
    """The sentences that begin in the opening, whole: what is split ends with a line, which no sentence goes beyond."""
    end = text.find("\n", OPENING)
    return [one for one in split_sentences(text if end < 0 else text[:end]) if one.start < OPENING]
