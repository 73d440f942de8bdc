"""Teasers: lines that point to another article. What they claim is that article's claim, so they are never text."""

from __future__ import annotations

import re

from index.lines import DECORATION, could_be_headline

# With a colon after them these are teasers whatever follows.
_SURE = (
    r"related(?: (?:articles?|stor(?:y|ies)|content|coverage|reading|links?|news|posts?|videos?|topics?))?",
    r"(?:read|see) (?:more|also|next)(?: (?:on|about|from|at) [^:.]{1,60}| here)?",
    r"also (?:read|see)",
    r"read (?:this|the full (?:story|article|report))(?: next)?",
    r"further reading",
    r"more on (?:this|that)(?: (?:story|topic|subject|issue))?",
    r"more (?:stories|news|coverage|like this|to read|top stories)(?: (?:on|from|about) [^:.]{1,60})?",
    r"you (?:may|might) (?:also )?(?:like|enjoy|be interested in)(?: this)?",
    r"don['’]t miss(?: this)?",
    r"in case you missed it|icymi",
)
# These are teasers only where a headline follows.
_LIKELY = (
    r"recommended(?: (?:for you|reading|stories|articles))?",
    r"most (?:read|popular|viewed|shared|commented)",
    r"trending(?: (?:now|stories|topics))?",
    r"top stories|editors?['’]?s?['’]? picks?|what to read next|up next",
    r"suggested (?:reading|articles|stories)",
)
# And these, alone on a line, are labels only with a colon.
_LOOSE = (r"more(?: (?:on|from|about) [^:.]{1,60})?", r"read")
_LOWER = r"[Rr]ead (?:also|more|next)|[Aa]lso (?:read|see)|[Ss]ee (?:also|more)"
_CAPITALS = (
    r"(?:READ (?:ALSO|MORE|NEXT|THIS)|ALSO (?:READ|SEE)|SEE (?:ALSO|MORE)|MORE ON THIS|RELATED"
    r"|RECOMMENDED|DON['’]T MISS)(?: (?:STORY|STORIES|ARTICLES?))?"
)
_LABEL = re.compile(
    rf"(?:(?i:(?P<sure>{'|'.join(_SURE)})|(?P<likely>{'|'.join(_LIKELY)})|(?P<loose>{'|'.join(_LOOSE)}))"
    r" ?(?:(?P<colon>[:：|»]|>>?)|[–—-](?= )) ?"
    rf"|(?P<lower>{_LOWER}) (?=[A-Z\"“‘'0-9])"
    rf"|(?P<capitals>{_CAPITALS}) (?=[A-Z\"“‘'0-9]))"
)
# "Watch: …" may be a headline of its own, so it is a teaser only after the article has begun.
_WATCH = re.compile(
    r"(?:watch|listen|watch (?:now|this|more|live)|listen now|gallery|in pictures) ?: ?\S", re.IGNORECASE
)
_LONGEST = 300


def is_teaser(line: str) -> bool:
    """Whether the line is a label of the known forms and another article's title after it."""
    bare = line.strip(DECORATION)
    match = _LABEL.match(bare)
    if match is None or len(line) > _LONGEST:
        return False
    rest = bare[match.end() :]
    if match["sure"] and match["colon"]:
        return True
    headline = could_be_headline(rest) and (rest[0].isupper() or not rest[0].isalpha())
    # "RELATED" in capitals, then a title that is not; a line all in capitals may be the author's own heading.
    return headline and (match["capitals"] is None or any(c.islower() for c in rest))


def is_teaser_label(line: str) -> bool:
    """Whether the line is such a label alone, the titles standing on lines of their own after it."""
    if len(line) > _LONGEST:
        return False
    match = _LABEL.fullmatch(line.strip(DECORATION + ":：") + ":")
    return match is not None and (match["loose"] is None or line.rstrip(DECORATION).endswith((":", "：")))


def is_watch_teaser(line: str) -> bool:
    """Whether the line points to a video or a recording; only so within an article, not at its top."""
    return len(line) <= _LONGEST and _WATCH.match(line.strip(DECORATION)) is not None and could_be_headline(line)
