"""Question in, cited answer out. Read this file first: `Answerer.answer` is the whole path."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import numpy as np
from numpy.typing import NDArray

from index.article import Article, Hit
from index.store import Index, Snapshot
from rag.attribution import notices_of
from rag.citations import Answer, Ask, Citation
from rag.compare import roundup
from rag.compose import Composed, choose, compose, quote_nearest
from rag.config import Config
from rag.conflict import with_the_other_side
from rag.decide import are_subjects, decide
from rag.errors import QuestionError
from rag.finding import Finding, from_articles, likely, merged
from rag.openers import with_referents
from rag.overview import overview
from rag.parts import parts_of
from rag.question import Question, understand, without
from rag.reader import Candidate, Evidence, Reader, Reading
from rag.refuse import refusal, unnamed_in
from rag.retrieve import retrieve
from rag.short import short_answer
from rag.suggest import candidate_questions
from rag.trained import load_reader

MAX_QUESTION = 2000
"""Characters; what is longer is no question."""


@dataclass(frozen=True, slots=True)
class Answerer:
    """Answers questions from one index. Safe to share between threads."""

    index: Index
    reader: Reader
    config: Config

    @classmethod
    def open(cls, config: Config) -> Answerer:
        """Open the index that the configuration names; raises IndexNotFound, IndexMismatch or EncoderError."""
        reader = load_reader()
        threshold(reader, config)  # a risk that cannot be held is said now, not with the first question
        return cls(Index.open(config.index), reader, config)

    def answer(self, ask: Ask) -> Answer:
        """Return the answer to a question, every sentence of it cited, or the refusal to answer it.

        Raises QuestionError for a question that is blank or too long, ArticleNotFound for an unknown article id.
        """
        clock = _Clock()
        question = _understood(ask)
        with self.index.snapshot() as snapshot:
            allowed = _allowed(snapshot, ask)
            whole = self._find(snapshot, question, allowed, clock=clock)
            found = self._beyond_one_reading(snapshot, whole, _first_of(snapshot, whole.hits), allowed)
            question, reading, chosen = found.question, found.reading, [list(group) for group in found.chosen]
            status, confidence = found.status, found.confidence
            if status == "not_covered":
                other = self._elsewhere(snapshot, question, ask)
                here = _searched(snapshot, allowed)
                pointer = other.title if other else None
                composed = Composed(refusal(question, whole.unnamed, here, ask.as_of, pointer), (), ())
                near = ([other] if other else []) + list(reading.evidence)
                nearest = quote_nearest(near, snapshot.article, limit=self.config.nearest)
            else:
                room = max(self.config.statements, len(chosen))
                chosen = with_the_other_side(question, chosen, reading.evidence, room)
                if len(question.subjects) < 2:  # what is shown in a table names its subject
                    chosen = with_referents(question, chosen, snapshot.article, room)
                composed = compose(question, chosen, snapshot.article)
                nearest = ()
            said_besides = () if status == "not_covered" else found.notices(snapshot.article, chosen)
            if status == "answered" and found.silent(chosen):
                status = "partial"
            short = short_answer(question, reading, composed.citations, said_besides) if status == "answered" else None
            answer_id = _identity(ask, snapshot.generation, self.config, self.reader)
        clock.lap("compose")
        return Answer(
            id=answer_id,
            created=int(time.time()),
            status=status,
            question=ask.question,
            standalone_question=question.standalone,
            text=composed.text,
            short_answer=short,
            statements=composed.statements,
            citations=composed.citations,
            table=composed.table,
            nearest=nearest,
            notices=(*notices_of(composed.citations, ask.as_of or datetime.now(UTC).date()), *said_besides),
            confidence=confidence,
            as_of=_as_of(composed.citations or nearest),
            timings_ms=clock.laps,
        )

    def search(self, query: str, *, limit: int = 10, article_ids: tuple[str, ...] | None = None) -> list[Hit]:
        """Return the passages nearest to a query, best first; raises as `answer` does."""
        ask = Ask(query, article_ids=article_ids)
        question = replace(_understood(ask), standalone=" ".join(query.split()))
        with self.index.snapshot() as snapshot:
            allowed = _allowed(snapshot, ask)
            return self._retrieve(snapshot, question, self._encode(question), allowed, limit=limit)

    def suggestions(self, *, article_id: str | None = None, limit: int = 4) -> list[str]:
        """Return questions that the articles answer: each was asked first. Raises ArticleNotFound."""
        with self.index.snapshot() as snapshot:
            articles = snapshot.articles(limit=4) if article_id is None else [snapshot.article(article_id)]
        found: list[str] = []
        for question in candidate_questions(articles):
            if len(found) == limit:
                break
            ask = Ask(question, article_ids=None if article_id is None else (article_id,))
            if self.answer(ask).status == "answered":
                found.append(question)
        return found

    def _beyond_one_reading(
        self, snapshot: Snapshot, whole: Finding, articles: Sequence[Article], allowed: Collection[str] | None
    ) -> Finding:
        """Answer what one reading of the whole question cannot: a table of who does what, or part by part."""
        asked = whole.question
        if asked.is_overview or asked.is_small_talk:
            return whole
        whole, table = replace(whole, chosen=likely(asked, whole.chosen)), roundup(asked, articles)
        sure = table is not None and table.reading.confidence >= self._threshold and are_subjects(asked, whole.unnamed)
        if table is not None and sure and (table.is_asked_for or whole.status == "not_covered"):
            return Finding(
                whole.asked, table.question, table.reading, table.chosen, "answered", table.reading.confidence
            )
        parts = parts_of(whole.question.standalone)
        if len(parts) == 1:
            return whole
        found = [
            replace(self._find(snapshot, understand(part.standalone), allowed), asked=part.asked) for part in parts
        ]
        return merged(whole, found, self.config.statements)

    def _find(
        self,
        snapshot: Snapshot,
        question: Question,
        allowed: Collection[str] | None,
        may: Callable[[str], bool] | None = None,
        clock: _Clock | None = None,
    ) -> Finding:
        """Retrieve, read, choose and decide for one question; `may` says which of the articles found are used."""
        clock = clock or _Clock()
        vector = self._encode(question)
        limit = self.config.candidates if may else None
        hits = [] if question.is_small_talk else self._retrieve(snapshot, question, vector, allowed, limit=limit)
        hits = hits if may is None else from_articles(hits, may)[: self.config.read]
        clock.lap("retrieve")
        unnamed = unnamed_in(question, hits, [a.title or "" for a in _first_of(snapshot, hits)])
        if question.is_overview:
            reading = overview(_first_of(snapshot, hits), self.config.statements)
        else:
            reading = self._read(snapshot, without(question, unnamed), vector, hits)
        clock.lap("read")
        chosen = choose(question, reading.evidence, snapshot.article, self.config.statements)
        status, confidence = decide(question, reading, chosen, unnamed, snapshot.article, self._threshold)
        return Finding(
            question.standalone, question, reading, chosen, status, confidence, hits=tuple(hits), unnamed=tuple(unnamed)
        )

    def _elsewhere(self, snapshot: Snapshot, question: Question, ask: Ask) -> Evidence | None:
        """The best sentence of the articles left out of the search, if they answer: never one after `as_of`."""
        if ask.article_ids is None or question.is_small_talk or question.is_overview:
            return None
        asked = frozenset(ask.article_ids)
        others = None if ask.visible is None else ask.visible - asked

        def may(article_id: str) -> bool:
            published = snapshot.article(article_id).published if ask.as_of else None
            return article_id not in asked and (ask.as_of is None or published is None or published <= ask.as_of)

        found = self._find(snapshot, understand(question.standalone), others, may)
        return found.chosen[0][0] if found.status == "answered" else None

    def _encode(self, question: Question) -> NDArray[np.float32]:
        vector: NDArray[np.float32] = self.index.encoder.encode_questions([question.standalone])[0]
        return vector

    def _retrieve(
        self,
        snapshot: Snapshot,
        question: Question,
        vector: NDArray[np.float32],
        allowed: Collection[str] | None,
        *,
        limit: int | None = None,
    ) -> list[Hit]:
        return retrieve(
            snapshot,
            question.standalone,
            vector,
            limit=limit or self.config.read,
            candidates=max(self.config.candidates, limit or 0),
            dense_weight=self.config.dense_weight,
            article_ids=allowed,
        )

    def _read(
        self, snapshot: Snapshot, question: Question, vector: NDArray[np.float32], hits: Sequence[Hit]
    ) -> Reading:
        copies = [Hit(passage, hit.score, None, None) for hit in hits for passage in hit.copies]
        titles = {a: snapshot.article(a).title or "" for a in {hit.passage.article_id for hit in (*hits, *copies)}}
        candidates = [
            Candidate(hit, snapshot.sentence_vectors(hit.passage), titles[hit.passage.article_id])
            for hit in (*hits, *copies)
        ]
        return self.reader.read(question, vector, candidates)

    @property
    def _threshold(self) -> float:
        return threshold(self.reader, self.config)


def threshold(reader: Reader, config: Config) -> float:
    """Return the confidence below which nothing is answered; raises ConfigError for a risk it cannot hold."""
    if config.threshold is not None:
        return config.threshold
    return reader.threshold if config.risk is None else reader.threshold_at(config.risk)


class _Clock:
    """Milliseconds spent in each stage."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, stage: str) -> None:
        now = time.perf_counter()
        self.laps[stage] = round((now - self._last) * 1000, 3)
        self._last = now


def _understood(ask: Ask) -> Question:
    text = ask.question.strip()
    if not text:
        raise QuestionError("the question is blank; ask something, for example: What does the article say?")
    if len(ask.question) > MAX_QUESTION:
        raise QuestionError(f"the question has {len(ask.question)} characters; {MAX_QUESTION} are the most")
    for said in (ask.question, *(turn.content for turn in ask.history)):
        if not said.isprintable() and any("\ud800" <= character <= "\udfff" for character in said):
            raise QuestionError("the question has half of a surrogate pair, which is no character; send whole ones")
    return understand(ask.question, ask.history)


def _allowed(snapshot: Snapshot, ask: Ask) -> frozenset[str] | None:
    """The ids of the articles an answer may use; None for all. Raises ArticleNotFound for an unknown one."""
    articles: list[Article] | None = None
    if ask.article_ids is not None:
        articles = [snapshot.article(article_id) for article_id in ask.article_ids]
    if ask.as_of is not None:
        articles = snapshot.articles() if articles is None else articles
        articles = [a for a in articles if a.published is None or a.published <= ask.as_of]
    return None if articles is None else frozenset(a.id for a in articles)


def _first_of(snapshot: Snapshot, hits: Sequence[Hit]) -> list[Article]:
    """The articles that the hits are from, best first."""
    return [snapshot.article(a) for a in dict.fromkeys(hit.passage.article_id for hit in hits)]


def _searched(snapshot: Snapshot, allowed: Collection[str] | None) -> list[Article]:
    """A few of the articles that were searched, to say what is covered."""
    if allowed is None:
        return snapshot.articles(limit=4)
    return [snapshot.article(article_id) for article_id in sorted(allowed)[:4]]


def _identity(ask: Ask, generation: int, config: Config, reader: Reader) -> str:
    """The answer's id: the same question on the same index in the same configuration has the same."""
    asked = (
        ask.question,
        ask.history,
        ask.article_ids,
        ask.as_of,
        None if ask.visible is None else sorted(ask.visible),
        generation,
        config.fingerprint,
        reader.name,
    )
    return "ans_" + hashlib.sha256(repr(asked).encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _as_of(citations: Sequence[Citation]) -> date | None:
    """The day up to which an answer can be relied on: its oldest article's."""
    return min((c.article.published for c in citations if c.article.published is not None), default=None)
