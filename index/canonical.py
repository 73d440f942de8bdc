"""Characters as the index keeps them: NFC, plain spaces, plain line ends, nothing a reader cannot see.

What is changed, all of it invisible or white space; every other character stays as the author wrote it:

- control characters, terminal colour codes, soft hyphens, zero-width and bidirectional marks, Unicode tags and
  private-use characters go: they can carry instructions or icons that no reader of the page ever saw;
- a zero-width joiner or non-joiner stays between letters of the scripts that spell with it, and inside emoji;
  of several variation selectors in a row the first stays;
- every kind of space (a tab, a no-break space, a thin space) becomes a plain one, runs of them become one;
- every kind of line end becomes `\\n`, a paragraph separator two.
"""

from __future__ import annotations

import re
import unicodedata

_COLOUR = re.compile(r"\x1b\[[0-9;]{0,20}[A-Za-z]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ue000-\uf8ff\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff\U000f0000-\U0010ffff]"
)
_SELECTOR = "[\ufe00-\ufe0f\U000e0100-\U000e01ef]"
_EXTRA_SELECTORS = re.compile(f"({_SELECTOR}){_SELECTOR}+")
# Arabic to Mongolian covers every script that spells with joiners; the rest are emoji and the selector they end with.
_JOINABLE = "[\u0600-\u18af\ua800-\ua8ff\u2600-\u27bf\ufe0f\U00011000-\U00011fff\U0001f000-\U0001faff]"
_STRAY_JOINER = re.compile(f"[\u200c\u200d](?!{_JOINABLE})|(?<!{_JOINABLE})[\u200c\u200d]")
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028]")
_SPACES = re.compile(r"[^\S\n]+")
_EDGES = re.compile(r" ?\n ?")
_SURROGATE = re.compile("[\ud800-\udfff]")


def canonicalise(text: str) -> str:
    """`text` with canonical characters, its lines stripped; doing it twice changes nothing."""
    text = _LINE_END.sub("\n", text).replace("\u2029", "\n\n")
    text = _INVISIBLE.sub("", _COLOUR.sub("", text))
    text = _STRAY_JOINER.sub("", _EXTRA_SELECTORS.sub(r"\1", text))
    text = unicodedata.normalize("NFC", text)
    return _EDGES.sub("\n", _SPACES.sub(" ", text)).strip()


def canonical_line(text: str) -> str:
    """`canonicalise`, and on one line: for titles and other fields."""
    return " ".join(canonicalise(text).split())


def half_characters(text: str) -> bool:
    """Whether `text` holds lone surrogates, which are no characters and cannot be stored or sent."""
    return _SURROGATE.search(text) is not None
