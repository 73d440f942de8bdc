"""Files, folders and standard input to drafts; what cannot be read is reported, and the rest still gets in.

| input | read as |
|---|---|
| `.txt`, and any unknown name that holds text | a page's text as scraped, see `index.boilerplate` and `index.header` |
| `.md`, `.markdown` | Markdown with YAML front matter, see `index.markdown` |
| `.jsonl`, `.ndjson` | one JSON object per line, of any number of lines, see `index.jsonlines` |
| a folder | its articles of these kinds (known names only) and its folders', sorted; hidden files left out |
| `-` | standard input: JSON lines where it starts with `{`, else text |
"""

from __future__ import annotations

import stat
import sys
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from index.article import Draft
from index.drafts import LONGEST_TEXT, draft_from_fields
from index.encodings import STANDARD_INPUT, UTF8_MARK, decode
from index.errors import SourceError
from index.folders import UNREADABLE, find_files, from_system, shown
from index.jsonlines import lines_of, parse_json_line, read_json_lines
from index.markdown import parse_markdown

__all__ = ["draft_from_fields", "parse_json_line", "parse_markdown", "parse_text", "read_sources"]

_MARKDOWN = (".md", ".markdown")
_JSON_LINES = (".jsonl", ".ndjson")


def read_sources(paths: Sequence[str]) -> Iterator[Draft | SourceError]:
    """What each path holds, in order: drafts, and errors as values so that the good ones still get in."""
    for path in paths:
        if path == "-":
            yield from _caught(_read_standard_input(), STANDARD_INPUT)
            continue
        for found in find_files(path):
            if isinstance(found, SourceError):
                yield found
            else:
                yield from _caught(_read_file(found), shown(str(found)))


def parse_text(text: str, source: str) -> Draft:
    """The draft that a page's text makes, clean or as scraped; raises SourceError."""
    return draft_from_fields(source, text=text)


def _caught(drafts: Iterator[Draft | SourceError], source: str) -> Iterator[Draft | SourceError]:
    try:
        yield from drafts
    except SourceError as error:
        yield error
    except OSError as error:
        yield from_system(error, source)


def _read_file(path: Path) -> Iterator[Draft | SourceError]:
    source, kind = shown(str(path)), path.suffix.lower()
    status = path.stat()
    if kind in UNREADABLE:
        raise SourceError(source, *UNREADABLE[kind])
    if kind not in _JSON_LINES and stat.S_ISREG(status.st_mode):
        _check_length(status.st_size, source)
    with path.open("rb") as stream:
        if kind in _JSON_LINES:
            yield from read_json_lines(lines_of(stream), source)
            return
        data = stream.read(LONGEST_TEXT + 1)
    text = _text(data, source)
    yield parse_markdown(text, source) if kind in _MARKDOWN else parse_text(text, source)


def _read_standard_input() -> Iterator[Draft | SourceError]:
    lines = lines_of(sys.stdin.buffer)
    first: list[bytes] = []
    for line in lines:
        first.append(line)
        if line.strip():
            break
    if first and first[-1].removeprefix(UTF8_MARK).lstrip().startswith(b"{"):
        yield from read_json_lines(chain(first, lines), STANDARD_INPUT)
        return
    data = bytearray()
    for line in chain(first, lines):
        data += line
        _check_length(len(data), STANDARD_INPUT)
    yield parse_text(_text(bytes(data), STANDARD_INPUT), STANDARD_INPUT)


def _text(data: bytes, source: str) -> str:
    _check_length(len(data), source)
    if not data:
        raise SourceError(source, "it is empty", "give the article's text")
    return decode(data, source)


def _check_length(length: int, source: str) -> None:
    if length > LONGEST_TEXT:
        problem = f"it is longer than {LONGEST_TEXT:,} bytes, more than any article"
        raise SourceError(
            source, problem, "split it, or write its articles as JSON lines (.jsonl), which may be any length"
        )
