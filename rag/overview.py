"""Questions about an article as a whole ("What is this about?"), answered with what it says first."""

from __future__ import annotations

from collections.abc import Sequence

from index.article import Article
from index.sentences import split_sentences
from rag.reader import Evidence, Reading
from rag.signals import is_heading

CONFIDENCE = 0.9
"""Set by hand: articles lead with what they are about, but no data set that we know asks for it."""

OPENING = 4000
"""Characters in which an article has said what it is about."""


def overview(articles: Sequence[Article], limit: int) -> Reading:
    """Return the first sentences of the articles as evidence, `limit` in all, alike many of each."""
    each = max(limit // max(len(articles), 1), 1)
    evidence = []
    for article in articles[:limit]:
        sentences = [
            s for s in split_sentences(article.text[:OPENING]) if not is_heading(article.text[s.start : s.end])
        ]
        evidence += [
            Evidence(article.id, article.version, s, article.text[s.start : s.end], CONFIDENCE, article.title or "")
            for s in sentences[:each]
        ]
    return Reading(CONFIDENCE if evidence else 0.0, tuple(evidence))
