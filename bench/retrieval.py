"""Dense, BM25 and both fused: which weight finds the evidence? `python -m bench.retrieval DATA`.

Indexes paragraphs one article each and asks for the paragraph that holds the answer: SQuAD 2.0 development articles,
the half whose sha256(title) begins with an even byte for choosing the weight, the other half and CLAPNQ to report on.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import tempfile
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np

from index.article import Draft
from index.store import Index
from rag.retrieve import retrieve

WEIGHTS = (0.0, 0.2, 0.35, 0.5, 0.65, 0.8, 1.0)
ASKED = 1500


def squad(path: Path, half: int) -> tuple[list[Draft], list[tuple[str, str]]]:
    """Return the paragraphs of one half of the articles, and (question, paragraph id) for answerable questions."""
    drafts, asked = [], []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            row = json.loads(line)
            if sha256(row["title"].encode()).digest()[0] % 2 == half:
                drafts.append(Draft(row["context"], id=f"p{number}", title=row["title"].replace("_", " ")))
                asked += [(q["question"].strip(), f"p{number}") for q in row["questions"] if not q.get("is_impossible")]
    return drafts, random.Random(0).sample(asked, min(ASKED, len(asked)))


def clapnq(path: Path) -> tuple[list[Draft], list[tuple[str, str]]]:
    """Return the passages of CLAPNQ, and (question, passage id) for answerable questions."""
    drafts, asked = [], []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            row = json.loads(line)
            drafts.append(Draft(row["passage"], id=f"p{number}", title=row["title"]))
            if row["answerable"]:
                asked.append((row["question"], f"p{number}"))
    return drafts, asked


def measure(name: str, drafts: Sequence[Draft], asked: Sequence[tuple[str, str]]) -> None:
    """Print success at 1 and 5 and the mean reciprocal rank for each weight of the dense search."""
    with tempfile.TemporaryDirectory() as folder, Index.open(Path(folder) / "index", create=True) as index:
        for draft in drafts:
            index.add(draft)
        vectors = index.encoder.encode_questions([question for question, _ in asked])
        print(f"\n{name}: {len(drafts)} paragraphs, {len(asked)} questions")
        print("| dense weight | success@1 | success@5 | MRR@10 |\n|---|---|---|---|")
        for weight in WEIGHTS:
            ranks = []
            with index.snapshot() as snapshot:
                for (question, wanted), vector in zip(asked, vectors, strict=True):
                    hits = retrieve(snapshot, question, vector, limit=30, dense_weight=weight)
                    found = list(dict.fromkeys(hit.passage.article_id for hit in hits))[:10]
                    ranks.append(found.index(wanted) + 1 if wanted in found else 0)
            rank = np.array(ranks)
            mrr = np.where(rank > 0, 1 / np.maximum(rank, 1), 0).mean()
            at1, at5 = (rank == 1).mean(), ((rank > 0) & (rank <= 5)).mean()
            label = {0.0: "0 (BM25 alone)", 1.0: "1 (dense alone)"}.get(weight, str(weight))
            print(f"| {label} | {at1:.3f} | {at5:.3f} | {mrr:.3f} |", flush=True)


def main() -> None:
    """Measure all three sets."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("data", type=Path, help="the folder with squad/dev-v2.0 and clapnq/dev-a")
    data = parser.parse_args().data
    measure("SQuAD 2.0 dev, even half (chosen on)", *squad(data / "squad" / "dev-v2.0.jsonl.gz", 0))
    measure("SQuAD 2.0 dev, odd half", *squad(data / "squad" / "dev-v2.0.jsonl.gz", 1))
    measure("CLAPNQ dev-a", *clapnq(data / "clapnq" / "dev-a.jsonl.gz"))


if __name__ == "__main__":
    main()
