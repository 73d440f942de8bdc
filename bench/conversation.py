"""Are follow-ups made standalone well? `python -m bench.conversation --data DATA [--part tune]`.

Each turn of CANARD, TREC CAsT and MTRAG is rewritten from the words before it, and put beside what a human made of it:
the words, and what either finds. Searched is as the service searches (`rag.retrieve`, its default weight), for the
turn as it was said, for ours, and for the human's. `bench.dialogs` says what is to be found, and how the sets are cut
in a part to tune on and one to report. Prints Markdown; intervals are 95 % over dialogs.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from rouge_score.rouge_scorer import RougeScorer

from bench.dialogs import DialogSet, Spoken, canard, mtrag, trec_cast
from eval.statistics import estimate, mean_interval, sign_flip_p
from index.article import Draft
from index.encoder import Encoder
from index.store import Index
from rag.config import Config
from rag.question import understand
from rag.retrieve import retrieve
from rag.terms import content_stems, tokens

DEPTH = 10
"""A text found below this rank counts as not found."""

MEASURES = (
    ("ROUGE-1 F with the human's, raw turn", "raw_rouge"),
    ("ROUGE-1 F with the human's, ours", "rouge"),
    ("human's added words recovered", "recovered"),
    ("our added words that the human has", "fitting"),
    ("needs rewriting, and all we add is foreign", "misled"),
    ("standalone, and left to the letter", "untouched"),
)
"""The lines of the first table, and the fields of `Wording` that they show."""

_ROUGE = RougeScorer(["rouge1"])


@dataclass(frozen=True, slots=True)
class Wording:
    """How our wording of a turn compares with a human's; None where a measure has nothing to say.

    `rouge` and `raw_rouge` are ROUGE-1 F of ours and of the raw turn. Of a turn that needs rewriting: `recovered`, the
    share of the human's added content words that ours adds too; `fitting`, the share of what ours adds that the human's
    has; `misled`, whether all that ours adds is foreign to it. `untouched`: a standalone turn is left to the letter.
    """

    rouge: float
    raw_rouge: float
    recovered: float | None
    fitting: float | None
    misled: float | None
    untouched: float | None


def compare(raw: str, ours: str, human: str) -> Wording:
    """Compare our wording of a turn with the human's."""
    said, rewritten, wanted = (frozenset(content_stems(text)) for text in (raw, ours, human))
    added, missing = rewritten - said, wanted - said
    standalone = _plain(raw) == _plain(human)
    return Wording(
        rouge=_ROUGE.score(human, ours)["rouge1"].fmeasure,
        raw_rouge=_ROUGE.score(human, raw)["rouge1"].fmeasure,
        recovered=len(added & missing) / len(missing) if missing and not standalone else None,
        fitting=len(added & wanted) / len(added) if added and not standalone else None,
        misled=float(bool(added) and not added & wanted) if not standalone else None,
        untouched=float(ours == " ".join(raw.split())) if standalone else None,
    )


class Pool:
    """The texts of one or more sets in an index, and what was found among them for each question asked before."""

    def __init__(self, folder: Path, texts: Sequence[Draft], encoder: Encoder | None = None) -> None:
        self._index = Index.open(folder, encoder, create=True)
        self._found: dict[str, list[str]] = {}
        for draft in texts:
            self._index.add(draft)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._index.close()

    def reciprocal_ranks(self, turns: Sequence[Spoken], questions: Sequence[str]) -> list[float]:
        """Return, for each turn's question, 1 / the rank of the first text that it should find; 0 below DEPTH."""
        new = [question for question in dict.fromkeys(questions) if question not in self._found]
        vectors = self._index.encoder.encode_questions(new) if new else []
        with self._index.snapshot() as snapshot:
            for question, vector in zip(new, vectors, strict=True):
                hits = retrieve(snapshot, question, vector, limit=3 * DEPTH, dense_weight=Config().dense_weight)
                self._found[question] = list(dict.fromkeys(hit.passage.article_id for hit in hits))[:DEPTH]
        return [
            max((1 / rank for rank, one in enumerate(self._found[question], 1) if one in turn.found_in), default=0.0)
            for turn, question in zip(turns, questions, strict=True)
        ]


def measure(dialogs: DialogSet, pool: Pool) -> None:
    """Print both tables of a set. First turns are left out: nothing was said before them."""
    turns = [turn for turn in dialogs.turns if turn.history]
    ours = [understand(turn.raw, turn.history).standalone for turn in turns]
    print(f"\n## {dialogs.name}: {len(turns)} turns of {len({turn.dialog for turn in turns})} dialogs\n")
    words = [compare(turn.raw, text, turn.human) for turn, text in zip(turns, ours, strict=True)]
    print("| wording | n | mean |\n|---|---|---|")
    for label, field in MEASURES:
        scored = [(value, turn.dialog) for turn, word in zip(turns, words, strict=True)
                  if (value := getattr(word, field)) is not None]  # fmt: skip
        if scored:
            print(f"| {label} | {len(scored)} | {estimate(*map(list, zip(*scored, strict=True)))} |")
    searched = [(turn, text) for turn, text in zip(turns, ours, strict=True) if turn.found_in]
    print(f"\n{len(searched)} turns, each to be found among {len(dialogs.texts)} {dialogs.pool}\n")
    print("| retrieval | raw turn | ours | human | ours − raw | p | share of the gap |\n|---|---|---|---|---|---|---|")
    asked = [turn for turn, _ in searched]
    raw = pool.reciprocal_ranks(asked, [turn.raw for turn in asked])
    mine = pool.reciprocal_ranks(asked, [text for _, text in searched])
    human = pool.reciprocal_ranks(asked, [turn.human for turn in asked])
    clusters = [turn.dialog for turn in asked]
    print(compared("success@1", *([float(rank == 1) for rank in every] for every in (raw, mine, human)), clusters))
    print(compared(f"MRR@{DEPTH}", raw, mine, human, clusters), flush=True)


def compared(
    label: str, raw: Sequence[float], ours: Sequence[float], human: Sequence[float], dialogs: Sequence[str]
) -> str:
    """Return a line of the second table: the three means, ours against the raw turn, and how far it closes the gap."""
    better = [b - a for a, b in zip(raw, ours, strict=True)]
    gap = sum(human) - sum(raw)
    means = " | ".join(f"{sum(scores) / len(scores):.3f}" for scores in (raw, ours, human))
    share = f"{sum(better) / gap:.0%}" if gap > 0 else "–"
    return f"| {label} | {means} | {mean_interval(better, dialogs)} | {sign_flip_p(better, dialogs):.4f} | {share} |"


def _plain(text: str) -> list[str]:
    """Return a wording without case, spacing and punctuation."""
    return [token.text.casefold() for token in tokens(text)]


def main() -> None:
    """Measure every set there is."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="the folder with canard, trec_cast and mtrag")
    parser.add_argument("--part", choices=("tune", "report"), default="report", help="which half of the dialogs")
    given = parser.parse_args()
    if not given.data.is_dir():
        raise SystemExit(f"{given.data} is not there; name the folder with canard, trec_cast and mtrag")
    sets = [
        [canard(given.data, given.part, opened=opened) for opened in (True, False)],
        [trec_cast(given.data, given.part)],
        [mtrag(given.data)] if given.part == "report" else [],
    ]
    for alike in filter(None, sets):  # sets that are searched for in the same texts
        with tempfile.TemporaryDirectory() as folder, Pool(Path(folder) / "index", alike[0].texts) as pool:
            for dialogs in alike:
                measure(dialogs, pool)


if __name__ == "__main__":
    main()
