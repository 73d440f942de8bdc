"""A service over a real index with a fake encoder, and an answerer that cites whole sentences: no model behind it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from api.app import create_app
from api.settings import Settings
from index.article import Draft, Hit, Passage
from index.sentences import split_sentences
from index.store import Index, Snapshot
from rag.citations import Answer, Ask, Notice, ShortAnswer, Statement, cite
from tests.fakes import HashingEncoder

TEXT = "The law offers amnesty. It was passed in May, officials said.\nReturnees must register within a month."
AMNESTY = Draft(TEXT, id="amnesty", title="Amnesty", publisher="The Paper")
ASK = {"question": "What does the law offer?"}


@dataclass
class FakeAnswerer:
    """Cites every sentence of the first article asked for; says `not_covered` to questions about Denmark."""

    index: Index
    before: Callable[[], None] = lambda: None  # called before each answer: tests block or fail here
    asked: list[Ask] = field(default_factory=list)

    def answer(self, ask: Ask) -> Answer:
        self.asked.append(ask)
        self.before()
        with self.index.snapshot() as snapshot:
            articles = _articles(snapshot, ask.article_ids)[:1]
        found = [(article, s) for article in articles for s in split_sentences(article.text)]
        citations = tuple(cite(n, article, s.start, s.end) for n, (article, s) in enumerate(found, 1))
        covered = bool(citations) and "Denmark" not in ask.question
        text, statements = "", []
        for citation in citations if covered else ():
            text += " " if text else ""
            numbers = (citation.number,)
            statements.append(Statement(citation.exact, len(text), len(text) + len(citation.exact), numbers))
            text += f"{citation.exact} [{citation.number}]"
        return Answer(
            id=f"ans_{len(self.asked)}",
            created=1_790_000_000,
            status="answered" if covered else "not_covered",
            question=ask.question,
            standalone_question=ask.question,
            text=text or "The articles do not say.",
            short_answer=ShortAnswer("amnesty", 1) if covered else None,
            statements=tuple(statements),
            citations=citations if covered else (),
            table=None,
            nearest=() if covered else citations,
            notices=(Notice("stale", "This article is old."),),
            confidence=0.9 if covered else 0.1,
            as_of=ask.as_of,
            timings_ms={"retrieve": 1.5},
        )

    def search(self, query: str, *, limit: int = 10, article_ids: tuple[str, ...] | None = None) -> list[Hit]:
        with self.index.snapshot() as snapshot:
            articles = _articles(snapshot, article_ids)[:limit]
        whole = [Passage(1, a.id, a.version, 0, len(a.text), a.text, split_sentences(a.text)) for a in articles]
        return [Hit(passage, 0.5, 0.4, None) for passage in whole]

    def suggestions(self, *, article_id: str | None = None, limit: int = 4) -> list[str]:
        with self.index.snapshot() as snapshot:
            _articles(snapshot, None if article_id is None else (article_id,))
        return ["What does the law offer?", "When was it passed?"][:limit]


def _articles(snapshot: Snapshot, ids: tuple[str, ...] | None) -> list[Any]:
    return snapshot.articles() if ids is None else [snapshot.article(one) for one in ids]


@contextmanager
def newsroom(folder: Path) -> Iterator[FakeAnswerer]:
    """What answers from one article, the amnesty."""
    with Index.open(folder / "index", HashingEncoder(), create=True) as index:
        index.add(AMNESTY)
        yield FakeAnswerer(index)


@asynccontextmanager
async def client_of(answerer: FakeAnswerer, **settings: Any) -> AsyncIterator[httpx.AsyncClient]:  # noqa: ANN401
    """A client of a service that may be written to, unless the settings say otherwise."""
    app = create_app(answerer, settings=Settings(**{"writable": True, **settings}))
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        yield client


def events_of(body: str) -> list[dict[str, str]]:
    """The events of a stream's text, each a dict of its fields."""
    blocks = [[line for line in block.split("\n") if line and line[0] != ":"] for block in body.split("\n\n")]
    return [dict(line.split(": ", 1) for line in block) for block in blocks if block]
