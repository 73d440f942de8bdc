"""How answers, passages and articles are printed for people: plain lines, wrapped and coloured only on a terminal."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from api.schemas import AnswerOut, CitationOut
    from index.article import Article, Hit
    from rag.citations import Answer, Citation

# Control characters and bidirectional overrides: text from the web must not steer the terminal.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of output; `style` is a rich style and `indent` a number of columns."""

    text: str = ""
    style: str = ""
    indent: int = 0


def answer_lines(answer: Answer | AnswerOut) -> Iterator[Line]:
    """Yield an answer for reading: the short answer, the cited sentences, the sources, what to know."""
    if answer.short_answer is not None:
        yield Line(f"{answer.short_answer.text} [{answer.short_answer.citation}]", "bold")
        yield Line()
    rows = () if answer.table is None else answer.table.rows
    if {s.start for row in rows for s in row.statements} != {s.start for s in answer.statements} or not rows:
        yield Line(answer.text)  # else the table below says all of it
    if answer.table is not None:
        for row in answer.table.rows:
            said = " ".join(s.text + "".join(f" [{n}]" for n in s.citations) for s in row.statements)
            yield Line(f"{row.subject}: {said or 'the articles do not say'}", indent=2)
    sources = answer.citations or answer.nearest
    if sources:
        yield Line()
        yield Line("Sources" if answer.citations else "Nearest passages", "bold")
    above = None
    for citation in sources:
        if citation.article.id != above:
            yield Line(article_of(citation), indent=2)
        above = citation.article.id
        said = f", {citation.speaker} speaking" if citation.speaker else ""
        yield Line(f"[{citation.number}] {citation.start}–{citation.end}{said}", "dim", indent=4)
        if citation.exact not in answer.text:
            yield Line(f"“{citation.exact}”", indent=8)
        for relative in citation.dates:
            yield Line(f"“{relative.text}”: {_days(relative.means)}", "dim", indent=8)
    if answer.notices:
        yield Line()
    for notice in answer.notices:
        yield Line(f"Note: {notice.text}", "yellow")


def _days(means: str) -> str:
    first, _, last = means.partition("/")
    return f"until {last}" if first == ".." else f"{first} to {last}" if last else first


def article_of(citation: Citation | CitationOut) -> str:
    """Return what a citation is from: title, publisher and date; what is unknown is left out."""
    article = citation.article
    title = f"“{article.title}”" if article.title else article.id
    published = str(article.published) if article.published else "undated"
    return ", ".join(fact for fact in (title, article.publisher, published) if fact)


def hit_lines(hits: Iterable[Hit]) -> Iterator[Line]:
    """Yield the passages found, best first, each under its place and score."""
    for number, hit in enumerate(hits, start=1):
        passage = hit.passage
        yield Line(f"{number}. {passage.article_id}, {passage.start}–{passage.end}, score {hit.score:.3f}", "bold")
        yield Line(passage.text, indent=3)


def article_line(article: Article) -> str:
    """Return one article as one line, its fields apart by tabs."""
    published = str(article.published) if article.published else "-"
    return "\t".join((article.id, published, article.publisher or "-", visible(article.title or "-")))


def visible(text: str) -> str:
    """Return the text with what could steer a terminal shown as U+FFFD."""
    return _UNSAFE.sub("\ufffd", text)


def write(lines: Iterable[Line]) -> None:
    """Print lines on stdout: wrapped and styled on a terminal, one line a paragraph anywhere else."""
    if not sys.stdout.isatty():
        for line in lines:
            typer.echo(" " * line.indent + visible(line.text))
        return
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    console = Console(highlight=False, markup=False, emoji=False)
    for line in lines:
        console.print(Padding(Text(visible(line.text), line.style), (0, 0, 0, line.indent), expand=False))


def data(value: object) -> None:
    """Print one JSON document on one line of stdout, at once."""
    typer.echo(json.dumps(value, ensure_ascii=False))
    sys.stdout.flush()


def say(text: str) -> None:
    """Print narration, on stderr."""
    typer.echo(visible(text), err=True)
