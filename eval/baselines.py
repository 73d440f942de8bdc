"""What trivial systems would have answered: a score that does not stand beside theirs says nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from eval.blame import Trace
from eval.given import Cited, Given
from eval.records import Case
from eval.spans import Piece

ABSTAIN = "always abstain"
WHOLE = "whole passage"
NEAREST = "nearest 3 sentences"


def baselines(
    case: Case, trace: Trace | None, texts: Mapping[str, str], published: Mapping[str, str | None], *, own: bool
) -> dict[str, Given]:
    """What each baseline answers to a case; one that cannot be known from outside is missing.

    `whole passage` gives the case's own articles where the question is limited to them (`own`), else the passage that
    was found first. `nearest 3 sentences` are the nearest by cosine among the passages that were read. Both always
    answer and quote what they give.
    """
    found = {ABSTAIN: Given("not_covered", (), None, (), None)}
    if own and case.article_ids:
        found[WHOLE] = _quoting([(key, 0, len(texts[key])) for key in case.article_ids], texts, published)
    elif trace is not None:
        found[WHOLE] = _quoting(trace.pool[:1], texts, published)
    if trace is not None:
        found[NEAREST] = _quoting(trace.nearest, texts, published)
    return found


def _quoting(pieces: Sequence[Piece], texts: Mapping[str, str], published: Mapping[str, str | None]) -> Given:
    citations = tuple(
        Cited(number, key, start, end, texts[key][start:end], None, published.get(key))
        for number, (key, start, end) in enumerate(pieces, start=1)
    )
    return Given("answered", tuple((cited.exact, (cited.number,)) for cited in citations), None, citations, None)
