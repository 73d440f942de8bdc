"""JSON lines: one article per line, `{"text": …}` with whatever else is known; a bad line costs only itself."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import BinaryIO, NoReturn

from index.article import Draft
from index.drafts import LONGEST_TEXT
from index.encodings import UTF8_MARK, refuse_binary, shell_name
from index.errors import SourceError
from index.fields import draft_from_mapping, kind_of

_LONGEST_LINE = 2 * LONGEST_TEXT  # escapes make a line longer than what it says
_REMEDY = 'write one JSON object per line, at least {"text": "…"}'


def lines_of(stream: BinaryIO) -> Iterator[bytes]:
    """The stream's lines; one that is too long is cut, just long enough to be told."""
    while line := stream.readline(_LONGEST_LINE + 1):
        yield line
        while len(line) > _LONGEST_LINE and not line.endswith(b"\n"):
            line = stream.readline(_LONGEST_LINE + 1)


def read_json_lines(lines: Iterable[bytes], source: str) -> Iterator[Draft | SourceError]:
    """Each line's draft, or the error that it makes; there may be any number of lines."""
    seen = False
    for number, line in enumerate(lines, start=1):
        if not line.removeprefix(UTF8_MARK).strip():
            continue
        if not seen and (refusal := _refuse_file(line, source)):
            yield refusal
            return
        seen = True
        yield _read_line(line, source, number)
    if not seen:
        yield SourceError(source, "it is empty", _REMEDY)


def _refuse_file(raw: bytes, source: str) -> SourceError | None:
    """Why the whole file is none of JSON lines, told by the line that it starts with."""
    if refusal := refuse_binary(raw, source):
        return refusal
    start = raw.removeprefix(UTF8_MARK).strip()
    if start.startswith(b"["):
        return SourceError(
            source, "this is one JSON array, not JSON lines", f"run: jq -c '.[]' {shell_name(source)}", line=1
        )
    if start == b"{":
        problem = "this is one JSON object over many lines, not JSON lines"
        return SourceError(source, problem, f"run: jq -c . {shell_name(source)}", line=1)
    return None


def _read_line(raw: bytes, source: str, number: int) -> Draft | SourceError:
    if len(raw) > _LONGEST_LINE:
        return SourceError(source, f"the line is longer than {_LONGEST_LINE:,} bytes", "split it", line=number)
    try:
        return parse_json_line(raw.decode("utf-8"), source, number)
    except UnicodeDecodeError as error:
        problem = f"the line is not UTF-8 (byte {error.start + 1} of it)"
        return SourceError(source, problem, "write the file as UTF-8", line=number)
    except SourceError as error:
        return error


def parse_json_line(line: str, source: str, number: int) -> Draft:
    """The draft that one line makes; raises SourceError, which names the line."""
    try:
        value = json.loads(line.lstrip("\ufeff"), parse_constant=_refuse_constant, object_pairs_hook=_without_twins)
    except json.JSONDecodeError as error:
        problem = f"the line is not valid JSON ({error.msg}, character {error.colno})"
        raise SourceError(source, problem, _REMEDY, line=number) from error
    except (_Refused, RecursionError, ValueError) as error:
        problem = str(error) if isinstance(error, _Refused) else "the line holds a number or a nesting beyond reason"
        raise SourceError(source, problem, _REMEDY, line=number) from error
    if not isinstance(value, dict):
        raise SourceError(source, f"the line is {kind_of(value)}, not an object", _REMEDY, line=number)
    text = value.get("text")
    if not isinstance(text, str):
        problem = "the object has no text" if text is None else f"text is {kind_of(text)}"
        raise SourceError(source, problem, _REMEDY, line=number)
    try:
        return draft_from_mapping(value, source, text=text)
    except SourceError as error:
        raise SourceError(source, error.problem, error.remedy, line=number) from error


class _Refused(ValueError):
    """JSON that the parser would read but that says nothing certain."""


def _refuse_constant(name: str) -> NoReturn:
    raise _Refused(f"{name} is not a JSON value")


def _without_twins(pairs: list[tuple[str, object]]) -> dict[str, object]:
    mapping = dict(pairs)
    if len(mapping) < len(pairs):
        raise _Refused("a key stands twice in one object")
    return mapping
