"""Passages that were found, as citations: what a search answers."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from api.schemas import CitationOut, HitOut, Hits
from index.article import Article, Hit
from index.errors import ArticleNotFound
from rag.citations import cite

if TYPE_CHECKING:
    from index.store import Snapshot


def hits_out(hits: Sequence[Hit], snapshot: Snapshot) -> Hits:
    """Hits as citations, best first; one whose article has gone since it was found is left out."""
    data: list[HitOut] = []
    for hit in hits:
        with suppress(ArticleNotFound):
            article = snapshot.article(hit.passage.article_id, hit.passage.version)
            data.append(_hit(len(data) + 1, hit, article))
    return Hits(data=data)


def _hit(number: int, hit: Hit, article: Article) -> HitOut:
    citation = cite(number, article, hit.passage.start, hit.passage.end)
    shown = CitationOut.model_validate(citation, from_attributes=True)
    return HitOut(**dict(shown), score=hit.score, dense=hit.dense, lexical=hit.lexical)
