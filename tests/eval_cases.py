"""Cases, articles and targets that the tests of running share: a small set about one bridge."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from eval.cases import CaseSet
from eval.journal import Reply
from eval.records import Case, Failure, Span
from index.article import Draft

TEXT = (
    "The harbour bridge opens on 4 May, the ministry said. Drivers of lorries pay six euros for each crossing.\n"
    "“We waited nine years for this,” said Mayor Anna Brandt. Cyclists cross for free."
)
BRIDGE = Draft(TEXT, id="bridge", title="A bridge", published=date(2024, 3, 1))
OTHER = Draft("The night train to Varn runs again. Tickets cost twenty euros.", id="train", title="A train")


def span(exact: str, draft: Draft = BRIDGE, speaker: str | None = None) -> Span:
    start = draft.text.index(exact)
    return Span(draft.id or "", start, start + len(exact), exact, speaker)


TOLL = Case("toll", "What do lorries pay?", True, (), ("bridge",), ((span("six euros"),),), ("six euros",))
WHEN = Case(
    "when", "When does it open?", True, (), ("bridge",), ((span("4 May"),),), ("4 May",), "On 4 May.", {"kind": "fact"}
)
DENMARK = Case("denmark", "What does Denmark say?", False, (), ("bridge",), slices={"kind": "off_topic"})
SET = CaseSet("bridges", (TOLL, WHEN, DENMARK), {"bridge": BRIDGE, "train": OTHER})


def citation(exact: str, number: int = 1, draft: Draft = BRIDGE, shift: int = 0, **more: object) -> dict[str, Any]:
    found = span(exact, draft)
    article = {"id": draft.id, "published": draft.published.isoformat() if draft.published else None}
    return {
        "number": number,
        "article": article,
        "exact": exact,
        "start": found.start + shift,
        "end": found.end + shift,
        **more,
    }


def answered(*exacts: str, confidence: float | None = 0.9, **more: object) -> dict[str, Any]:
    return {
        "status": "answered",
        "text": " ".join(f"{exact} [{number}]" for number, exact in enumerate(exacts, 1)),
        "statements": [{"text": exact, "citations": [number]} for number, exact in enumerate(exacts, 1)],
        "citations": [citation(exact, number) for number, exact in enumerate(exacts, 1)],
        "confidence": confidence,
        **more,
    }


REFUSED = {
    "status": "not_covered",
    "text": "The articles do not say.",
    "statements": [],
    "citations": [],
    "confidence": 0.1,
}
SENTENCES = {
    "toll": "Drivers of lorries pay six euros for each crossing.",
    "when": "The harbour bridge opens on 4 May, the ministry said.",
}
RIGHT = {case: answered(exact) for case, exact in SENTENCES.items()} | {"denmark": REFUSED}


@dataclass
class Scripted:
    """A target that gives what it was told to: an answer's JSON, a failure, or whatever the callable does."""

    script: Mapping[str, Any]
    system: str = "scripted"
    config: str = "1"
    threshold: float | None = 0.5
    before: Callable[[Case], None] = lambda case: None
    asked: list[tuple[str, tuple[str, ...] | None]] = field(default_factory=list)

    def ask(self, case: Case, article_ids: tuple[str, ...] | None) -> Reply:
        self.before(case)
        self.asked.append((case.id, article_ids))
        said = self.script[case.id]
        if isinstance(said, Failure):
            return Reply(case.id, None, said, 1.0)
        return Reply(case.id, said, None, float(len(self.asked)), {"read": 1.0})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        pass


def write_set(folder: Path, *cases: object, articles: Mapping[str, str] | None = None) -> Path:
    """A file of cases, with the folder of its articles beside it; returns the file."""
    beside = folder / "articles"
    beside.mkdir(parents=True, exist_ok=True)
    for name, text in (articles or {"bridge": TEXT}).items():
        paragraphs = text.replace("\n", "\n\n")
        (beside / f"{name}.md").write_text(f"---\nid: {name}\n---\n\n{paragraphs}\n", encoding="utf-8")
    path = folder / "set.jsonl"
    lines = [case if isinstance(case, str) else json.dumps(case) for case in cases]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
