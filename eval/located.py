"""Texts of data sets as our index keeps them, and where a piece of the published text stands in the kept one."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from eval.errors import CaseError
from eval.records import Span
from index.article import Draft
from index.canonical import canonicalise

_NOT_IN_AN_ID = re.compile(r"[^A-Za-z0-9._:-]+")


def article(article_id: str, text: str, title: str | None = None) -> Draft:
    """An article of a data set; its text is what the index would keep of it."""
    return Draft(canonicalise(text), id=article_id, title=title or None)


def safe_id(name: str) -> str:
    """`name` where the index accepts it as an id, else like it and unmistakable."""
    plain = _NOT_IN_AN_ID.sub("-", name).strip("-")[:100]
    return name if plain == name else f"{plain}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def locate(draft: Draft, exact: str, *, before: str | None = None) -> Span | None:
    """Where `exact` stands in a draft: once, or at the place nearest to the end of what stood `before` it."""
    assert draft.id is not None
    words = canonicalise(exact)
    places = [match.start() for match in re.finditer(f"(?={re.escape(words)})", draft.text)] if words else []
    if not places or (before is None and len(places) > 1):
        return None
    hint = len(canonicalise(before)) if before else 0
    start = min(places, key=lambda place: abs(place - hint))
    return Span(draft.id, start, start + len(words), words)


def whole(draft: Draft) -> Span:
    """A whole article as evidence: data sets that judge documents say no more."""
    assert draft.id is not None
    return Span(draft.id, 0, len(draft.text), draft.text)


def read_text(path: Path) -> str:
    """A file's text, unpacked where it is gzip. Raises CaseError."""
    try:
        data = path.read_bytes()
        if data[:2] == b"\x1f\x8b":
            data = gzip.decompress(data)
        return data.decode("utf-8-sig")
    except (OSError, EOFError) as error:
        raise CaseError(str(path), f"it cannot be read ({error})", "name a file of the data set") from error
    except UnicodeDecodeError as error:
        raise CaseError(str(path), f"byte {error.start + 1} is not UTF-8", "name a file of the data set") from error


def read_rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a file of JSON lines, counted from 1. Raises CaseError, which names the line."""
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except json.JSONDecodeError as error:
            raise CaseError(str(path), f"the line is not JSON ({error})", "is it JSON lines?", line=number) from error
        if not isinstance(value, dict):
            raise CaseError(str(path), "the line is no object", "is it the data set that you named?", line=number)
        yield number, value


def wrong_shape(path: Path, number: int | None, error: Exception, kind: str) -> CaseError:
    """What to raise for a row that has not the fields of its data set."""
    what = f"no field {error}" if isinstance(error, KeyError) else f"unexpected content ({error})"
    return CaseError(str(path), what, f"is it {kind}? see eval/datasets.py for the shape", line=number)
