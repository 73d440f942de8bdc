"""Question and window → what the reader learns from: answers where they stand, and six ways in which there is none.

Unanswerable pairs are made from answerable ones; each kind fools a reader in its own way (see `training/README.md`).
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

from rag.terms import content_stems
from training.opposites import OPPOSITE
from training.squad import SEED, Asked, Text
from training.window import Example, Windows, cut

Way = Callable[[int, int], Example | None]
"""Makes an example of an article's question, both by position; None where it cannot."""


_AUXILIARY = re.compile(r"\b(is|are|was|were|did|does|do|can|could|has|have|had|would|will|should)\b (?!not\b)(\w+)")
_NAME = re.compile(r"\b[A-Z][\w’'-]+(?: (?:of |the )?[A-Z][\w’'-]+)*")
_NUMBER = re.compile(r"\b\d[\d,.]*\b")
_ASKING = frozenset("what who whom whose when where which why how in on at the a an is are was were did does".split())


class Maker:
    """Makes examples of each kind."""

    def __init__(self, texts: Sequence[Text], seed: int = SEED, whole: float = 0.0) -> None:
        self.texts = texts
        self.windows = Windows(seed, whole)
        self.chance = self.windows.chance
        self.pairs = [(t, a) for t, text in enumerate(texts) for a in range(len(text.asked)) if text.asked[a].answer]
        self._stems: dict[int, list[set[str]]] = {}
        count: Counter[str] = Counter()
        for text in texts:
            for s in text.sentences:
                count.update(set(content_stems(text.text[s.start : s.end])))
        total = sum(len(t.sentences) for t in texts)
        self.idf = {stem: math.log(total / n) for stem, n in count.items()}
        self._rare: dict[str, list[tuple[int, int]]] | None = None

    def stems(self, t: int) -> list[set[str]]:
        """Return the content stems of each of an article's sentences."""
        if t not in self._stems:
            text = self.texts[t]
            self._stems[t] = [set(content_stems(text.text[s.start : s.end])) for s in text.sentences]
        return self._stems[t]

    def answerable(self, t: int, a: int) -> Example:
        """The window around the answer."""
        text = self.texts[t]
        ask = text.asked[a]
        assert ask.answer
        touched = text.sentence_at(ask.answer)
        return cut("answerable", ask.text, text, self.windows.around(text, touched[0], touched[-1]), [ask.answer])

    def unanswered(self, t: int, a: int) -> Example:
        """A question without an answer, with a window of its own paragraph."""
        text = self.texts[t]
        ask = text.asked[a]
        own = [i for i in range(len(text.sentences)) if text.paragraph_of[i] == ask.paragraph]
        near = self.chance.choices(own, [0.1 + self.shared(t, ask.text, i) for i in own])[0]
        return cut("adversarial", ask.text, text, self.windows.around(text, near, near), [])

    def same_article(self, t: int, a: int) -> Example | None:
        """A window of the same article that shares many of the question's rare words and lacks the answer."""
        text = self.texts[t]
        ask = text.asked[a]
        assert ask.answer
        apart = self.chance.random() < 0.7
        ranked = sorted(
            (i for i in range(len(text.sentences)) if not (apart and text.paragraph_of[i] == ask.paragraph)),
            key=lambda i: -self.shared(t, ask.text, i),
        )
        return self._without(ask, text, ranked[:4], "wrong window, same article")

    def any_article(self, t: int, a: int) -> Example | None:
        """The same, of any article."""
        if self._rare is None:
            self._rare = defaultdict(list)
            for number in range(len(self.texts)):
                for i, stems in enumerate(self.stems(number)):
                    for stem in stems:
                        if self.idf[stem] > 6.5:
                            self._rare[stem].append((number, i))
        ask = self.texts[t].asked[a]
        score: Counter[tuple[int, int]] = Counter()
        for stem in content_stems(ask.text):
            for place in self._rare.get(stem, ()):
                if place[0] != t:
                    score[place] += self.idf[stem]
        if not score:
            return None
        number, i = self.chance.choice(score.most_common(3))[0]
        return self._without(ask, self.texts[number], [i], "wrong window, any article")

    def _without(self, ask: Asked, text: Text, sentences: Sequence[int], kind: str) -> Example | None:
        if not sentences:
            return None
        near = self.chance.choice(sentences)
        window = self.windows.around(text, near, near)
        made = cut(kind, ask.text, text, window, [])
        return None if holds(made.text, ask.answer_text) else made

    def taken_out(self, t: int, a: int, kind: str = "evidence taken out") -> Example | None:
        """The answer's window without every sentence that has the answer's words."""
        text = self.texts[t]
        ask = text.asked[a]
        assert ask.answer
        touched = text.sentence_at(ask.answer)
        window = self.windows.around(text, touched[0], touched[-1])
        left = [
            i
            for i in window
            if i not in touched
            and not holds(text.text[text.sentences[i].start : text.sentences[i].end], ask.answer_text)
        ]
        return cut(kind, ask.text, text, left, []) if left else None

    def name_swapped(self, t: int, a: int) -> Example | None:
        """The answer's window, asked about somebody else: half of the time somebody whom the window names."""
        made = self.answerable(t, a)
        names = [m for m in _NAME.finditer(made.question) if m.start() and m.group().casefold() not in _ASKING]
        names = [m for m in names if m.group() in made.text]
        if not names:
            return None
        old = self.chance.choice(names)
        source = made.text if self.chance.random() < 0.5 else self.chance.choice(self.texts[t].asked).text
        asked = self.texts[t].asked[a].answer_text
        others = [
            m.group()
            for m in _NAME.finditer(source)
            if m.group() not in made.question
            and m.group() not in asked
            and m.group().casefold() not in _ASKING
            and len(m.group()) > 3
            and source[max(0, m.start() - 2) : m.start()].strip(" ") not in {".", "", "?"}
        ]
        if not others:
            return None
        swapped = made.question[: old.start()] + self.chance.choice(others) + made.question[old.end() :]
        return refused(made, "name swapped", swapped)

    def number_swapped(self, t: int, a: int) -> Example | None:
        """The answer's window, asked about another year or number."""
        made = self.answerable(t, a)
        numbers = [m for m in _NUMBER.finditer(made.question) if m.group() in made.text]
        if not numbers:
            return None
        old = self.chance.choice(numbers)
        others = [m.group() for m in _NUMBER.finditer(made.text) if m.group() != old.group()]
        others = [o for o in others if len(o) == len(old.group()) and o not in self.texts[t].asked[a].answer_text]
        digits = old.group().replace(",", "")
        if not others and digits.isdigit():
            others = [str(int(digits) + self.chance.choice((-20, -3, -1, 1, 2, 10)))]
        if not others:
            return None
        swapped = made.question[: old.start()] + self.chance.choice(others) + made.question[old.end() :]
        return refused(made, "number swapped", swapped)

    def predicate_turned(self, t: int, a: int) -> Example | None:
        """The answer's window, asked for the opposite."""
        made = self.answerable(t, a)
        words = [m for m in re.finditer(r"\w+", made.question) if m.group() in OPPOSITE and m.group() in made.text]
        if words:
            old = self.chance.choice(words)
            turned = made.question[: old.start()] + OPPOSITE[old.group()] + made.question[old.end() :]
        elif self.chance.random() < 0.05:  # rarely: otherwise "not" alone would mean that there is no answer
            turned = _AUXILIARY.sub(r"\1 not \2", made.question, count=1)
        else:
            return None
        return refused(made, "predicate turned", turned) if turned != made.question else None

    def two_questions(self, t: int, a: int) -> Example | None:
        """Two questions on one paragraph asked at once: a set of sentences is the evidence."""
        text = self.texts[t]
        first = text.asked[a]
        near = [q for q in text.asked if q.answer and q.paragraph == first.paragraph and q.text != first.text]
        if not near or not first.answer:
            return None
        second = self.chance.choice(near)
        assert second.answer
        touched = sorted({*text.sentence_at(first.answer), *text.sentence_at(second.answer)})
        if len(touched) < 2:
            return None
        window = self.windows.around(text, touched[0], touched[-1])
        asked = first.text.rstrip(" ?") + self.chance.choice((" and ", ", and ", "? "))
        asked += second.text if asked.endswith("? ") else second.text[0].lower() + second.text[1:]
        return cut("two questions", asked, text, window, [first.answer, second.answer])

    def shared(self, t: int, question: str, i: int) -> float:
        """Return the weight of the question's words that an article's sentence has."""
        here = self.stems(t)[i]
        return sum(self.idf.get(stem, 0.0) for stem in content_stems(question) if stem in here)


def refused(made: Example, kind: str, question: str) -> Example:
    """Return the window of an example with a question that it does not answer."""
    return replace(made, kind=kind, question=question, evidence=(), answer=None)


def holds(text: str, answer: str) -> bool:
    """Whether a text has these words."""
    return re.search(rf"(?<!\w){re.escape(answer)}(?!\w)", text, re.IGNORECASE) is not None
