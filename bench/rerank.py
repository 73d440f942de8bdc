"""Does reading put the right paragraph first? `python -m bench.rerank DATA`.

All 1,204 paragraphs of SQuAD 2.0's development set are in one index, an article each; answerable questions of the odd
half (which the reader was not trained on) ask for the one with the answer. The first article cited, or quoted as
nearest where nothing is answered, is compared with the first found by BM25, by the encoder, and by both fused; each
difference is tested by McNemar's exact test.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np

from bench.retrieval import squad
from eval.statistics import mcnemar_p, wilson
from index.store import Index
from rag.answer import Answerer
from rag.citations import Ask
from rag.config import Config
from rag.retrieve import retrieve
from rag.trained import load_reader

SEARCHES = {"BM25": 0.0, "dense": 1.0, "hybrid": 0.5}


def main() -> None:
    """Ask, and print success at 1 of each search and of the reader."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("data", type=Path, help="the folder with squad/dev-v2.0.jsonl.gz")
    parser.add_argument("--asked", type=int, default=600, help="questions drawn")
    args = parser.parse_args()
    path = args.data / "squad" / "dev-v2.0.jsonl.gz"
    others, _ = squad(path, 0)
    own, asked = squad(path, 1)
    asked = asked[: args.asked]
    first: dict[str, list[str]] = {name: [] for name in (*SEARCHES, "reader")}
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "index"
        with Index.open(folder, create=True) as index:
            for draft in (*others, *own):
                index.add(draft)
            vectors = index.encoder.encode_questions([question for question, _ in asked])
            with index.snapshot() as snapshot:
                for (question, _), vector in zip(asked, vectors, strict=True):
                    for name, weight in SEARCHES.items():
                        hits = retrieve(snapshot, question, vector, limit=1, dense_weight=weight)
                        first[name].append(hits[0].passage.article_id if hits else "")
            answerer = Answerer(index, load_reader(), Config(index=folder))
            for question, _ in asked:
                answer = answerer.answer(Ask(question))
                shown = [citation.article.id for citation in answer.citations or answer.nearest]
                first["reader"].append(shown[0] if shown else "")
    right = {
        name: np.array([found == wanted for found, (_, wanted) in zip(ids, asked, strict=True)])
        for name, ids in first.items()
    }
    print(f"{len(others) + len(own)} paragraphs, {len(asked)} questions\n")
    print("| search | success@1 | 95 % | reader better / worse | p |\n|---|---|---|---|---|")
    for name, hit in right.items():
        low, high = wilson(float(hit.sum()), len(hit))
        won, lost = int((right["reader"] & ~hit).sum()), int((hit & ~right["reader"]).sum())
        against = "" if name == "reader" else f"{won} / {lost} | {mcnemar_p(won, lost):.4f}"
        print(f"| {name} | {hit.mean():.3f} | {low:.3f}-{high:.3f} | {against or '|'} |")


if __name__ == "__main__":
    main()
