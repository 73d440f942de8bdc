"""Cuts an article into passages: runs of whole sentences that fit the encoder.

The defaults were measured (`bench/passages.py`): for the same number of characters read, short passages show the answer
more often than long ones, and ending with the paragraph helps at every size. An overlap of one sentence gains a little.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from index.article import Sentence

SPECIALS = 2
"""Word pieces that the encoder adds itself, one at either end."""


def cut_passages(
    text: str,
    sentences: Sequence[Sentence],
    count_tokens: Callable[[str], int],
    *,
    max_tokens: int = 256,
    target_tokens: int = 64,
    overlap: int = 1,
    paragraph_share: float = 0.5,
) -> list[tuple[Sentence, ...]]:
    """Group `sentences` into passages of at most `target_tokens` word pieces, and never more than the encoder reads.

    Every sentence is in at least one passage, and passages are in order. A passage that is `paragraph_share` full ends
    with its paragraph. A passage begins with the last `overlap` sentences of the one before it, as far as they fit and
    are not all of it. A sentence too long for the encoder is a passage of its own: the encoder reads its beginning, a
    citation shows all of it.
    """
    budget = min(target_tokens, max_tokens - SPECIALS)
    costs = [count_tokens(text[s.start : s.end]) for s in sentences]
    passages: list[tuple[Sentence, ...]] = []
    first = fresh = 0  # `fresh` is the first sentence that no passage holds yet
    while fresh < len(sentences):
        total = sum(costs[first : fresh + 1])
        last = fresh + 1
        while last < len(sentences) and total + costs[last] <= budget:
            if total >= paragraph_share * budget and "\n" in text[sentences[last - 1].end : sentences[last].start]:
                break
            total += costs[last]
            last += 1
        passages.append(tuple(sentences[first:last]))
        whole, first, fresh = first, last, last
        room = budget - costs[last] if last < len(sentences) else 0
        while first > max(last - overlap, whole + 1) and costs[first - 1] <= room:
            first -= 1
            room -= costs[first]
    return passages
