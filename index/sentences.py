"""Splits canonical text into sentences with offsets: rules for English news prose, safe on any text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.article import Sentence

# A sentence may end at a run of terminators with the closing quotes and brackets, footnote marks and emoji after it.
_END = re.compile(
    r"(?P<marks>\.(?:[ \u00a0]\.)+|[.!?…؟。！？।۔]+)(?P<closers>[\"'”’»)\]}」』]*)(?:\s[”»](?!\S))?"
    r"(?:\s?\[\d{1,3}\])*(?:\s?[\U0001F300-\U0001FAFF\u200D\uFE0F]+)*"
)
# What stays whole inside a sentence: a parenthesis, or a short quotation that no comma or colon introduces.
_WHOLE = re.compile(r"\([^()]{1,400}\)|\[[^\[\]]{1,400}\]|(?<![,:] )(?:“[^“”]{1,60}”|(?<!\S)\"[^\"]{1,60}\"(?!\w))")
_NEXT = re.compile(r"\s*(?P<openers>[\"'“‘«„‹(\[{¿¡「『•·*–—-]*\s*)(?P<word>[^\W_]+(?:['’-][^\W_]+)*)?")
_LEFT = re.compile(r"[^\s\"'“”‘’«»()\[\]{}/—–]{1,40}\Z")
_WORD = re.compile(r"[^\W_]")
_WIDE = frozenset("。！？")

# What may follow an abbreviation only when a new sentence begins there.
STARTERS = frozenset(
    """the a an he she it they we you this that these those there here his her its their our my your in on at as by for
    from with when while where why how who what which if although though after before since until because but and or so
    yet then now however meanwhile moreover instead also all some many most both each every no not one two three
    according earlier later last next under over during despite among between asked police officials authorities
    others only such still once today yesterday i
    did do does is are was were can could would should have has let please""".split()
)
# Never the end of a sentence: what they belong to follows.
BOUND = frozenset(
    """mr mrs ms mx dr prof gen col lt sgt capt cmdr cdr cpl pvt adm maj brig sen rep gov pres hon rev fr sr supt det
    insp amb atty messrs mme mlle vs v cf viz approx ca e.g i.e eg ie fmr herr frau sra""".split()
)
# The end of a sentence unless a number follows.
BEFORE_NUMBER = frozenset(
    """no nos art arts para paras fig figs sec secs ch chap p pp vol vols ed eds jan feb mar apr jun jul aug sep sept
    oct nov dec nr n n°""".split()
)
# The end of a sentence only before a word that starts one.
DOUBTFUL = frozenset(
    """st ave blvd rd mt ft inc ltd corp co bros llc plc jr dept univ assn govt intl al ala ariz ark calif colo conn
    del fla ga ill ind kan ky mass md mich minn mo mont neb nev okla ore pa tenn tex va vt wash wis wyo ont que alta
    u.s u.k u.n e.u d.c ph.d m.d b.a m.a yahoo! jeopardy! yum! wham!""".split()
)
_CLOCK_FOLLOWERS = frozenset(
    """et est edt pt pst pdt ct mt gmt utc bst cet eastern pacific central local monday tuesday wednesday thursday
    friday saturday sunday january february march april may june july august september october november
    december""".split()
)
_OPENING_HOUR = re.compile(
    r"\W*(?:at|by|around|about|before|after|since|until) (?:\w+ )?[\d:.]{1,5} ?[ap]\.m", re.IGNORECASE
)
_DOTTED = re.compile(r"[^\W\d_](?:\.[^\W\d_]){1,5}")
_LIST_MARK = re.compile(r"\W*(?:\d{1,3}|[ivxIVX]{1,4}|[a-zA-Z])\W*")
_MONTH = re.compile(r"(?:Jan|Feb|März|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)")


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """Find the sentences of `text`: in order, apart, never across a newline, no outer white space.

    Every character that is not white space is in exactly one sentence. A heading or a list item without a full stop
    is a sentence of its own, since it is a line of its own.
    """
    found: list[Sentence] = []
    start = 0
    for line in text.split("\n"):
        found.extend(_sentences_of(line, start))
        start += len(line) + 1
    return tuple(found)


def _sentences_of(line: str, offset: int) -> Iterator[Sentence]:
    begin = 0
    pieces: list[tuple[int, int]] = []
    wholes = _WHOLE.finditer(line)
    whole = next(wholes, None)
    first_word = _WORD.search(line)
    for match in _END.finditer(line):
        while whole and whole.end() < match.end():
            whole = next(wholes, None)
        if first_word is None:
            break  # nothing but marks from here on: it stays with the last sentence
        if first_word.start() > match.start():
            continue
        if whole and first_word.start() < whole.start() < match.start() and match.end() < whole.end():
            continue
        if _ends(line, begin, match):
            pieces.append((begin, match.end()))
            begin = match.end()
            first_word = _WORD.search(line, begin)
    if pieces and first_word is None:
        begin, _ = pieces.pop()
    pieces.append((begin, len(line)))
    for first, last in pieces:
        body = line[first:last]
        length = len(body.strip())
        if length:
            lead = len(body) - len(body.lstrip())
            yield Sentence(offset + first + lead, offset + first + lead + length)


def _ends(line: str, begin: int, match: re.Match[str]) -> bool:
    """Whether the sentence that began at `begin` ends at this run of terminators."""
    end = match.end()
    if end == len(line) or line[match.start() - 1] in "([":
        return False
    marks = match["marks"]
    if not line[end].isspace() and marks[-1] not in _WIDE:
        return False
    following = _NEXT.match(line, end)
    assert following is not None  # every part of the pattern may be empty
    word = following["word"] or ""
    if word[:1].islower() and word.islower():
        return False
    if marks == "." and not match["closers"]:
        return _full_stop_ends(line, begin, match.start(), word, bool(following["openers"].strip()))
    left = _LEFT.search(line, max(begin, match.start() - 40), match.start())
    if left and left[0].lower() + marks in DOUBTFUL:
        return word.lower() in STARTERS
    return True


def _full_stop_ends(line: str, begin: int, stop: int, word: str, opened: bool) -> bool:
    match = _LEFT.search(line, max(begin, stop - 40), stop)
    token = match[0] if match else ""
    left = token.lower()
    starts = opened or word.lower() in STARTERS
    if stop - begin < 12 and _LIST_MARK.fullmatch(line, begin, stop):
        return False
    if left in BOUND:
        return False
    if left in {"a.m", "p.m"}:
        opening = stop - begin < 40 and _OPENING_HOUR.fullmatch(line, begin, stop)
        return word.lower() not in _CLOCK_FOLLOWERS and not opening
    if left in BEFORE_NUMBER:
        return not word[:1].isdigit()
    if left in DOUBTFUL or _DOTTED.fullmatch(token) or (len(token) == 1 and token.isalpha()):
        return starts
    german_date = token.isdigit() and len(token) <= 2 and _MONTH.match(word)
    return not german_date
