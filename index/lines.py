"""What one line looks like: a list item, the end of a sentence, a headline."""

from __future__ import annotations

import re

DECORATION = " \t-–—*•·>»›▶►→|([])#_"  # what stands around a line without being of it
_ITEM = re.compile(r"(?:[-*+•‣▪◦●–—]|\(?(?:\d{1,3}|[a-z])[.)])\s+\S")
_ENDED = re.compile(r"[.!?:;…。！？।؟]['\"”’»)\]]*$")
_FULL_STOP = re.compile(r"[.,:;。،।]['\"”’»)\]]*$")
_INITIALS = re.compile(r"\b(?:[A-Z]\.){2,}$")
_TWO_SENTENCES = re.compile(r"[a-z]{3,}[.!?] ['\"“‘]?[A-Z]")


def is_list_item(line: str) -> bool:
    """Whether the line starts with a bullet or a number as list items do."""
    return _ITEM.match(line) is not None


def ends_like_prose(line: str) -> bool:
    """Whether the line ends as sentences end, closing quotes and brackets aside."""
    return _ENDED.search(line[-8:]) is not None


def could_be_headline(line: str) -> bool:
    """Whether the line could be a headline or a teaser's text: short, one sentence at most, no full stop."""
    if len(line) > 200 or not any(c.isalpha() for c in line) or _TWO_SENTENCES.search(line):
        return False
    return _FULL_STOP.search(line) is None or _INITIALS.search(line) is not None
