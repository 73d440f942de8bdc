"""Wrong windows that fool a reader, found with the reader itself.

Of several wrong windows of a question the one that the network holds most likely to answer is kept, unless it holds it
likelier than the window with the answer: such a one may well answer (positive-aware mining, Moreira et al. 2024).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from training.examples import Maker
from training.window import Example

Weigh = Callable[[Sequence[Example]], list[float]]
"""The log odds, by a network, that each example's window answers its question."""

TRIES = 5
"""Wrong windows drawn of a question."""


def hardest(pairs: Iterable[tuple[Example, Sequence[Example]]], weigh: Weigh) -> list[Example]:
    """Return for each example the wrong window that fools most, those left out that fool more than itself convinces."""
    kept = [(right, list({one.text: one for one in wrong}.values())) for right, wrong in pairs]
    odds = iter(weigh([one for right, wrong in kept for one in (right, *wrong)]))
    found = []
    for _, wrong in kept:
        own = next(odds)
        below = [(score, one) for one in wrong if (score := next(odds)) < own]
        if below:
            found.append(max(below, key=lambda pair: pair[0])[1])
    return found


def squad_pairs(maker: Maker, count: int, kind: str) -> list[tuple[Example, list[Example]]]:
    """Return answerable questions of SQuAD 1.1, each with wrong windows of its article."""
    order = list(maker.pairs)
    maker.chance.shuffle(order)
    found = []
    for t, a in order[:count]:
        drawn = [maker.same_article(t, a) for _ in range(TRIES - 1)] + [maker.taken_out(t, a)]
        found.append((maker.answerable(t, a), [replace(one, kind=kind) for one in drawn if one]))
    return found
