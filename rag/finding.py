"""What was found for a question or for a part of it, before it is composed; parts put together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from index.article import Article, Hit
from rag.citations import Notice, Status
from rag.compose import FLOOR, says_of
from rag.conflict import conflict_notice
from rag.names import display
from rag.parts import missing_notice
from rag.question import Question
from rag.reader import Evidence, Reading

Chosen = Sequence[Sequence[Evidence]]


@dataclass(frozen=True, slots=True)
class Finding:
    """The evidence for a question as it was `asked`, what is chosen of it, and whether it answers.

    `missing` are the parts of the question that nothing answers, in its own words; `hits` the passages that were read,
    `unnamed` the names that none of them has.
    """

    asked: str
    question: Question
    reading: Reading
    chosen: Chosen
    status: Status
    confidence: float
    missing: tuple[str, ...] = ()
    hits: tuple[Hit, ...] = ()
    unnamed: tuple[str, ...] = ()

    def notices(self, article: Callable[[str, int], Article], shown: Chosen) -> tuple[Notice, ...]:
        """Return what the answer lacks, and where the articles shown disagree."""
        missing = [*self.missing, *self.silent(shown)]
        return (*([missing_notice(missing)] if missing else []), *conflict_notice(shown, article))

    def silent(self, shown: Chosen) -> list[str]:
        """Return the subjects compared that nothing shown says what is asked of."""
        subjects = self.question.subjects if len(self.question.subjects) > 1 else ()
        texts = [group[0].text for group in shown]
        return [display(name) for name in subjects if not any(says_of(self.question, text, name) for text in texts)]


def merged(whole: Finding, parts: Sequence[Finding], limit: int) -> Finding:
    """Return the finding for a question of several parts: the best sentence of each part that is answered, then more.

    Without a part that is answered the whole's stands.
    """
    answered = [part for part in parts if part.status != "not_covered"]
    if not answered:
        return whole
    chosen: list[Sequence[Evidence]] = []
    sources = [part.chosen for part in answered] + ([whole.chosen] if whole.status != "not_covered" else [])
    for rank in range(limit):
        for source in sources:
            if rank < len(source) and (len(chosen) < limit or rank == 0) and not _has(chosen, source[rank]):
                chosen.append(source[rank])
    missing = tuple(part.asked for part in parts if part.status == "not_covered")
    status: Status = "partial" if missing or any(part.status == "partial" for part in answered) else "answered"
    confidence = max(whole.confidence, min(part.confidence for part in answered))
    return replace(whole, chosen=chosen, status=status, confidence=confidence, missing=missing)


def likely(question: Question, chosen: Chosen) -> Chosen:
    """Return what is chosen for a comparison without what another article has that is hardly evidence."""
    if len(question.subjects) < 2:
        return chosen
    best = chosen[0][0].article_id if chosen else ""
    return [group for group in chosen if group[0].article_id == best or group[0].score >= FLOOR]


def from_articles(hits: Sequence[Hit], may: Callable[[str], bool]) -> list[Hit]:
    """Return the hits from articles that may be used, without their copies in others."""
    return [
        replace(hit, copies=tuple(copy for copy in hit.copies if may(copy.article_id)))
        for hit in hits
        if may(hit.passage.article_id)
    ]


def _has(chosen: Sequence[Sequence[Evidence]], group: Sequence[Evidence]) -> bool:
    key = (group[0].article_id, group[0].sentence.start)
    return any((one[0].article_id, one[0].sentence.start) == key for one in chosen)
