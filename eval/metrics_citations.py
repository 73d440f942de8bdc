"""Whether citations are what they say they are, and whether they show what they should. Counted in characters.

The first four are promises (100 %, or something is broken); the others compare with gold evidence. A metric that does
not apply is None: an answer without quotations has not quoted badly, nor well.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.given import Cited, Given
from eval.records import Span
from eval.spans import Cover, Piece, best, shown

_FOLDED = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "–": "-", "—": "-"})
_QUOTED = re.compile(r"“([^“”]+)”|„([^„“”]+)[“”]|«([^«»]+)»|\"([^\"]+)\"")
FEWEST_QUOTED_WORDS = 4


def resolvable(given: Given, texts: Mapping[str, str]) -> float | None:
    """The share of citations whose article is known and has such a place."""
    return _share([0 <= c.start < c.end <= len(texts.get(c.article_id, "")) for c in given.citations])


def verbatim(given: Given, texts: Mapping[str, str]) -> float | None:
    """The share of citations whose words stand at their place, letter by letter."""
    return _share([_stands(cited, texts) for cited in given.citations])


def statements_cited(given: Given) -> float | None:
    """The share of sentences that cite something that is there."""
    numbers = {cited.number for cited in given.citations}
    return _share([bool(cites) and set(cites) <= numbers for _, cites in given.said]) if given.answered else None


def quotes_intact(given: Given) -> float | None:
    """The share of the answer's quotations (four words up) that stand so in the words it cites; 1 - altered."""
    cited = " ".join(_fold(c.exact) for c in given.citations)
    quotes = [next(filter(None, match)) for match in _QUOTED.findall(given.text)]
    return _share([_fold(quote) in cited for quote in quotes if len(quote.split()) >= FEWEST_QUOTED_WORDS])


@dataclass(frozen=True, slots=True)
class Overlap:
    """Precision and recall of characters, and their harmonic mean."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """0 where both are."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def overlap(cover: Cover, evidence: Sequence[Sequence[Piece]]) -> Overlap:
    """Cited characters against gold ones, one piece for each group; recall is averaged over groups."""
    right = cover.overlap(piece for group in evidence for piece in group)
    recalls = [cover.overlap(group) / Cover.of(group).size for group in evidence]
    return Overlap(right / cover.size if cover.size else 0.0, sum(recalls) / len(recalls) if recalls else 0.0)


def chosen(cover: Cover, evidence: Sequence[Sequence[Span]]) -> list[Span]:
    """The alternative of each group that an answer is measured by: the one of which it cites most."""
    return [best(cover, group) for group in evidence]


def sets(found: frozenset[object], gold: frozenset[object]) -> Overlap:
    """Precision and recall of sets: of articles, of sentences."""
    same = len(found & gold)
    return Overlap(same / len(found) if found else 0.0, same / len(gold) if gold else 0.0)


def speaker_right(given: Given, spans: Sequence[Span], texts: Mapping[str, str]) -> float | None:
    """Of the gold spans with a speaker, the share that a citation shows with that speaker's name."""
    named = [span for span in spans if span.speaker is not None]
    return _share([any(_names(cited, span, texts) for cited in given.citations) for span in named])


def date_right(given: Given, published: Mapping[str, str | None]) -> float | None:
    """The share of citations that carry the date of their article, of those whose article has one."""
    dated = [cited for cited in given.citations if published.get(cited.article_id)]
    return _share([cited.published == published[cited.article_id] for cited in dated])


def _names(cited: Cited, span: Span, texts: Mapping[str, str]) -> bool:
    if not shown(Cover.of([cited.piece]), span, texts) or not cited.speaker or not span.speaker:
        return False
    ours, gold = _fold(cited.speaker).casefold(), _fold(span.speaker).casefold()
    return ours in gold or gold in ours


def _stands(cited: Cited, texts: Mapping[str, str]) -> bool:
    text = texts.get(cited.article_id, "")
    return 0 <= cited.start < cited.end <= len(text) and text[cited.start : cited.end] == cited.exact


def _fold(text: str) -> str:
    return " ".join(text.translate(_FOLDED).split())


def _share(truths: Sequence[bool]) -> float | None:
    return sum(truths) / len(truths) if truths else None
