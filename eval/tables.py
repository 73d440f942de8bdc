"""A table of questions, as people keep them in a spreadsheet: CSV with a header, `question` the only column needed.

| column | what it holds |
|---|---|
| `id` | a name of its own; by default `row-2` and so on, as the lines count |
| `question` | the question |
| `answerable` | yes or no (true, false, 1, 0); by default yes |
| `answers` | short answers, separated by `|` |
| `article_id` | the article it is about |
| `evidence` | words of that article, verbatim; several pieces that are all needed separated by `|` |
| `long_answer` | a reference answer |
| any other | a slice of that name |
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

from eval.cases import ARTICLES, CaseSet, parse_case, read_articles
from eval.errors import CaseError
from eval.located import read_text

OURS = ("id", "question", "answerable", "answers", "article_id", "evidence", "long_answer")
_YES = {"": True, "yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


def read_table(path: Path, articles: Sequence[Path] = ()) -> CaseSet:
    """Read a table and the articles (by default in the folder `articles` beside it). Raises CaseError."""
    beside = path.parent / ARTICLES
    drafts = read_articles(articles or ([beside] if beside.is_dir() else []))
    reader = csv.DictReader(io.StringIO(read_text(path), newline=""))
    if "question" not in (reader.fieldnames or ()):
        raise CaseError(str(path), "there is no column `question`", "name the columns in the first line", line=1)
    cases = {}
    for row in reader:
        line = reader.line_num
        if None in row or None in row.values():
            raise CaseError(str(path), "the row has not as many fields as the header", "quote fields", line=line)
        case = parse_case(json.dumps(_case(row, str(path), line)), str(path), line, drafts)
        if case.id in cases:
            raise CaseError(str(path), f"the id {case.id!r} is used twice", "give each row its own", line=line)
        cases[case.id] = case
    if not cases:
        raise CaseError(str(path), "there is no row in it", "write one question a row")
    return CaseSet(path.stem, tuple(cases.values()), drafts)


def _case(row: dict[str, str], source: str, line: int) -> dict[str, object]:
    said = (row.get("answerable") or "").strip().lower()
    if said not in _YES:
        raise CaseError(source, f"answerable is {said!r}", "write yes or no", line=line)
    article_id = (row.get("article_id") or "").strip()
    evidence = _parts(row.get("evidence"))
    if evidence and not article_id:
        raise CaseError(source, "there is evidence without an article_id", "name the article", line=line)
    return {
        "id": (row.get("id") or "").strip() or f"row-{line}",
        "question": row["question"],
        "answerable": _YES[said],
        "answers": _parts(row.get("answers")),
        "article_ids": [article_id] if article_id else None,
        "evidence": [[{"article_id": article_id, "exact": exact}] for exact in evidence],
        "long_answer": (row.get("long_answer") or "").strip() or None,
        "slices": {name: value.strip() for name, value in row.items() if name not in OURS and value.strip()},
        "cluster": article_id,
    }


def _parts(value: str | None) -> list[str]:
    return [part.strip() for part in (value or "").split("|") if part.strip()]
