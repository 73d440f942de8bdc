"""Our own case format: one JSON object a line, articles beside it, every mistake named by file and line.

`docs/eval-cases.md` describes it. Gold evidence is kept as offsets in the articles' text, never as ids of passages, so
that cutting articles differently changes no label; written by hand it may be the words alone, which are looked up.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.errors import CaseError
from eval.fields import Fields
from eval.records import Case, Span
from index.article import Draft
from index.errors import SourceError
from index.identity import derive_id
from index.sources import read_sources

ARTICLES = "articles"
"""The folder beside a file of cases that holds the articles they are about."""

KEYS = frozenset(
    "id question answerable history article_ids evidence answers long_answer slices cluster needed".split()
)
SPAN_KEYS = frozenset("article_id exact start end speaker".split())


@dataclass(frozen=True, slots=True)
class CaseSet:
    """Questions and the articles they are about; each article has its id."""

    name: str
    cases: tuple[Case, ...]
    articles: Mapping[str, Draft]

    @property
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits that differ whenever a question or a gold label differs."""
        return fingerprint(repr(case) for case in self.cases)

    @property
    def corpus(self) -> str:
        """Twelve hexadecimal digits that differ whenever an article differs."""
        return fingerprint(repr(self.articles[article_id]) for article_id in sorted(self.articles))


def fingerprint(parts: Iterator[str]) -> str:
    """Twelve hexadecimal digits for a sequence of texts."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode("utf-8", "surrogatepass") + b"\x00")
    return digest.hexdigest()[:12]


def read_cases(path: Path, articles: Sequence[Path] = ()) -> CaseSet:
    """Read a file of cases and its articles (by default the folder `articles` beside it). Raises CaseError."""
    beside = path.parent / ARTICLES
    places = articles or ([beside] if beside.is_dir() else [])
    drafts = read_articles(places)
    cases: dict[str, Case] = {}
    for number, line in numbered_lines(path):
        case = parse_case(line, str(path), number, drafts)
        if case.id in cases:
            raise CaseError(str(path), f"the id {case.id!r} is used twice", "give each case its own", line=number)
        cases[case.id] = case
    if not cases:
        raise CaseError(str(path), "there is no case in it", "write one JSON object a line; see docs/eval-cases.md")
    return CaseSet(path.stem, tuple(cases.values()), drafts)


def read_articles(paths: Sequence[Path]) -> dict[str, Draft]:
    """The articles in files and folders by id: the one in the front matter, else the one the index would derive."""
    found: dict[str, Draft] = {}
    for draft in read_sources([str(path) for path in paths]):
        if isinstance(draft, SourceError):
            raise CaseError(draft.source, draft.problem, draft.remedy, line=draft.line) from draft
        article_id = draft.id or derive_id(draft)
        if article_id in found:
            where = ", ".join(map(str, paths))
            raise CaseError(where, f"two articles have the id {article_id!r}", "give each its own `id:`")
        found[article_id] = draft
    return found


def numbered_lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a file that hold something, counted from 1. Raises CaseError where it cannot be read."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise CaseError(str(path), error.strerror or "it cannot be read", "name a file that can be read") from error
    except UnicodeDecodeError as error:
        raise CaseError(str(path), f"byte {error.start + 1} is not UTF-8", "write the file as UTF-8") from error
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, line


def parse_case(line: str, source: str, number: int, articles: Mapping[str, Draft]) -> Case:
    """The case that one line holds; raises CaseError, which names the line."""
    try:
        value = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise CaseError(source, f"the line is not JSON ({error})", "write one object a line", line=number) from error
    fields = Fields(value, source, number, KEYS)
    answerable = fields.flag("answerable")
    evidence = tuple(
        tuple(_span(Fields(span, source, number, SPAN_KEYS), articles) for span in group)
        for group in fields.groups("evidence")
    )
    case = Case(
        id=fields.text("id"),
        question=fields.text("question"),
        answerable=answerable,
        history=tuple(fields.turns("history")),
        article_ids=fields.optional_texts("article_ids"),
        evidence=evidence,
        answers=fields.texts("answers"),
        long_answer=fields.optional_text("long_answer"),
        slices=fields.mapping("slices"),
        cluster=fields.optional_text("cluster") or "",
        needed=fields.optional_number("needed"),
    )
    for article_id in case.article_ids or ():
        _known(article_id, fields, articles)
    if not answerable and (evidence or case.answers or case.long_answer):
        fields.fail("an unanswerable case has evidence or answers", "remove them, or say answerable: true")
    if any(not group for group in evidence):
        fields.fail("a group of evidence is empty", "give it at least one span, or remove it")
    return case


def _span(fields: Fields, articles: Mapping[str, Draft]) -> Span:
    """One span, its offsets checked against the article, or looked up where only the words are given."""
    article_id, exact = fields.text("article_id"), fields.text("exact")
    text = _known(article_id, fields, articles).text
    start, end = fields.optional_number("start"), fields.optional_number("end")
    if start is None:
        start = text.find(exact)
        if start < 0:
            fields.fail(f"{exact[:60]!r} does not stand in {article_id}", "copy the words from the article's text")
        if text.find(exact, start + 1) >= 0:
            remedy = "quote more words, or give start and end"
            fields.fail(f"{exact[:60]!r} stands in {article_id} more than once", remedy)
    end = start + len(exact) if end is None else end
    if text[start:end] != exact:
        shown = text[start : start + 60]
        fields.fail(f"at {start}:{end} of {article_id} stands {shown!r}", "leave out start and end, or correct them")
    return Span(article_id, start, end, exact, fields.optional_text("speaker"))


def _known(article_id: str, fields: Fields, articles: Mapping[str, Draft]) -> Draft:
    if article_id not in articles:
        known = ", ".join(sorted(articles)[:5]) or "none; put them into the folder `articles` beside the cases"
        fields.fail(f"no article {article_id!r}", f"known are {known}")
    return articles[article_id]
