"""The known forms of page furniture: whole lines that sites print around articles.

A form matches the whole line, case aside, after bullets, arrows and brackets around it are set aside. To teach
Footnote a new one, add it here and a page that carries it to the tests.
"""

from __future__ import annotations

import re

from index.lines import DECORATION

LONGEST_FURNITURE = 400
_NUMBER = r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten)"
_AGO = rf"{_NUMBER} (?:sec(?:ond)?|min(?:ute)?|hour|hr|day|week|month|year)s? ago"
_SITE = (
    r"(?:facebook|twitter|x|instagram|whats ?app|linked ?in|reddit|pinterest|telegram|youtube|tik ?tok|flipboard"
    r"|bluesky|threads|messenger|e-?mail|print|share|tweet|comments?|copy(?: link| url)?)"
)
_SITES = rf"{_SITE}(?:(?: ?[,|/·•&] ?| and | or | ){_SITE}){{0,12}}"
_BANNERS = (
    rf"this (?:story|article|post|page|content|piece) is (?:now )?(?:over|more than|at least|about) {_NUMBER}"
    r" (?:year|month)s? old\.?",
    r"this (?:article|story|page) (?:is|was|has been) (?:an )?archived?\b[^.]{0,120}\.?",
)
_ADVERTISING = (
    r"(?:skip )?advert(?:is(?:e?ment|ing)s?)?"
    r"(?: ?[:–—-] (?:(?:story|article|text) continues|scroll|continue reading)[^.]{0,60})?",
    r"(?:sponsored|promoted|paid)(?: (?:content|posts?|links?))?|sponsored by [^.]{1,60}",
    r"(?:story|article|text|content) continues (?:below|after)\b[^.]{0,60}\.?",
    r"(?:continue|keep) reading(?: (?:below|the main story|this (?:story|article)))?\.?",
    r"scroll (?:down )?(?:to continue|for more)\b[^.]{0,60}\.?",
)
_SHARING = (
    _SITES,
    r"share (?:this|on|via|the (?:story|article))\b[^.]{0,80}\.?",
    r"(?:\d{1,6}|no|view|show|hide|leave|post|add|write)(?: a| all| the)?"
    r" (?:comments?|shares?|repl(?:y|ies))(?: \(\d{1,6}\))?",
    rf"(?:please )?(?:follow|like|join|find|connect with) [^.]{{1,80}} on {_SITES}"
    r"(?: (?:for|and|at) [^.]{1,80}|:? ?@\S{1,40})?[.!]?",
    r"follow (?:us|@\w{1,20})(?: for [^.]{1,60})?[.!]?",
)
_SUBSCRIBING = (
    r"(?:please )?(?:sign[ -]?up|subscribe)\b.{0,160}"
    r"\b(?:newsletters?|e-?mails?|inbox|alerts?|briefings?|updates|podcast|channel|magazine)\b.{0,80}",
    r"(?:get|receive|join)\b.{0,160}\b(?:newsletters?|inbox|mailing list)\b.{0,80}",
    r"subscribe(?: (?:now|today|here|to (?:us|our) [^.]{1,60}))?[.!]?|register now",
    r"(?:sign|log) (?:in|up|out)(?: (?:now|here|today))?",
    r"(?:enter )?your e-?mail(?: address)?|thank(?:s| you) for (?:signing up|subscribing)\b.{0,80}",
    r"you can unsubscribe\b.{0,80}",
    r"by (?:signing up|subscribing|submitting|clicking)\b.{0,60}\byou (?:agree|accept|consent)\b.{0,200}",
    r"(?:please )?support our (?:work|journalism)\b.{0,100}|donate(?: now| today)?",
    r"become an? (?:member|supporter|subscriber)\b.{0,60}",
    r"(?:download|get) (?:our|the) (?:free )?(?:\w+ )?app\b.{0,80}",
)
_LINKS = (
    r"(?:click|tap) here (?:to|for)\b.{0,120}",
    r"(?:read|find out|learn) more(?: (?:about|here)\b[^.]{0,120})?\.?",
    r"(?:read|see) the full (?:story|article|report)(?: (?:here|on|at)\b[^.]{0,80})?\.?",
    r"(?:https?://|www\.)\S{1,300}",
)
_RIGHTS = (
    r"(?:this|our) (?:web ?)?site uses cookies\b.{0,300}|we (?:and our (?:\w+ )?partners )?use cookies\b.{0,300}",
    r"by continuing to (?:use|browse|visit|access) (?:this|our|the) (?:web ?)?(?:site|page|service)s?\b.{0,250}",
    r"(?:accept|reject|allow|manage)(?: all)? cookies|cookies? (?:settings|policy|preferences|notice)",
    r"privacy (?:policy|notice)|terms (?:of (?:use|service)|and conditions)|your privacy (?:choices|rights)",
    r"do not sell my .{0,60}|contact us|about us",
    r"(?:©|copyright ?(?:©|\(c\))|\(c\) ?(?:1[89]|20)\d\d).{0,300}",
    r"copyright (?:1[89]|20)\d\d(?: .{0,200}rights reserved.{0,120}|(?: [^\s.]+){0,6}\.?)",
    r"all rights reserved[.!]?(?: (?:this|no|reproduction|unauthori[sz]ed|use|material|republication)\b.{0,200})?",
)
_MECHANICS = (
    r"(?:skip|jump) to (?:main |the )?(?:content|navigation|comments|article)|back to top|loading(?:\.{3}|…)?",
    rf"\d{{1,3}}[ -]min(?:ute)?s? read|reading time:? ?\d{{1,3}} ?min(?:ute)?s?|{_AGO}",
    rf"(?:last )?(?:updated|published|posted):? {_AGO}",
    r"home(?: ?[>»›] ?[^>»›.]{1,40}| [/|] [^/|.]{1,40}){1,6}",
    r"(?:tags?|topics?): ?[^.]{1,200}|filed under:? ?[^.]{1,200}",
    r"play video|watch (?:now|video)|video player is loading\.?|your browser does not support\b.{0,120}",
    r"(?:please )?enable javascript\b.{0,120}|javascript (?:is|must be|seems to be) \w+\b.{0,120}",
    r"(?:document\.|window\.|googletag\.|var \w+ ?=|function ?\().{0,300}[;})]",
    r"menu|search|embed|close",
)
_FURNITURE = re.compile(
    "|".join((*_BANNERS, *_ADVERTISING, *_SHARING, *_SUBSCRIBING, *_LINKS, *_RIGHTS, *_MECHANICS)), re.IGNORECASE
)


def is_furniture(line: str) -> bool:
    """Whether the line, as a whole, is of one of the forms above, or holds no letter and no digit."""
    if len(line) > LONGEST_FURNITURE:
        return False
    bare = line.strip(DECORATION)
    return not any(c.isalnum() for c in bare) or _FURNITURE.fullmatch(bare) is not None
