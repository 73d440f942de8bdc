"""The cases that went wrong as a report shows them: what was asked, said and cited beside what should have been."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.compare import said
from eval.given import Given, read_given
from eval.records import Result, Span
from eval.spans import Cover, Piece, piece


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of an article in pieces, each (text, whether the other side has it too)."""

    article_id: str
    start: int
    end: int
    pieces: tuple[tuple[str, bool], ...]
    number: int | None = None
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """One case; `gold` are groups of alternatives; `nearest` says that `cited` are what a refusal showed instead."""

    id: str
    question: str
    history: tuple[tuple[str, str], ...]
    why: str
    slices: tuple[tuple[str, str], ...]
    answerable: bool
    status: str
    confidence: float | None
    said: str
    cited: tuple[Quote, ...]
    nearest: bool
    answers: tuple[str, ...]
    long_answer: str | None
    gold: tuple[tuple[Quote, ...], ...]
    scores: tuple[tuple[str, float], ...]


def shown(result: Result) -> Shown:
    """A case for the page."""
    case, given = result.case, _given(result)
    cover = Cover.of(() if given is None else (cited.piece for cited in given.citations))
    evidence = Cover.of(piece(span) for group in case.evidence for span in group)
    return Shown(
        case.id,
        case.question,
        case.history,
        "error" if result.failure is not None else result.blame or "",
        tuple((name, value) for name, value in sorted(case.slices.items()) if name != "variant_of"),
        case.answerable,
        "error" if given is None else given.status,
        None if given is None else given.confidence,
        said(result),
        () if given is None else tuple(_cited(given, evidence)),
        given is not None and not given.answered,
        case.answers,
        case.long_answer,
        tuple(tuple(_gold(span, cover) for span in group) for group in case.evidence),
        tuple(sorted(result.scores.items())),
    )


def marked(at: Piece, text: str, cover: Cover) -> tuple[tuple[str, bool], ...]:
    """The text of a piece cut where a set of characters begins and ends; True is within the set."""
    article_id, start, end = at
    cuts = {start, end}
    for first, last in cover.runs.get(article_id, ()):
        cuts |= {place for place in (first, last) if start < place < end}
    ordered = sorted(cuts)
    return tuple(
        (text[first - start : last - start], cover.overlap([(article_id, first, last)]) > 0)
        for first, last in zip(ordered, ordered[1:], strict=False)
    )


def _cited(given: Given, evidence: Cover) -> Sequence[Quote]:
    quotes = []
    for cited in given.citations:
        whole = cited.end - cited.start == len(cited.exact) > 0
        pieces = marked(cited.piece, cited.exact, evidence) if whole else ((cited.exact, False),)
        quotes.append(Quote(cited.article_id, cited.start, cited.end, pieces, cited.number, cited.speaker))
    return quotes


def _gold(span: Span, cover: Cover) -> Quote:
    pieces = marked(piece(span), span.exact, cover)
    return Quote(span.article_id, span.start, span.end, pieces, speaker=span.speaker)


def _given(result: Result) -> Given | None:
    """What was given; for a refusal, with the nearest passages that it showed as its citations."""
    if result.answer is None:
        return None
    given = read_given(result.answer)
    return given if given.answered else read_given({**result.answer, "citations": result.answer.get("nearest")})
