"""Windows of whole sentences cut out of articles, and the example made of a question and one of them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from index.article import Sentence
from training.squad import SEED, Text

SHORTEST, LONGEST = 40, 150  # words of a window


@dataclass(frozen=True, slots=True)
class Example:
    """A question and a window; offsets are in `text`. `evidence` holds positions in `sentences`; empty: no answer."""

    kind: str
    question: str
    title: str
    text: str
    sentences: tuple[Sentence, ...]
    evidence: tuple[int, ...]
    answer: Sentence | None


class Windows:
    """Cuts windows of whole sentences out of articles; seeded, so that the same data give the same examples.

    `whole` is how often a window within one paragraph is all of it, if that is not too long.
    """

    def __init__(self, seed: int = SEED, whole: float = 0.0) -> None:
        self.chance = random.Random(seed)
        self.whole = whole

    def around(self, text: Text, first: int, last: int, crosses: bool | None = None) -> range:
        """Return a window of sentences around the sentences first..last, mostly of their own paragraph.

        `crosses` says whether other paragraphs may be in it; None leaves it to chance.
        """
        target = self.chance.randint(SHORTEST, LONGEST)
        crosses = self.chance.random() < 0.25 if crosses is None else crosses
        lo, hi = first, last + 1
        if self.whole and not crosses and self.chance.random() < self.whole:
            own = paragraph_at(text, first)
            if sum(words_of(text, i) for i in own) <= LONGEST * 1.3:
                return own
        words = sum(words_of(text, i) for i in range(lo, hi))
        while words < target:
            sides = [i for i in (lo - 1, hi) if self._joins(text, i, first, crosses)]
            if not sides:
                break
            side = self.chance.choice(sides)
            more = words_of(text, side)
            if words + more > LONGEST * 1.15:
                break
            lo, hi, words = min(lo, side), max(hi, side + 1), words + more
        return range(lo, hi)

    def _joins(self, text: Text, i: int, first: int, crosses: bool) -> bool:
        within = 0 <= i < len(text.sentences)
        return within and (crosses or text.paragraph_of[i] == text.paragraph_of[first])


def paragraph_at(text: Text, i: int) -> range:
    """Return the sentences of the paragraph that an article's sentence is of."""
    own = [j for j, number in enumerate(text.paragraph_of) if number == text.paragraph_of[i]]
    return range(own[0], own[-1] + 1)


def words_of(text: Text, i: int) -> int:
    """Return the number of words of an article's sentence."""
    return text.text.count(" ", text.sentences[i].start, text.sentences[i].end) + 1


def cut(kind: str, question: str, text: Text, keep: Sequence[int], answers: Sequence[Sentence]) -> Example:
    """Return an example made of some of an article's sentences; an answer that is not in them does not count."""
    parts, sentences, where = [], [], {}
    at = 0
    for position, i in enumerate(keep):
        s = text.sentences[i]
        joiner = "" if not position else "\n" if text.paragraph_of[i] != text.paragraph_of[keep[position - 1]] else " "
        at += len(joiner)
        parts += [joiner, text.text[s.start : s.end]]
        sentences.append(Sentence(at, at + s.end - s.start))
        where[i] = at - s.start
        at += s.end - s.start
    spans, evidence = [], set()
    for answer in answers:
        touched = list(text.sentence_at(answer))
        if all(i in where for i in touched):
            spans.append(Sentence(answer.start + where[touched[0]], answer.end + where[touched[-1]]))
            evidence |= {keep.index(i) for i in touched}
    span = spans[0] if len(spans) == 1 and len(answers) == 1 else None
    return Example(kind, question, text.title, "".join(parts), tuple(sentences), tuple(sorted(evidence)), span)
