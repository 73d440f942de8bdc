"""What each pass over the data reads, and in what order."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from training.edits import news_contrasts, squad_contrasts
from training.examples import Maker
from training.mining import TRIES, Weigh, hardest, squad_pairs
from training.mix import as_typed, make
from training.squad import SEED, Split, Text
from training.window import Example
from training.written import LOOSE_NEWS, LOOSE_SQUAD, Written, read_news, read_written, written_examples, written_pairs

NEWS_PASSES = 2
"""How often the second pass reads the questions on our news, each time in other windows."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Examples to be read in a shuffled order, in no more than so many batches."""

    examples: list[Example]
    steps: int | None = None


@dataclass(frozen=True, slots=True)
class Pass:
    """A pass: its highest learning rate, and what it reads; `weigh` is by the network that it begins with."""

    seed: int
    rate: float
    stages: Callable[[Split, Weigh], list[Stage]]


def _first(split: Split, weigh: Weigh) -> list[Stage]:
    return [Stage(make(split))]


def _second(split: Split, weigh: Weigh) -> list[Stage]:
    """Other windows of the same questions; then fewer of those, mixed with all of our own."""
    made = make(split, seed=SECOND.seed)
    own = ours(split.train, False, SECOND.seed, NEWS_PASSES)
    return [Stage(made[:51_200], 1_400), Stage(made[51_200:62_000] + own)]


THIRD_COUNTS = {
    "answerable": 10_000,
    "wrong window, same article": 2_000,
    "evidence taken out": 3_000,
    "wrong window, any article": 1_000,
    "name swapped": 3_500,
    "number swapped": 1_000,
    "predicate turned": 1_500,
    "two questions": 1_500,
    "qamr": 1_500,
    "qamr, evidence taken out": 750,
}
MINED = 9_000
"""Questions of SQuAD 1.1 for which a wrong window is mined."""

PARAGRAPHS = 1_200
"""Paragraphs with questions of our own that the third pass reads."""


def _third(split: Split, weigh: Weigh) -> list[Stage]:
    """Every kind again in other windows; the wrong ones are those that fool the network."""
    seed = THIRD.seed
    found = make(split, THIRD_COUNTS, seed, passes=2)
    found += as_typed(hardest(squad_pairs(Maker(split.train, seed + 7), MINED, "mined"), weigh), seed + 7)
    news, asked = read_news(held=False)
    for questions, texts in (
        (_some_written(split, PARAGRAPHS, seed), split.train),
        (asked, list(news.values())),
    ):
        pairs, besides = written_pairs(questions, texts, seed, TRIES)
        found += as_typed([one for one, _ in pairs] + hardest(pairs, weigh) + besides, seed)
    return [Stage(found)]


FOURTH_COUNTS = {
    "answerable": 1_500,
    "wrong window, same article": 2_000,
    "evidence taken out": 1_500,
    "wrong window, any article": 800,
    "name swapped": 1_000,
    "number swapped": 500,
    "predicate turned": 500,
    "two questions": 800,
    "qamr": 1_000,
    "qamr, evidence taken out": 500,
}
WHOLE = 0.5
"""How often the fourth pass reads all of a paragraph."""

FEWER = 300
"""Paragraphs with questions of our own that the fourth pass reads, besides those that it is for."""


def _fourth(split: Split, weigh: Weigh) -> list[Stage]:
    """What the earlier ones lack: questions with a few words changed, and questions asked loosely; and some of all."""
    seed = FOURTH.seed
    found = make(split, FOURTH_COUNTS, seed, passes=1, whole=WHOLE) + further(split.train, False, seed)
    news, asked = read_news(held=False)
    found += as_typed(written_examples(_some_written(split, FEWER, seed), split.train, seed), seed)
    found += as_typed(written_examples(asked, list(news.values()), seed), seed)
    return [Stage(found)]


def _some_written(split: Split, paragraphs: int, seed: int) -> list[Written]:
    """Our own questions on so many of the paragraphs that have some."""
    written = read_written({text.title: text for text in split.train})
    places = sorted({(one.article, one.within[0]) for one in written})
    chosen = set(random.Random(seed).sample(places, paragraphs))
    return [one for one in written if (one.article, one.within[0]) in chosen]


FIRST = Pass(SEED, 1.5e-4, _first)
SECOND = Pass(SEED + 100, 1e-4, _second)
THIRD = Pass(SEED + 200, 8e-5, _third)
FOURTH = Pass(SEED + 300, 8e-5, _fourth)
PASSES = {1: FIRST, 2: SECOND, 3: THIRD, 4: FOURTH}


def ours(texts: Sequence[Text], held: bool, seed: int, passes: int = 1) -> list[Example]:
    """Return the examples made of our own questions on these articles, and on the news that is held back or not."""
    news, asked = read_news(held)
    found = written_examples(read_written({text.title: text for text in texts}), texts, seed)
    for number in range(passes):
        found += written_examples(asked, list(news.values()), seed + number)
    return as_typed(found, seed)


def further(texts: Sequence[Text], held: bool, seed: int) -> list[Example]:
    """Return the examples made of edited questions and of those asked loosely, on these articles and on the news."""
    news, _ = read_news(held)
    found = squad_contrasts(texts, seed) + news_contrasts(held, seed)
    for of, folder in ((texts, LOOSE_SQUAD), (list(news.values()), LOOSE_NEWS)):
        loose = read_written({text.title: text for text in of}, folder, whole=of is not texts)
        pairs, _ = written_pairs(loose, of, seed)
        found += [one for made, wrong in pairs for one in (made, *wrong)]
    return as_typed(found, seed)
