"""What the routes do, without HTTP: ask, search, read and write articles, all blocking, safe from any thread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.etags import etag_of, if_match
from api.problems import ARTICLE_NOT_FOUND, CONFLICT, Refusal
from api.records import Records
from api.requests import AskIn, SearchIn
from api.schemas import AnswerOut, ArticleOut, Fault, Hits, answer_json, article_out, hits_out
from index.article import Draft
from index.errors import ArticleNotFound

if TYPE_CHECKING:
    from index.store import Added
    from rag.answer import Answerer


@dataclass(frozen=True, slots=True)
class Desk:
    """The answerer, and the answers it gave lately."""

    answerer: Answerer
    records: Records

    def ask(self, body: AskIn) -> AnswerOut:
        """Answer a question and remember the answer."""
        with _naming(body.article_ids):
            answer = answer_json(self.answerer.answer(body.ask()))
        self.records.put(answer)
        return answer

    def search(self, body: SearchIn) -> Hits:
        """Find passages."""
        with _naming(body.article_ids):
            ids = None if body.article_ids is None else tuple(body.article_ids)
            hits = self.answerer.search(body.query, limit=body.limit, article_ids=ids)
        with self.answerer.index.snapshot() as snapshot:
            return hits_out(hits, snapshot)

    def article(self, article_id: str, version: int | None = None) -> ArticleOut:
        """Return an article; raises ArticleNotFound."""
        with self.answerer.index.snapshot() as snapshot:
            return article_out(snapshot.article(article_id, version))

    def write(self, draft: Draft, expected: str | None = None) -> Added:
        """Store an article; with an If-Match header in `expected` only over the version that it names."""
        return self.answerer.index.add(draft, if_version=self._version(draft.id or "", expected))

    def remove(self, article_id: str, expected: str | None = None) -> None:
        """Remove an article; raises ArticleNotFound."""
        if expected is not None:
            self.article(article_id)
        self.answerer.index.remove(article_id, if_version=self._version(article_id, expected))

    def _version(self, article_id: str, expected: str | None) -> int | None:
        """The version that the write must find, so that nothing comes between this look and the write."""
        if expected is None:
            return None
        stored = self._stored(article_id)
        if stored is None or not if_match(expected, etag_of(stored)):
            raise Refusal(CONFLICT, "the article is not the version that If-Match names; read it again first")
        return stored.version

    def _stored(self, article_id: str) -> ArticleOut | None:
        try:
            return self.article(article_id)
        except ArticleNotFound:
            return None


@contextmanager
def _naming(ids: Sequence[str] | None) -> Iterator[None]:
    """Say which of the ids that were sent is unknown."""
    try:
        yield
    except ArticleNotFound as error:
        if ids is None or error.article_id not in ids:
            raise
        detail = "no article has this id; list them at /v1/articles"
        pointer = f"#/article_ids/{ids.index(error.article_id)}"
        raise Refusal(ARTICLE_NOT_FOUND, detail, errors=[Fault(detail=detail, pointer=pointer)]) from error
