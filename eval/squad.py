"""SQuAD 1.1 and 2.0: every paragraph an article, every answer a span of evidence, alternatives to one another."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from eval.cases import CaseSet
from eval.errors import CaseError
from eval.located import article, locate, read_rows, read_text, safe_id, wrong_shape
from eval.records import Case, Span
from index.article import Draft


def squad(path: Path, *, half: str | None = None) -> CaseSet:
    """Read SQuAD; `half` keeps the articles whose sha256(title) begins with an odd (or even) byte."""
    if half not in (None, "odd", "even"):
        raise CaseError(str(path), f"there is no half {half!r}", "write --half odd or --half even")
    cases: list[Case] = []
    articles: dict[str, Draft] = {}
    seen: dict[str, int] = {}
    for number, title, context, questions in _paragraphs(path):
        place = seen[title] = seen.get(title, -1) + 1
        if half is not None and sha256(title.encode()).digest()[0] % 2 != (half == "odd"):
            continue
        shown = title.replace("_", " ")
        draft = article(f"{safe_id(title)}-{place:03}", context, shown)
        assert draft.id is not None
        articles[draft.id] = draft
        try:
            cases += [_case(question, draft, context, title) for question in questions]
        except (KeyError, TypeError) as error:
            raise wrong_shape(path, number, error, "SQuAD") from error
    if not cases:
        raise CaseError(str(path), "there is no question in it", "is it SQuAD? see eval/datasets.py for the shape")
    name = path.name.partition(".json")[0] + (f"-{half}" if half else "")
    return CaseSet(f"squad-{name}", tuple(cases), articles)


def _case(question: dict[str, Any], draft: Draft, context: str, title: str) -> Case:
    answers = list(dict.fromkeys(answer["text"] for answer in question["answers"]))
    spans: list[Span] = []
    for answer in question["answers"]:
        start = answer["start"] if "start" in answer else answer["answer_start"]
        span = locate(draft, answer["text"], before=context[:start])
        if span is not None and span not in spans:
            spans.append(span)
    answerable = bool(answers) and not question.get("is_impossible", False)
    assert draft.id is not None
    return Case(
        id=question["id"],
        question=question["question"].strip(),
        answerable=answerable,
        article_ids=(draft.id,),
        evidence=(tuple(spans),) if answerable and spans else (),
        answers=tuple(answers) if answerable else (),
        slices={"kind": "answerable" if answerable else "unanswerable"},
        cluster=title,
    )


def _paragraphs(path: Path) -> Iterator[tuple[int | None, str, str, list[dict[str, Any]]]]:
    """(line, title, context, questions) of each paragraph, whichever of the two shapes the file has."""
    number: int | None = None
    try:
        text = read_text(path)
        if '"paragraphs"' in text[:2000]:
            for entry in json.loads(text)["data"]:
                for paragraph in entry["paragraphs"]:
                    yield None, entry["title"], paragraph["context"], paragraph["qas"]
            return
        for number, row in read_rows(path):
            yield number, row["title"], row["context"], row["questions"]
    except (KeyError, TypeError, json.JSONDecodeError) as error:
        raise wrong_shape(path, number, error, "SQuAD") from error
