"""Paragraphs from lines: undoing hard wrapping where a text is wrapped, and only there.

Two styles are met: paragraphs on one line each (with or without blank lines between them), and paragraphs wrapped
at some column with blank lines between them. A text counts as wrapped when enough of its line breaks fall inside a
sentence, that is, when the next line goes on in lower case. Scripts without case are never taken as wrapped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.boilerplate import is_boilerplate
from index.lines import ends_like_prose, is_list_item

_NARROWEST, _WIDEST = 40, 120


def unwrap(lines: Sequence[str]) -> list[str]:
    """The lines with wrapped ones joined; an empty string still stands where a blank line stood."""
    width = _width(lines)
    if width is None:
        return list(lines)
    joined: list[list[str]] = []
    previous = ""
    for line in lines:
        if previous and line and _continues(previous, line, width):
            joined[-1].append(line)
        else:
            joined.append([line])
        previous = line
    return [join_lines(parts) for parts in joined]


def _width(lines: Sequence[str]) -> int | None:
    """The column at which the text is wrapped, None where it is not."""
    pairs = 0
    widths: list[int] = []
    for line, after in _neighbours(lines):
        pairs += 1
        if _goes_on(line, after):
            widths.append(len(line))
    if not widths or len(widths) < 0.3 * pairs:
        return None
    return max(widths) if _NARROWEST <= max(widths) <= _WIDEST else None


def _neighbours(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    for line, after in zip(lines, lines[1:], strict=False):
        if line and after and not is_list_item(after):
            yield line, after


def _goes_on(line: str, after: str) -> bool:
    return after[0].islower() and not ends_like_prose(line)


def _continues(line: str, after: str, width: int) -> bool:
    """Whether `after` is the same paragraph: the line was full, or the sentence goes on."""
    if is_list_item(after) or is_boilerplate(after) or is_boilerplate(line):
        return False
    full = len(line) + 1 + len(after.split(" ", 1)[0]) > width
    return full or _goes_on(line, after)


def join_lines(parts: Sequence[str]) -> str:
    """One line; a word that was broken at its own hyphen ("follow-" "up") gets no space."""
    text = [parts[0]]
    for part in parts[1:]:
        broken = re.search(r"\w-$", text[-1]) is not None and part[0].islower()
        text.append(part if broken else f" {part}")
    return "".join(text)
