"""Finds in one sentence the words that name who is speaking: rules for English news, silent where they are not sure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.quotations import MASK

_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_MONTH = r"january|february|march|april|may|june|july|august|september|october|november|december"

# Verbs that report speech whatever follows them.
_PLAIN = r"said|says|say|told|tells|announced|argues?|argued|insisted|insists?|warned|warns?|reported|alleged|testified"
# Verbs that do so only next to a quotation, behind the words said, or before "that", a pronoun and the like.
_GUARDED = (
    r"added|adds|claimed|claims|wrote|writes|confirmed|confirms|denied|denies|noted|notes|explained|declared"
    r"|asked|asks|promised|replied|admitted|acknowledged|conceded|recalled|concluded|estimated|predicted"
    r"|stated|states|complained|vowed|pledged|tweeted|posted|asserted|maintained|reports|cautioned"
    r"|responded|continued"
)
_BEFORE_VERB = (
    r"has|have|had|also|later|then|once|since|repeatedly|again|still|earlier|recently|publicly|previously|immediately"
    r"|already|allegedly|reportedly|initially|explicitly|openly|privately|formally|finally|consistently|flatly|strongly"
    r"|clearly|simply|apparently|categorically|frequently|angrily|quickly|now|even|just|always|often|officially"
)
_VERB = re.compile(rf"\b(?:(?:{_BEFORE_VERB}) )*(?:(?P<plain>{_PLAIN})|(?P<guarded>{_GUARDED}))\b(?![’'-]\w)")
_CLAUSE = re.compile(
    r"\s*(?:that|it|he|she|they|there|no|its|his|her|their|having|any|all|whether|if|being|wrongdoing|responsibility"
    r"|involvement|why|how|what|where|when|who)\b"
)
_STATED = re.compile(
    r"\s*(?:[\w’'-]+ ){1,6}(?:had|has|have|was|were|is|are|would|will|could|should|must|might|may|did|does)\b"
)
_STATING = re.compile(r"\b(?:claim|den[iy]|confirm|note|conced|admit|acknowledg)")
_NOT_SPEECH = re.compile(
    r"\s*(?:to (?:be|have)|no to|sorry|thank|hello|from|nothing|a word|was|were|is|are|have not|has not|goodbye)\b"
)
_SOURCE = r"(?:[^,.;:—()\x01]|\.(?= [A-Z]|\w)|,(?=\d))+"
_ACCORDING = re.compile(rf"\b[Aa]ccording to (?P<who>{_SOURCE})")
# Where a clause begins that no comma parts from its source: "according to the ministry | 40 people died".
_SOURCE_ENDS = re.compile(
    r"(?= (?:it|he|she|they|there|this|these|some|more|at least)\b)"
    r"|(?<!\S)(?!(?:of|to|in|on|at|by|for|from|with|about|into|over|under|between|near|inside|outside|and|or|than|all|both"
    rf"|half|only|the|an?|its|his|her|their|[a-z]+ing|(?i:{_MONTH})) )[\w’-]+(?<![’']s)(?<![’'])"
    r"(?= (?:(?:the|an?) \w|\d[\d.]* (?!(?:the|an?|of|to|in|for|and|or|on)\b)[a-z]))"
)
_NO_SOURCE = re.compile(r"\b(?:laws?|plans?|schedule|rules?|needs?|age|size|custom|tradition|protocol)$")
_QUOTED_AS = re.compile(r"\b(?:was|were|is|are|has been|have been) (?:widely )?quoted (?:by [^,]{1,60} )?as saying\b")
_QUOTED = re.compile(r"\b(?:was|were|is|are|has been|have been) (?:widely )?quoted\b")
# Words that quote without reporting: "called the levy “a fine”", "spoke of “boys”"; but not "a law called “X”".
_LABELS = re.compile(
    r"(?<!-)\b(?:(?:call|label|labell|brand|dismiss|describ|denounc|address|criticis|criticiz|mock|hail)e?(?:ed|s)"
    r"\s+(?!(?:the |an? )?\x01)[^.;\x01]{2,120}\x01|(?:spoke|speaks) of (?:the )?\x01|point(?:ed|s) (?:to|out)\b)"
)
_SURE = re.compile(r"(?:[Hh]e|[Ss]he|[Tt]he|[A-Z][\w’'-]* [A-Z])\b|[A-Z][a-z]+(?<!s)\b|[A-Z]{2,}")
_SHARED = re.compile(
    r"\s*(?P<who>(?:[Tt]he|An?|Its|His|Her|Their)(?: [\w’'-]+){1,4}?|[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,3}"
    r"|[Hh]e|[Ss]he) (?:would|will|had|has|did|does|could|is|was|\w+ed)\b"
)
_AND = re.compile(r"(?:\A|\s)(?:and|but)\s*\Z")
_BY = re.compile(rf"\bas (?:reported|announced|confirmed|first reported) by (?P<who>{_SOURCE})")

_WORD_OR_MASK = re.compile(rf"[^\W_]|{MASK}")
_WORD = re.compile(r"[^\W_]")
_PIECE = re.compile(r"(?:[^,;:—–()\x01-]|(?<=\d),(?=\d)|(?<! )-|-(?! ))+")
_LEAD = re.compile(
    r"\s*(?:(?:but|and|so|yet|still|however|meanwhile|then|later|earlier|also|instead|now|today|yesterday|as)\s+"
    rf"|(?:on|in|by|at|last|late|early|this) (?:(?:late|early|last) )?(?:{_DAY}|{_MONTH}|week|month|year|\d{{4}})"
    r"(?: \d{1,4})?\s+|in (?:an?|the|his|her) (?:video|speech|statement|interview|letter|post|message|broadcast)\s+)*",
    re.IGNORECASE,
)
_DAY_AT_END = re.compile(
    rf"(?:\s+(?:on \d{{1,2}} (?:{_MONTH})|on|late|early|last|this|{_DAY}|week|month|year|today|yesterday))+\s*\Z", re.I
)
_NOT_A_NAME = re.compile(
    r"\b(?:was|were|is|are|am|be|been|being|having|has|have|had|will|would|could|should|may|might|can|cannot|must|did"
    r"|does|do|not|never|after|before|because|when|while|although|though|if|since|as|that|than|which|what|who|whom|whose"
    r"|where|why|how|whether|no longer|hardly|rarely|seldom|it|there|nobody|nothing|none|everyone|anyone|someone|no one"
    r"|they|we|you|this|these|those"
    r"|\w+n['’]t)\b|\b(?:and|or|to|of|for|with|by|an?|the)\Z|['’]\Z|\A\W*\Z|\AI\Z"
    r"|\A(?:another|one|some|many|others|both|most|all|such|meanwhile|however|instead|today|yesterday|now|still|later)\Z"
    r"|\A(?:in|on|at|from|with|to|of|by|for|about|under|our|my|your|last|next|pictured|asked)\b|\A[a-z]+ing (?=[a-z])"
)
_NAMES_LIKE_VERBS = ("May", "Will")
_PRONOUN_INSIDE = re.compile(r"(?:\b(?:he|she) | (?:he|she)\b)")
_INVERTED_END = re.compile(
    r"\s+(?:in|on|at|during|after|before|when|as|who|while|from|with|by|to|this|last|adding|referring|speaking"
    rf"|yesterday|today|{_DAY})\b|[.?!](?!\s*\w)",
    re.IGNORECASE,
)
_INVERTED = re.compile(r"\s*(?:[A-Z]|(?:an?|the|one|two|three|another)\b|\w+s\b)")
_APPOSITION = re.compile(
    r"\s*(?:an?|the|who|whose|which|aged|\d+|now|one of|speaking|citing|quoting|his|her|their|its|of"
    r"|meanwhile|however|too|though)\b"
)
_FULL_NAME = re.compile(r"\s*[A-Z][\w.’'-]*(?: (?:[A-Z][\w.’'-]*|of|the|al|de|von|van|der|bin)){0,6}\s*")
_WITH_ARTICLE = re.compile(r"\s*an? ")
_NAMED_BEHIND = re.compile(r"\s*(?:[A-Z][\w.’'-]*|(?:[\w’'-]+ ){1,5}[A-Z][\w’'-]* [A-Z][\w’'-]*)[.\s]*")
_SUBORDINATE = re.compile(r"\s*As\b")
_POSSESSIVE = re.compile(r"['’]s?\s*\Z")
# A verb that has its subject, behind which "reports" and "claims" are nouns: not a name, nor "the accused".
_VERB_AT_END = re.compile(
    r"\S\s+(?<!\b[Tt]he )(?<!\b[Aa] )(?<!\b[Aa]n )(?:[a-z]+(?:ed|[^\W\dsiu]s)|heard|made|met|saw|read|found|drew|sought"
    r"|fought|got|took|brought|gave|sent)\s+\Z"
)
_NOUN_TOO = re.compile(r"(?:reports?|claims?|notes|states|estimated|promised)\Z")
_NOUN_ONLY = re.compile(r"reports|claims|notes")
_CONCEDING = re.compile(r"\s*(?:While|Whereas|Although|Though)\s")
_CONTRAST = re.compile(r";|[,—–]\s*(?:and|but)\s|(?<!\bthat)\s(?:but|while|whereas|although|though)\s")
_PRONOUN = re.compile(r"(?:he|she)\Z", re.IGNORECASE)
_BEFORE_NAME = re.compile(
    r"(?:[Aa]n? )?\d+-year-old (?=[A-Z])|(?:[Ii]ts|[Hh]is|[Hh]er|[Tt]heir) (?:[a-z][\w-]* ){1,4}(?=[A-Z][\w’'-]* [A-Z])"
)
_ROLE = re.compile(
    r"\s*(?:[Tt]he|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|[Aa]n?|(?:[A-Z][\w’'-]+ )*[A-Z][\w’'-]+['’]s?)(?: [a-z][\w’'-]*)+\s*"
)
_NAME_IN_FULL = re.compile(r"\s*(?:[A-Z][\w.’'-]*)(?: (?:al |de |von |van |bin )?[A-Z][\w.’'-]*){1,3}[\s.]*")
_LONGEST = 14
"""Words in the longest speaker we believe in."""

_FAR = 250
"""Characters from the beginning of a clause to its verb, at most."""

_FURTHEST = 8
"""Pieces between commas from a name to its verb, at most."""

Span = tuple[int, int]


def spoken_by(words: str) -> Span | None:
    """Return where `words`, a sentence with its quotations masked, name its speaker ("he" and "she" included).

    A sentence that sets what one says against what another says has no one speaker.
    """
    return None if _has_several(words) else _shortened(words, _spoken_by(words))


def _has_several(words: str) -> bool:
    """Whether clauses set beside each other have different speakers: "The union says 300; the ministry says 120"."""
    opening = _CONCEDING.match(words)
    clauses = [words, words[opening.end() :]] if opening else _CONTRAST.split(words)
    said = [
        clause[slice(*span)]
        for number, clause in enumerate(clauses)
        if (span := _spoken_by(clause)) and (number == 0 or _begins(clause, span))
    ]
    return any(not _PRONOUN.match(name) and name.split()[-1] != said[0].split()[-1] for name in said[1:])


def _begins(clause: str, name: Span) -> bool:
    """Whether a clause begins with a name; who stands behind its last comma may report all of the sentence."""
    first = _PIECE.search(clause)
    return clause.startswith(MASK) or (first is not None and name[0] < first.end())


def _spoken_by(words: str) -> Span | None:
    pieces = [piece.span() for piece in _PIECE.finditer(words) if _WORD.search(piece[0])]
    for number, (start, end) in enumerate(pieces):
        for verb in _VERB.finditer(words, start, end):
            found = _speaker_of(verb, words, pieces, number)
            if found:
                return found
    for start, end in pieces:
        quoted = _QUOTED_AS.search(words, start, end)
        found = _name(words, start, quoted.start()) if quoted else None
        if found:
            return found
    for pattern in (_ACCORDING, _BY):
        source = pattern.search(words)
        if source and not _NO_SOURCE.search(source["who"].rstrip()):
            return _source(words, *source.span("who"))
    return _labelled_by(words, pieces)


def _labelled_by(words: str, pieces: Sequence[Span]) -> Span | None:
    """In "He called the levy “a fine”" and "Its secretary, Bruno Haas, pointed to the queue": who does."""
    label = _LABELS.search(words)
    for number, (start, end) in enumerate(pieces):
        if label is None or not start <= label.start() < end:
            continue
        if words[start : label.start()].strip():
            found = _name(words, start, label.start())
            return found if found and _SURE.match(words, *found) else None
        return _before_apposition(words, pieces, number)
    return None


def introduced_in(words: str) -> Span | None:
    """Return who "was quoted" according to `words`, whose own words will follow."""
    quoted = _QUOTED.search(words)
    pieces = [piece.span() for piece in _PIECE.finditer(words, 0, quoted.start())] if quoted else []
    named = [_name(words, *piece) for piece in pieces if words[slice(*piece)].strip()]
    return _shortened(words, named[-1]) if named else None


def _shortened(words: str, found: Span | None) -> Span | None:
    """Leave out what stands before a name and is none of it: "22-year-old", "its spokeswoman"."""
    before = _BEFORE_NAME.match(words, *found) if found else None
    return (before.end(), found[1]) if found and before else found


def _speaker_of(verb: re.Match[str], words: str, pieces: Sequence[Span], number: int) -> Span | None:
    start, end = pieces[number]
    if verb.start() - start > _FAR or _NOT_SPEECH.match(words, verb.end(), end):
        return None
    after_quotation = _touches(words, pieces[number - 1][1] if number else 0, start)
    before_quotation = _touches(words, end, pieces[number + 1][0] if number + 1 < len(pieces) else len(words))
    last_word = not _WORD.search(words, verb.end(), end)
    clause = _CLAUSE.match(words, verb.end(), end) or (
        _STATING.search(verb[0]) and _STATED.match(words, verb.end(), end)
    )
    if verb["guarded"] and not (after_quotation or before_quotation or last_word or clause):
        return None
    if _NOUN_TOO.search(verb[0]) and _POSSESSIVE.search(words[start : verb.start()]):
        return None
    if _NOUN_ONLY.fullmatch(verb[0]) and _VERB_AT_END.search(words[start : verb.start()]):
        return None
    if words[start : verb.start()].strip():
        shared = _SHARED.match(words, pieces[0][0] if number <= 1 else start)
        if shared and _AND.search(words[start : verb.start()]) and (clause or verb["plain"]):
            return shared.span("who")  # "The agency would not have it, but promised that ..."
        if number == 1 and _FULL_NAME.fullmatch(words, *pieces[0]) and _WITH_ARTICLE.match(words, start):
            return _name(words, *pieces[0])  # "Anna Cole, a nurse said", the second comma forgotten
        day = _DAY_AT_END.search(words, start, verb.start())
        return _name(words, start, day.start() if day else verb.start())
    takes_a_hearer = verb["plain"] in {"told", "tells"}
    if takes_a_hearer or not (after_quotation or _NAMED_BEHIND.fullmatch(words, verb.end(), end)):
        described = _before_apposition(words, pieces, number)
        if described:
            return described
    if not takes_a_hearer and (number or after_quotation):
        stop = _INVERTED_END.search(words, verb.end(), end)
        if _INVERTED.match(words, verb.end(), end):
            behind = pieces[number + 1] if number + 1 < len(pieces) else None
            if stop is None and behind and _names_the_role(words, (verb.end(), end), behind):
                return _name(words, *behind)
            return _name(words, verb.end(), stop.start() if stop else end)
    return None


def _names_the_role(words: str, role: Span, name: Span) -> bool:
    """Whether of two pieces the first is a role and the second who has it: "its spokeswoman, Petra Lindqvist"."""
    return bool(_ROLE.fullmatch(words, *role) and _NAME_IN_FULL.fullmatch(words, *name))


def _touches(words: str, start: int, end: int) -> bool:
    return MASK in words[start:end]


def _before_apposition(words: str, pieces: Sequence[Span], number: int) -> Span | None:
    """In "Anna Cole, a nurse, said" the name stands two pieces before the verb, or more."""
    first = number
    while first > max(0, number - _FURTHEST) and not _touches(words, pieces[first - 1][1], pieces[first][0]):
        first -= 1
    for named in range(first, number - 1):
        named_in_full = named == first and _FULL_NAME.fullmatch(words, *pieces[named])
        described = (
            named_in_full
            or _APPOSITION.match(words, pieces[named + 1][0])
            or (named == first and _FULL_NAME.fullmatch(words, *pieces[named + 1]))
        )
        if named == first and _names_the_role(words, pieces[named], pieces[named + 1]):
            return _name(words, *pieces[named + 1])
        found = _name(words, *pieces[named]) if described and not _SUBORDINATE.match(words, pieces[named][0]) else None
        if found:
            return found
    return None


def _source(words: str, start: int, end: int) -> Span | None:
    """Accept "officials" and "the Interior Ministry" behind "according to", but not "age"."""
    clause = _SOURCE_ENDS.search(words, start, end)
    found = _name(words, start, clause.end() if clause else end)
    is_all = words.startswith("According") and not clause and not _WORD_OR_MASK.search(words, end)
    if found is None or is_all:  # "According to Luc Maes rents rose"
        return None
    source = words[found[0] : found[1]]
    known = source[0].isupper() or source[-1] == "s" or source.split()[0] in {"a", "an", "the", "one", "two", "police"}
    return found if known or " " in source else None


def _name(words: str, start: int, end: int) -> Span | None:
    """Trim `words[start:end]` to a noun phrase; None where it is not one."""
    lead = _LEAD.match(words, start, end)
    start = lead.end() if lead else start
    while start < end and words[start].isspace():
        start += 1
    while end > start and words[end - 1] in " .?!…\u00a0":
        end -= 1
    phrase = words[start:end]
    if not phrase.startswith(_NAMES_LIKE_VERBS):
        phrase = phrase[:1].lower() + phrase[1:]
    if _NOT_A_NAME.search(phrase) or len(phrase.split()) > _LONGEST or _PRONOUN_INSIDE.search(phrase):
        return None
    return start, end
