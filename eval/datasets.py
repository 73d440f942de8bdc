"""`KIND:PATH` to a set of cases: public data sets as they are published, and our own format for a bare path.

| kind | what PATH is |
|---|---|
| (none) | JSON lines of ours, see docs/eval-cases.md |
| `squad` | SQuAD 1.1 or 2.0: the official JSON, or a paragraph a line (`title`, `context`, `questions`) |
| `clapnq` | CLAPNQ with passages: a question a line |
| `beir` | a folder with `corpus.jsonl`, `queries.jsonl` and `qrels/test.tsv` |
| `mtrag` | MTRAG tasks, with the documents beside them (the same name with `documents` for `tasks`) |
| `csv` | a table with a header; see `eval.tables` |

Any file may be compressed with gzip. Every paragraph, passage or document becomes an article.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from eval.cases import CaseSet, read_articles, read_cases
from eval.errors import CaseError
from eval.published import beir, clapnq, mtrag
from eval.squad import squad
from eval.tables import read_table

READERS: Mapping[str, Callable[[Path], CaseSet]] = {"squad": squad, "clapnq": clapnq, "beir": beir, "mtrag": mtrag}


def load(name: str, *, articles: Sequence[Path] = (), half: str | None = None, limit: int | None = None) -> CaseSet:
    """Read a set of cases. `half` is odd or even, for SQuAD alone; `limit` keeps the first so many. Raises CaseError.

    `articles` are the articles that cases of ours are about; for a data set, which brings its own, they are more of
    them, to be searched beside its own.
    """
    kind, colon, rest = name.partition(":")
    if half is not None and kind != "squad":
        raise CaseError(name, "only squad has halves", "leave out --half")
    if colon and kind == "squad":
        found = squad(Path(rest), half=half)
    elif colon and kind in READERS:
        found = READERS[kind](Path(rest))
    elif colon and kind == "csv":
        return _cut(read_table(Path(rest), articles), limit)
    else:
        return _cut(read_cases(Path(name), articles), limit)
    more = read_articles(articles)
    if twice := sorted(set(more) & set(found.articles)):
        raise CaseError(name, f"the article {twice[0]!r} is among --articles too", "give it another id")
    return _cut(replace(found, articles={**found.articles, **more}), limit)


def _cut(cases: CaseSet, limit: int | None) -> CaseSet:
    return cases if limit is None else replace(cases, cases=cases.cases[:limit])
