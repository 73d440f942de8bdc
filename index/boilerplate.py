"""What scraped pages carry around an article's words, and how it is taken away.

Two aims pull apart: another article's teaser must not be citable as this article's claim, and the author's words
must not be lost. So only whole lines of known forms go ("Related: …", "Photo by Jane Doe/EPA", "Advertisement"),
never a part of a paragraph; a sentence that merely starts with such a word ("Related legislation passed …") stays,
and what is in doubt stays. Shortcodes are the exception: they go wherever they stand, being no words at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from index.credits import is_credit
from index.dates import read_stamp
from index.furniture import LONGEST_FURNITURE, is_furniture
from index.lines import DECORATION, could_be_headline, is_list_item
from index.teasers import is_teaser, is_teaser_label, is_watch_teaser

_SHORTCODE = re.compile(
    r"""
    <!--(?:(?!<!--|-->).){0,20000}+-->
    | <(script|style|iframe|noscript)\b[^<>]{0,2000}+>(?:(?!<\1|</\1).){0,20000}+</\1\s{0,9}+>
    | \[caption\b[^\[\]]{0,2000}+\](?:(?!\[/?caption).){0,2000}+\[/caption\]
    | \[(embed|video|audio|youtube|vimeo|tweet|twitter|instagram|gallery)\b[^\[\]]{0,2000}\]
      \s{0,9}https?://[^\s\[\]]{1,2000}\s{0,9}\[/\2\]
    | \[/?(?:caption|embed|video|audio|gallery|playlist|youtube|vimeo|tweet|twitter|instagram|facebook|soundcloud
        |iframe|html|raw|pullquote|related|ads?|adsense|(?:vc|et_pb|su)_\w{1,40})\](?!\()
    | \[/?[a-z][\w-]{0,60}(?:[ ][^\[\]]{0,2000})?=\s?["'“”‘’″&\w][^\[\]]{0,2000}\]
    | \{\{[^{}]{0,2000}\}\} | \{%[^{}]{0,2000}%\}
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_TWEETER = re.compile(r".*?[—–-]{1,2} ?[^—–]{1,60}\(@\w{1,20}\),? ?(?P<date>[^()]{0,40})")
_TWEETED = re.compile(r"pic\.twitter\.com/|\bt\.co/|(?<!\w)[#@]\w")
_ENDS_IN_TWEETED_PICTURE = re.compile(r"pic\.twitter\.com/\w+$")


def without_shortcodes(text: str) -> str:
    """`text` with a publishing system's codes, comments and templates replaced by a space."""
    return _SHORTCODE.sub(" ", text)


def is_boilerplate(line: str) -> bool:
    """Whether the whole line is of a form that pages carry around articles."""
    return len(line) <= LONGEST_FURNITURE and _is_boilerplate(line)


@lru_cache(maxsize=4096)  # a line is looked at three times while its page is cleaned
def _is_boilerplate(line: str) -> bool:
    return is_furniture(line) or is_teaser(line) or is_teaser_label(line) or is_credit(line) or _is_tweet(line)


def drop_boilerplate(lines: Sequence[str]) -> list[str]:
    """The lines that are the article's; an empty string stands for a blank line, before and after."""
    prose_end = _end_of_prose(lines)
    in_blocks = "" in lines
    kept: list[str] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        if not line or not (is_boilerplate(line) or (kept and is_watch_teaser(line))):
            kept.append(line)
        elif is_teaser_label(line):
            at = len(lines) if 0 < prose_end < at else _after_teasers(lines, at)
        elif line[0] in "—–-" and _names_tweeter(line):
            _drop_tweet(kept, lines[at - 2] if in_blocks and at >= 2 else "")
    return kept


def _end_of_prose(lines: Sequence[str]) -> int:
    """The index after the last line that can be nothing but text."""
    for at in range(len(lines), 0, -1):
        line = lines[at - 1]
        if line and not could_be_headline(line) and not is_boilerplate(line):
            return at
    return 0


def _after_teasers(lines: Sequence[str], at: int) -> int:
    """Where the article goes on after a label alone: past one title, the rest of its block, and list items."""
    while at < len(lines) and not lines[at]:
        at += 1
    first = True
    while at < len(lines) and could_be_headline(lines[at].lstrip(DECORATION)):
        if not (first or lines[at - 1] or is_list_item(lines[at])):
            break
        first = False
        at += 1
        if at + 1 < len(lines) and not lines[at] and is_list_item(lines[at + 1]):
            at += 1
    return at


def _is_tweet(line: str) -> bool:
    """Whether the line is an embedded tweet, or the name under one."""
    if len(line) > LONGEST_FURNITURE:
        return False
    return _ENDS_IN_TWEETED_PICTURE.search(line) is not None or _names_tweeter(line)


def _names_tweeter(line: str) -> bool:
    """Whether the line ends as embedded tweets do: "— Jane Doe (@jane) June 5, 2015"."""
    match = _TWEETER.fullmatch(line)
    if match is None:
        return False
    return read_stamp(match["date"]) is not None or (not match["date"].strip() and line[0] in "—–-")


def _drop_tweet(kept: list[str], before: str) -> None:
    """Drop the tweet whose author was just named: the line before, or a marked one in the block before."""
    if before:
        if kept and kept[-1] == before and len(before) <= LONGEST_FURNITURE:
            kept.pop()
        return
    at = len(kept) - 1
    while at >= 0 and not kept[at]:
        at -= 1
    if at >= 0 and len(kept[at]) <= LONGEST_FURNITURE and _TWEETED.search(kept[at]):
        del kept[at:]
