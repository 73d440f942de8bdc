"""What the routes do, without HTTP: ask, search, read and write articles, all blocking, safe from any thread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from api.etags import etag_of, if_match
from api.hits import hits_out
from api.problems import ANSWER_NOT_FOUND, ARTICLE_NOT_FOUND, CONFLICT, Refusal
from api.records import Records
from api.requests import AskIn, SearchIn
from api.schemas import AnswerOut, ArticleOut, Fault, Hits, answer_json, article_out
from index.article import Draft
from index.errors import ArticleNotFound

if TYPE_CHECKING:
    from index.store import Added
    from rag.answer import Answerer


_GONE = (
    "answers are kept in memory only: this one was never given, or was dropped for newer ones, at a restart, "
    "or with an article that it quotes"
)
_SUGGESTING = 4  # articles that suggestions come from, where no one of them is named


@dataclass(frozen=True, slots=True)
class Desk:
    """The answerer, and the answers it gave lately; `only` narrows it to some articles, and to what is from them."""

    answerer: Answerer
    records: Records
    only: frozenset[str] | None = None

    def within(self, only: frozenset[str] | None) -> Desk:
        """Return the desk as it is for those who may see only these articles; None: all of them."""
        return self if only is None else replace(self, only=only)

    def ask(self, body: AskIn) -> AnswerOut:
        """Answer a question and remember the answer."""
        with _naming(body.article_ids):
            ask = body.ask()
            ask = replace(ask, article_ids=self._allowed(ask.article_ids), visible=self.only)
            answer = answer_json(self.answerer.answer(ask))
        self.records.put(answer)
        return answer

    def answer(self, answer_id: str) -> AnswerOut:
        """Return an answer given lately."""
        answer = self.records.get(answer_id)
        shown = () if answer is None else (*answer.citations, *answer.nearest)
        if answer is None or not all(self._shows(citation.article.id, citation.article.version) for citation in shown):
            raise Refusal(ANSWER_NOT_FOUND, f"{_GONE}; ask the question again")
        return answer

    def suggestions(self, article_id: str | None, limit: int) -> list[str]:
        """Return questions that can be answered; raises ArticleNotFound."""
        if article_id is not None or self.only is None:
            self._allowed(None if article_id is None else (article_id,))
            return self.answerer.suggestions(article_id=article_id, limit=limit)
        found: list[str] = []
        for allowed in (self._allowed(None) or ())[:_SUGGESTING]:
            found += self.answerer.suggestions(article_id=allowed, limit=limit - len(found))
            if len(found) == limit:
                break
        return found

    def search(self, body: SearchIn) -> Hits:
        """Find passages."""
        with _naming(body.article_ids):
            ids = None if body.article_ids is None else tuple(body.article_ids)
            hits = self.answerer.search(body.query, limit=body.limit, article_ids=ids)
        with self.answerer.index.snapshot() as snapshot:
            return hits_out(hits, snapshot)

    def article(self, article_id: str, version: int | None = None) -> ArticleOut:
        """Return an article; raises ArticleNotFound."""
        self._allowed((article_id,))
        with self.answerer.index.snapshot() as snapshot:
            return article_out(snapshot.article(article_id, version))

    def write(self, draft: Draft, expected: str | None = None, *, only_new: bool = False) -> Added:
        """Store an article; with an If-Match header in `expected` only over that version, `only_new` over none."""
        if only_new:
            return self.answerer.index.add(draft, if_version=0)
        return self.answerer.index.add(draft, if_version=self._version(draft.id or "", expected))

    def remove(self, article_id: str, expected: str | None = None) -> None:
        """Remove an article; raises ArticleNotFound."""
        if expected is not None:
            self.article(article_id)
        self.answerer.index.remove(article_id, if_version=self._version(article_id, expected))

    def _shows(self, article_id: str, version: int) -> bool:
        """Whether an article may be quoted: it is there still, and the caller may see it."""
        if self.only is not None and article_id not in self.only:
            return False
        with self.answerer.index.snapshot() as snapshot:
            try:
                snapshot.article(article_id, version)
            except ArticleNotFound:
                return False
        return True

    def _allowed(self, asked: tuple[str, ...] | None) -> tuple[str, ...] | None:
        """The articles to answer from, None for all; one that may not be seen is as unknown as one that is not there.

        Raises ArticleNotFound.
        """
        if self.only is None:
            return asked
        folder = self.answerer.index.folder
        for article_id in asked or ():
            if article_id not in self.only:
                raise ArticleNotFound(folder, article_id)
        if asked is not None:
            return asked
        found = []
        with self.answerer.index.snapshot() as snapshot:
            for article_id in sorted(self.only):
                with suppress(ArticleNotFound):
                    found.append(snapshot.article(article_id).id)
        if not found:
            raise ArticleNotFound(folder, min(self.only))
        return tuple(found)

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
