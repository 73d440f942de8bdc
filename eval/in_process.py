"""Our own Answerer as a target: the set's articles indexed with the real encoder, and a look inside for each case."""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from importlib import resources
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from eval.blame import Trace
from eval.cases import CaseSet
from eval.given import answer_json
from eval.journal import Reply
from eval.records import Case, Failure
from eval.spans import Piece
from index.article import Hit
from index.encoder import Encoder
from index.errors import ArticleNotFound, FootnoteError
from index.store import Index, Snapshot
from rag.answer import Answerer, threshold
from rag.citations import Ask, Turn
from rag.question import understand
from rag.reader import Candidate

POOL = 100
"""How deep the ladder looks for evidence that was not read."""

EVIDENCE = 10
"""How many of the reader's sentences count as read as evidence."""

NEAREST = 3
"""Sentences of the baseline that takes the nearest ones by cosine."""

Progress = Callable[[int, int], None]


class InProcess:
    """Footnote itself. `system` names its code, so that two runs of different code are told apart."""

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer
        self.threshold: float | None = threshold(answerer.reader, answerer.config)
        self.system = f"footnote in process, code {code('index', 'rag')}, reader {answerer.reader.name}"
        self.config = answerer.config.fingerprint

    def ask(self, case: Case, article_ids: tuple[str, ...] | None) -> Reply:
        """Answer a case and look at the steps in between; only the answer's time counts."""
        ask = Ask(case.question, tuple(_turn(role, content) for role, content in case.history), article_ids)
        started = time.perf_counter()
        try:
            answer = self._answerer.answer(ask)
            latency_ms = (time.perf_counter() - started) * 1000
            trace = self._trace(case, ask, answer.standalone_question)
        except FootnoteError as error:
            return Reply(case.id, None, Failure("internal", f"{type(error).__name__}: {error}"), 0.0)
        return Reply(
            case.id,
            answer_json(answer),
            None,
            round(latency_ms, 3),
            {stage: round(spent, 3) for stage, spent in answer.timings_ms.items()},
            asdict(trace),
        )

    def _trace(self, case: Case, ask: Ask, standalone: str) -> Trace:
        question = understand(ask.question, ask.history)
        if question.is_small_talk:
            return Trace((), 0, (), ())
        search = self._answerer.search
        hits = search(standalone, limit=self._answerer.config.read, article_ids=ask.article_ids)
        deep = search(standalone, limit=POOL, article_ids=ask.article_ids)
        pool = list(dict.fromkeys(_piece(hit) for hit in (*hits, *deep)))[:POOL]
        index = self._answerer.index
        vector = index.encoder.encode_questions([standalone])[0]
        with index.snapshot() as snapshot:
            texts = {a.id: a for a in (snapshot.article(hit.passage.article_id) for hit in hits)}
            candidates = [
                Candidate(hit, snapshot.sentence_vectors(hit.passage), texts[hit.passage.article_id].title or "")
                for hit in hits
            ]
            gold = {span.article_id for group in case.evidence for span in group}
            missing = sorted(article_id for article_id in gold if not _has(snapshot, article_id))
        reading = self._answerer.reader.read(question, vector, candidates)
        evidence = [(e.article_id, e.sentence.start, e.sentence.end) for e in reading.evidence]
        return Trace(
            tuple(pool),
            len(hits),
            tuple(dict.fromkeys(evidence))[:EVIDENCE],
            tuple(nearest(candidates, vector)),
            tuple(missing),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._answerer.index.close()


def build(
    cases: CaseSet, cache: Path, *, seed: int = 0, encoder: Encoder | None = None, progress: Progress | None = None
) -> Path:
    """The folder of an index of the set's articles, made in `cache` or found there.

    It is found again by the articles, the code that cuts and encodes them, and the order in which they are added: with
    a `seed` other than 0 that order is shuffled, which must change no answer.
    """
    order = sorted(cases.articles)
    if seed:
        random.Random(seed).shuffle(order)  # noqa: S311 - an order, not a secret
    folder = cache / f"{cases.corpus}-{code('index')}-{seed}"
    with Index.open(folder, encoder, create=True) as index:
        for done, article_id in enumerate(order, start=1):
            index.add(cases.articles[article_id])
            if progress is not None:
                progress(done, len(order))
    return folder


def code(*packages: str) -> str:
    """Twelve hexadecimal digits that differ whenever the code or the models of a package differ."""
    digest = hashlib.sha256()
    for package in packages:
        root = Path(str(resources.files(package)))
        for path in sorted(p for p in root.rglob("*") if p.suffix in {".py", ".json", ".onnx"} and p.is_file()):
            digest.update(str(path.relative_to(root)).encode() + b"\x00" + path.read_bytes())
    return digest.hexdigest()[:12]


def nearest(candidates: Sequence[Candidate], vector: NDArray[np.float32]) -> list[Piece]:
    """The three sentences nearest to a question by cosine, in the order of the text: a baseline without a reader."""
    scored: dict[Piece, float] = {}
    for candidate in candidates:
        cosines = candidate.sentence_vectors @ vector
        for sentence, cosine in zip(candidate.hit.passage.sentences, cosines.tolist(), strict=True):
            scored[candidate.hit.passage.article_id, sentence.start, sentence.end] = round(cosine, 6)
    return sorted(sorted(scored, key=lambda piece: (-scored[piece], piece))[:NEAREST])


def _has(snapshot: Snapshot, article_id: str) -> bool:
    try:
        return bool(snapshot.article(article_id))
    except ArticleNotFound:
        return False


def _piece(hit: Hit) -> Piece:
    return hit.passage.article_id, hit.passage.start, hit.passage.end


def _turn(role: str, content: str) -> Turn:
    return Turn("user" if role == "user" else "assistant", content)
