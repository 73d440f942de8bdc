"""How many examples of each kind a pass reads, and what is held back to compare checkpoints on."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace

from training.examples import Maker, Way
from training.squad import SEED, Split, Text
from training.window import Example

COUNTS = {
    "answerable": 38_000,
    "wrong window, same article": 16_000,
    "evidence taken out": 8_000,
    "wrong window, any article": 4_000,
    "name swapped": 6_000,
    "number swapped": 1_500,
    "predicate turned": 2_500,
    "two questions": 3_000,
    "qamr": 4_000,
    "qamr, evidence taken out": 2_000,
}
"""Examples of each kind made of SQuAD 1.1 and QAMR."""

ADVERSARIAL_PASSES = 3
"""How often the even half of SQuAD 2.0's questions are read, each time in other windows."""


def make(
    split: Split,
    counts: Mapping[str, int] = COUNTS,
    seed: int = SEED,
    passes: int = ADVERSARIAL_PASSES,
    whole: float = 0.0,
) -> list[Example]:
    """Return training examples in a shuffled order that depends on the seed alone.

    `passes` is how often SQuAD 2.0's own questions come, `whole` how often with all of their paragraph.
    """
    maker = Maker(split.train, seed)
    found = _of_each(maker, counts)
    qamr = Maker(split.qamr, seed + 1)
    found += _take(qamr, [("qamr", lambda t, a: replace(qamr.answerable(t, a), kind="qamr"), counts["qamr"])])
    out = "qamr, evidence taken out"
    found += _take(qamr, [(out, lambda t, a: qamr.taken_out(t, a, out), counts[out])])
    for number in range(passes):
        found += adversarial(split.adversarial, seed + 2 + number, whole)
    random.Random(seed).shuffle(found)
    return as_typed(found, seed)


def held(split: Split, each: int = 400) -> list[Example]:
    """Return examples of each kind of the articles that are held back."""
    counts = {kind: each for kind in COUNTS if not kind.startswith("qamr")} | {"answerable": 2 * each}
    found = _of_each(Maker(split.held, SEED + 9), counts)
    tricky = adversarial(split.held_adversarial, SEED + 9)
    random.Random(SEED).shuffle(tricky)
    return found + tricky[: 4 * each]


def _of_each(maker: Maker, counts: Mapping[str, int]) -> list[Example]:
    ways: dict[str, Way] = {
        "answerable": maker.answerable,
        "wrong window, same article": maker.same_article,
        "evidence taken out": maker.taken_out,
        "wrong window, any article": maker.any_article,
        "name swapped": maker.name_swapped,
        "number swapped": maker.number_swapped,
        "predicate turned": maker.predicate_turned,
        "two questions": maker.two_questions,
    }
    return _take(maker, [(kind, way, counts[kind]) for kind, way in ways.items() if kind in counts])


def _take(maker: Maker, ways: Sequence[tuple[str, Way, int]]) -> list[Example]:
    """Make as many examples of each kind as are wanted, or as there are, each of another question."""
    found: list[Example] = []
    for _, way, count in ways:
        order = list(maker.pairs)
        maker.chance.shuffle(order)
        made = 0
        for t, a in order:
            if made == count:
                break
            one = way(t, a)
            if one is not None:
                found.append(one)
                made += 1
    return found


def adversarial(texts: Sequence[Text], seed: int, whole: float = 0.0) -> list[Example]:
    """Return SQuAD 2.0's own questions, answerable and not, each with a window of its paragraph, or `whole` of it."""
    maker = Maker(texts, seed, whole)
    found = []
    for t, text in enumerate(texts):
        for a, ask in enumerate(text.asked):
            kind = "adversarial" if ask.answer is None else "answerable beside adversarial"
            found.append(maker.unanswered(t, a) if ask.answer is None else replace(maker.answerable(t, a), kind=kind))
    return found


def as_typed(found: Sequence[Example], seed: int) -> list[Example]:
    """Ask some questions without their question mark, and give some windows no title: people and pages do so."""
    return [_as_typed(one, random.Random(f"{seed} {i}")) for i, one in enumerate(found)]


def _as_typed(one: Example, chance: random.Random) -> Example:
    question = one.question.rstrip(" ?") if chance.random() < 0.35 else one.question
    title = one.title if chance.random() < 0.6 else ""
    return replace(one, question=question, title=title)
