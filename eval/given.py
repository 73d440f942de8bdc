"""An answer as it was given, by whom ever: its JSON checked and made whole, and what scoring reads of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from eval.spans import Cover, Piece
from rag.citations import Answer

STATUSES = ("answered", "partial", "not_covered")


class BrokenAnswer(ValueError):
    """What came back is no answer; the message says why."""


@dataclass(frozen=True, slots=True)
class Cited:
    """One citation, as claimed: nothing about it need be true."""

    number: int
    article_id: str
    start: int
    end: int
    exact: str
    speaker: str | None
    published: str | None

    @property
    def piece(self) -> Piece:
        """Where it says that it stands."""
        return self.article_id, self.start, self.end


@dataclass(frozen=True, slots=True)
class Given:
    """What scoring reads of an answer. `said` are its sentences without markers, each with the numbers it cites."""

    status: str
    said: tuple[tuple[str, tuple[int, ...]], ...]
    short: str | None
    citations: tuple[Cited, ...]
    confidence: float | None

    @property
    def answered(self) -> bool:
        """Whether it is an answer and not a refusal; an answer in part is one."""
        return self.status != "not_covered"

    @property
    def text(self) -> str:
        """What is said, nothing where it refused: the words of a refusal are no answer."""
        return " ".join(text for text, _ in self.said) if self.answered else ""

    @property
    def cover(self) -> Cover:
        """The characters that it cites; none where it refused."""
        return Cover.of(cited.piece for cited in self.citations) if self.answered else Cover({})


def answer_json(answer: Answer) -> dict[str, Any]:
    """An answer of ours as every face of Footnote gives it, but for the two fields that a clock decides.

    `created` is 0 and `timings_ms` empty, so that the same answer is the same bytes.
    """
    value = _plain(asdict(answer))
    assert isinstance(value, dict)
    for citation in (*value["citations"], *value["nearest"]):
        keys = ("id", "version", "title", "publisher", "published", "url", "language")
        citation["article"] = {key: citation["article"][key] for key in keys}
    return {**value, "object": "answer", "created": 0, "timings_ms": {}}


def without_clock(value: Mapping[str, Any]) -> dict[str, Any]:
    """An answer's JSON as `answer_json` gives it."""
    return {**value, "created": 0, "timings_ms": {}}


def read_given(value: Mapping[str, Any]) -> Given:
    """Take an answer's JSON apart; raises BrokenAnswer for one that cannot be scored.

    Needed are `status`, and `text` or `statements` where it answered. Sentences without `statements` cite everything.
    """
    if value.get("status") not in STATUSES:
        raise BrokenAnswer(f"status is {value.get('status')!r}, not one of {', '.join(STATUSES)}")
    citations = tuple(_cited(place, cited) for place, cited in enumerate(_list(value, "citations"), start=1))
    statements = tuple(_statement(one) for one in _list(value, "statements"))
    text = value.get("text")
    if value["status"] != "not_covered" and not statements:
        if not isinstance(text, str) or not text.strip():
            raise BrokenAnswer(f"the status is {value['status']}, but there is neither text nor a statement")
        statements = ((text, tuple(cited.number for cited in citations)),)
    short = value.get("short_answer")
    short = short.get("text") if isinstance(short, dict) else short
    confidence = value.get("confidence")
    if confidence is not None and (isinstance(confidence, bool) or not isinstance(confidence, int | float)):
        raise BrokenAnswer(f"confidence is {confidence!r}, not a number")
    return Given(value["status"], statements, short if isinstance(short, str) else None, citations, confidence)


def _cited(place: int, value: object) -> Cited:
    if not isinstance(value, dict):
        raise BrokenAnswer(f"citation {place} is {value!r:.60}, not an object")
    article = value.get("article")
    article = article if isinstance(article, dict) else {"id": value.get("article_id")}
    start, end = value.get("start"), value.get("end")
    return Cited(
        number=value["number"] if isinstance(value.get("number"), int) else place,
        article_id=str(article.get("id")),
        start=start if isinstance(start, int) else -1,
        end=end if isinstance(end, int) else -1,
        exact=str(value.get("exact") or ""),
        speaker=value.get("speaker") if isinstance(value.get("speaker"), str) else None,
        published=article.get("published") if isinstance(article.get("published"), str) else None,
    )


def _statement(value: object) -> tuple[str, tuple[int, ...]]:
    if not isinstance(value, dict) or not isinstance(value.get("text"), str):
        raise BrokenAnswer(f"a statement is {value!r:.60}, without text")
    numbers = value.get("citations") or []
    if not isinstance(numbers, list) or not all(isinstance(number, int) for number in numbers):
        raise BrokenAnswer(f"a statement cites {numbers!r:.60}, not numbers")
    return value["text"], tuple(numbers)


def _list(value: Mapping[str, Any], key: str) -> Sequence[object]:
    found = value.get(key) or []
    if not isinstance(found, list):
        raise BrokenAnswer(f"{key} is {found!r:.60}, not a list")
    return found


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value
