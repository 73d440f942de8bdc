"""Kinds of answer that can be told in a sentence: a date for "when", a number for "how many", and so on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.question import Question, Wanted
from rag.terms import DATE, NUMBER_WORDS, Token, content_stems, is_stop_word, tokens

TYPED: tuple[Wanted, ...] = ("date", "number", "person", "place", "reason")
"""Kinds of answer whose presence in a sentence can be told."""

MUST_SHOW: tuple[Wanted, ...] = ("date", "number")
"""Kinds of answer that a sentence must show to answer at all: when, and how many."""

_REASON = re.compile(
    r"(?i)\b(?:because|due to|in order to|so that|as a result|therefore|thus|owing to|thanks to|in exchange for"
    r"|to \w+|for \w+ing|led to|caused?|reasons?|in response|after|amid|since|as|over|aims?|meant)\b"
)
_UNIT = "(?:moment|minute|hour|day|night|week|weekend|fortnight|month|year|decade|century|generation)"
_UNITS = rf"(?:{_UNIT}s|seconds|centuries|millennia)"
_OLD = "|".join(f"{ten}ies" for ten in "twent thirt fort fift sixt sevent eight ninet".split())
_MEASURE = (
    "(?:mile|kilomet(?:re|er)|met(?:re|er)|yard|foot|inch|block|walk|drive|acre|hectare|tonne?|kilo(?:gram)?"
    "|lit(?:re|er)|gallon|barrel|pound|euro|dollar|crown|penny|cent)"
)
_COUNTED = "(?!(?:was|is|has|as|its|this)\\b)(?:[a-z]+s|people|men|women|children|per|[mb]illion)\\b"
"""What a number that stands before it counts: no hour of the day, no year."""

_NUMBER = re.compile(
    r"(?i)\b\d[\d.,]*+(?!(?:st|nd|rd|th|['’]?s|(?-i:[DG]))\b)"
    rf"|\b(?:{'|'.join(NUMBER_WORDS)}|half(?! an? (?!{_UNIT}|{_MEASURE}|dozen|[mb]illion))"
    r"|third|quarter|dozens?|hundreds?|thousands?|(?:m|b|tr)illions?|once|twice|duo|trio|quartet|quintet)\b"
    r"|[$€£¥%]"
)
_VAGUE = re.compile(
    r"(?i)several|few|many|none|no|all|both|most|every|each|numerous|countless|various|single|only|majority|minority"
    r"|pair|couple|handful|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+"
)
"""What says how many only of what it stands before; the digits are those of "19th"."""
_ALSO = tuple(
    (re.compile(rf"(?i)\b(?:{asked})\b"), re.compile(rf"(?i)\b(?:{shown})\b"))
    for asked, shown in (
        (
            rf"how (?:long|much (?:longer|time)|many (?:{_UNITS}))",
            rf"(?:an?|all|whole|entire|full|same|next|following) (?:[\w-]+ )?{_UNIT}|{_UNITS}|{_UNIT}-?long|since"
            rf"|until|till|(?:from|between|through) (?-i:{DATE.pattern})|forever|indefinite(?:ly)?|permanent(?:ly)?"
            r"|overnight|brief(?:ly)?|life|lifelong|always|never",
        ),
        (
            r"how old|(?:what|which) age",
            rf"an? (?:\w+ )?{_UNIT}|{_UNITS}|{_UNIT}-old|ago|since|\d{{4}}s?|\d\ds|century|{_OLD}"
            r"|teens|teenage\w*|newborn",
        ),
        (
            r"how (?:often|many times)",
            rf"every|each|per|an? {_UNIT}|always|never|often|seldom|rarely|sometimes|occasional(?:ly)?|regular(?:ly)?"
            r"|frequent(?:ly)?|usual(?:ly)?|constant(?:ly)?|whenever|hourly|daily|nightly|weekly|fortnightly|monthly"
            r"|quarterly|yearly|(?:bi)?annual(?:ly)?|biennial(?:ly)?|for the \w+ time|(?-i:[A-Z][a-z]+days)",
        ),
        (
            r"how (?:far|much|large|big|high|long)",
            rf"an? (?:\w+ )?{_MEASURE}|{_MEASURE}s|feet|(?:an?|one|half an) {_UNIT}(?:['’]s)? (?:from|away|by)|halfway"
            r"|next (?:door )?to|near(?:by)?|close to|opposite|as \w+ as|(?:size|height|length) of",
        ),
        (r"how much", r"nothing|free|all|most|lot|little|doubled?|trebled?|tripled?|halved?"),
        (r"how many|(?:what|which) (?:number|percentage|share|proportion)", r"nobody|no[ -]one|none|neither"),
        (r"(?:what|which) (?:percentage|share|proportion)", r"most|all|every\w*|each|majority|minority"),
    )
)
"""What tells as much as a number, by how it is asked."""
_DATES_TELL = re.compile(r"(?i)\bhow (?:long (?!is\b|are\b|was\b|were\b)|far back\b)")
"""Questions that a date answers, as "since 2010" does; a road's length is none."""
_BEFORE_COUNTED = re.compile(rf" (?:[a-z]+ )?{_COUNTED}")
_AFTER_IN = re.compile(r"(?i)\b(?:in|since|until|till|during|before|after|the|late|early) \Z")

_MOMENT = (
    rf"(?:{_UNIT}|{_UNITS}|mornings?|afternoons?|evenings?|summers?|autumns?|winters?|spring|fall|christmas|easter"
    "|ramadan|eve|era|reign|season|period|ages?|time|point|future|past)"
)
_WHEN = re.compile(
    rf"""(?ix)\b(?:
      ago | {_UNIT}s?\ (?:later|earlier|from\ now)
    | (?:in|on|at|by|from|within|over\ the|through|throughout)\ (?:(?!for\b)[\w’'-]+\ ){{0,3}}?{_MOMENT}
    | (?:this|each|every|last|next|first|same|following|previous|early|late|mid|that)[ -]
      (?:(?!{"|".join(NUMBER_WORDS)})[a-z]+\ )?{_MOMENT}
    | yesterday | today | tonight | tomorrow | overnight | noon | midday | midnight | dawn | dusk | sunrise | sunset
    | summer | autumn | winter | weekends? | weekdays? | {_OLD} | centur(?:y|ies) | millenni(?:um|a) | dates?
    | hourly | daily | nightly | weekly | fortnightly | monthly | quarterly | yearly | annual(?:ly)? | recent(?:ly)?
    | soon | shortly | immediately | (?:straight|right)\ away | always | aged
    | (?:in|by|since|until|till|from|circa|c\.|between)\ (?:(?:about|around)\ )?\d{{3,4}}\b(?![.,]?\d|%|\ {_COUNTED})
    | \d{{3,4}}\ ?[-–—]\ ?\d{{2,4}} | 1[0-4]\d\d\b(?![.,]?\d|%|\ {_COUNTED})
    | (?-i:\d[\d,]{{0,9}}\ ?(?:BC|BCE|AD|CE)|AD\ \d+)
    | (?:at|from|until)\ (?:\d{{1,2}}(?:[.:]\d\d)?|{"|".join(NUMBER_WORDS)})\b(?![.,]?\d|%|\ {_COUNTED})
    | \d{{1,2}}:\d\d | o['’]clock | (?:on|by|from)\ the\ \d{{1,2}}(?:st|nd|rd|th)(?=[.,;]|\ (?:of|and|to)\b|$)
    | \d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}}
    )(?!\w)"""
)
"""Times told in more ways than `DATE` knows: roughly, by the clock, at a sentence's start."""
_CLAUSE = re.compile(
    r"(?i)\b(?:(?<!named )(?<!look )(?<!looks )(?<!looked )(?<!looking )after|before|when|whenever|once|until|till"
    r"|since|while|during|following|aftermath|upon|if|as (?:soon|long) as"
    r"|as (?:he|she|it|they|an? (?=child|boy|girl|teenager|student))|ahead of"
    r"|prior to|by the time|at the (?:end|start|beginning|height|outbreak|turn) of)\b([^,;:—]*)"
)
"""What something happened before, during or after; no answer where the question says it itself."""
_TIMES_TELL = re.compile(r"(?i)\b(?:when|time)\b")
"""Questions that such a clause answers; "what year" asks for a year."""
_CIRCUMSTANCE = re.compile(
    r"(?i)\bwhen (?!(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|shall|should|may|might|must|and|or"
    r"|exactly|precisely)\b).*\b(?:what|which|who|whose|whom|how|where|why)\b"
)
"""Questions that ask for no date: "When it rains, what do they do?"."""
_PLACE = re.compile(
    r"\b(?:[Ii]n|[Aa]t|[Ff]rom|[Tt]o|[Nn]ear|[Oo]f|[Aa]cross|[Oo]utside|[Ii]nside|[Ii]nto|[Tt]hrough|[Aa]round|[Oo]n|,)"
    r" (?:the |north(?:ern)? |south(?:ern)? |east(?:ern)? |west(?:ern)? |central )*([A-Z][a-z][\w’'-]*)"
)
_PEOPLE = re.compile(
    r"(?i)\b(?:officials?|officers?|ministers?|ministry|president|leaders?|authorit(?:y|ies)|government|police"
    r"|psychologists?|teachers?|doctors?|experts?|critics?|operators?|judges?|lawyers?|court|committee|council|agency"
    r"|company|residents?|parents?|workers?|people|men|women|families)\b"
)


def asked_words(question: Question) -> set[str]:
    """The words of the question's names, lower-cased."""
    return {t.text.casefold() for name in question.names for t in name}


def lacks(kind: Wanted, question: Question, sentence: str, words: Sequence[Token]) -> bool:
    """Whether a kind of answer is asked for and a sentence has none of that kind; for other kinds always False."""
    if kind != question.wanted or kind not in TYPED:
        return False
    if kind == "date":
        return not (_CIRCUMSTANCE.search(question.standalone) or _tells_when(question, sentence))
    if kind == "number":
        return not _tells_how_many(question, sentence, words)
    if kind == "reason":
        return _REASON.search(sentence) is None
    if kind == "place":
        return all(match[1].casefold() in asked_words(question) for match in _PLACE.finditer(sentence))
    if kind == "person" and _PEOPLE.search(sentence):
        return False
    asked = {t.stem for name in question.names for t in name} | set(question.terms)
    return not any(t.is_capitalised and t.stem not in asked and not is_stop_word(t.text) for t in words)


def _tells_when(question: Question, sentence: str) -> bool:
    if DATE.search(sentence) or _WHEN.search(sentence):
        return True
    if not _TIMES_TELL.search(question.standalone):
        return False
    return any(not set(content_stems(clause[1])) <= set(question.terms) for clause in _CLAUSE.finditer(sentence))


def _tells_how_many(question: Question, sentence: str, words: Sequence[Token]) -> bool:
    asked = question.standalone
    if any(asks.search(asked) and shows.search(sentence) for asks, shows in _ALSO):
        return True
    if _DATES_TELL.search(asked) and (DATE.search(sentence) or _WHEN.search(sentence)):
        return True
    undated = DATE.sub(lambda date: date[0] if _is_a_count(date) else " ", sentence)
    return quantity_near(question, words, sentence, _VAGUE) == 1.0 or _NUMBER.search(undated) is not None


def _is_a_count(date: re.Match[str]) -> bool:
    """Whether what looks like a year counts something: "1800 people", not "In 2015 members" or "the 2015 floods"."""
    counted = _BEFORE_COUNTED.match(date.string, date.end())
    return date[0].isdigit() and counted is not None and not _AFTER_IN.search(date.string[: date.start()])


def quantity_near(
    question: Question, words: Sequence[Token], sentence: str, numbers_are: re.Pattern[str] = _NUMBER
) -> float:
    """How many X: 1 if a number stands within five words before X (or after it), 0 if not, 0.5 if not asked."""
    match = re.search(
        r"(?i)\bhow many (?:of (?:the )?)?((?:[^\W\d_]|-)+)"
        r"(?: (?:was|were|is|are|(?:has|have|had|will) (?:be|been)))?(?: ([^\W\d_]+))?",
        question.standalone,
    )
    if match is None:
        return 0.5
    heads = {t.stem for group in match.groups() if group for t in tokens(group) if not is_stop_word(t.text)}
    dates = [m.span() for m in DATE.finditer(sentence) if not _is_a_count(m)]
    numbers = [
        i for i, t in enumerate(words) if numbers_are.fullmatch(t.text) and not any(a <= t.start < b for a, b in dates)
    ]
    places = [i for i, t in enumerate(words) if t.stem in heads]
    return float(any(-2 <= place - number <= 5 for number in numbers for place in places))
