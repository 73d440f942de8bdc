"""Finds the quotations in an article, paragraph by paragraph."""

from __future__ import annotations

import re

MASK = "\x01"
"""Stands for every character of a quotation in `masked` text."""

# An opening mark, or a closing one. A single mark closes only where it cannot be an apostrophe ("the guards' union").
_MARK = re.compile(
    r"(?<![^\s(\[—–/\x01-])(?P<open>[\"“„«'‘])(?=[^\s.,])|(?P<close>[\"”“»])|(?P<single>(?<![\ss])['’](?!\w))"
)
_CLOSES = {'"': '"', "“": "”", "„": "“”", "«": "»", "'": "'’", "‘": "’'"}


def quotations(text: str) -> list[tuple[int, int]]:
    """Return the spans of quoted text with their marks, in order.

    A quotation left open at the end of a paragraph goes on in the next one if that begins with the same mark (the
    convention for a quotation of several paragraphs); else the stray mark is not a quotation.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    paragraphs = text.split("\n")
    for number, paragraph in enumerate(paragraphs):
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else ""
        spans += [(start + a, start + b) for a, b in _in_paragraph(paragraph, following[:1])]
        start += len(paragraph) + 1
    return spans


def masked(text: str, spans: list[tuple[int, int]]) -> str:
    """Return `text` at its own length with every quoted character replaced by MASK."""
    parts, at = [], 0
    for start, end in spans:
        parts += [text[at:start], MASK * (end - start)]
        at = end
    return "".join([*parts, text[at:]])


def _in_paragraph(paragraph: str, following: str) -> list[tuple[int, int]]:
    closed: list[tuple[int, int]] = []
    opened: list[int] = []
    for mark in _MARK.finditer(paragraph):
        if mark["open"]:
            opened = [at for at in opened if paragraph[at] != mark[0]]  # one of the same kind was a stray mark
            opened.append(mark.start())
            continue
        for at in reversed(opened):
            if mark[0] in _CLOSES[paragraph[at]]:
                closed.append((at, mark.end()))
                opened = [earlier for earlier in opened if earlier < at]
                break
    if opened and following == paragraph[opened[0]]:
        closed.append((opened[0], len(paragraph)))
    outermost: list[tuple[int, int]] = []
    for start, end in sorted(closed):
        if not outermost or start >= outermost[-1][1]:
            outermost.append((start, end))
    return outermost
