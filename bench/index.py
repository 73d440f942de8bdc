"""How fast the index is: `python -m bench.index [PASSAGES]`. Encoding, cold start, and searches among many passages.

The many passages have random words and random vectors, so that filling the index takes a minute, not an hour; a
question of theirs finds half of all passages by its words, which is harder on BM25 than a real one.
"""

from __future__ import annotations

import hashlib
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np

from index.article import Draft
from index.dense import exact_view
from index.encoder import OnnxEncoder, Vectors, load_encoder, unit
from index.graph import build_graph, recall_at_10
from index.passages import cut_passages
from index.sentences import split_sentences
from index.store import Index

QUESTION = "What does Tajikistan offer fighters who come home?"
COLD = f"from index.encoder import load_encoder; load_encoder().encode_questions([{QUESTION!r}])"


class RandomEncoder:
    """A random vector for each text, always the same one."""

    name, fingerprint, dimension, max_tokens = "random", "random", 384, 256

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Give each text the vector that its hash leads to."""
        seeds = [int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) for text in texts]
        return unit(np.stack([np.random.default_rng(seed).normal(size=384) for seed in seeds]).astype(np.float32))

    encode_questions = encode_passages

    def count_tokens(self, text: str) -> int:
        """Count about as a real tokenizer would."""
        return len(text.split()) * 4 // 3


def milliseconds(work: Callable[[], object], times: int = 50) -> str:
    """Time some work, again and again."""
    took = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        took.append((time.perf_counter() - start) * 1000)
    return f"p50 {statistics.median(took):.2f} ms, p95 {sorted(took)[int(0.95 * times)]:.2f} ms"


def encoding(encoder: OnnxEncoder) -> None:
    """Print how fast texts become vectors."""
    text = (files("index") / "sample" / "amnesty.md").read_text(encoding="utf-8")
    runs = cut_passages(text, split_sentences(text), encoder.count_tokens, target_tokens=64)
    texts = [text[run[0].start : run[-1].end] for run in runs] * 4
    start = time.perf_counter()
    encoder.encode_passages(texts)
    print(f"encoding passages: {len(texts) / (time.perf_counter() - start):.0f} a second")
    print(f"encoding a question: {milliseconds(lambda: encoder.encode_questions([QUESTION]))}")
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder, Index.open(Path(folder), encoder, create=True) as index:
        index.add(Draft(text))
        with index.snapshot() as snapshot:
            count = snapshot.passage_count
    print(f"indexing passages, with their sentences: {count / (time.perf_counter() - start):.0f} a second")
    cold = milliseconds(lambda: subprocess.run([sys.executable, "-c", COLD], check=True), 5)
    print(f"cold start to the first question's vector: {cold}")


def searching(count: int) -> None:
    """Print how fast an index of so many passages is read, searched and changed."""
    chance, encoder = random.Random(0), RandomEncoder()
    words = [f"w{n}" for n in range(20_000)]
    weights = [1 / (n + 1) for n in range(len(words))]

    def some(length: int) -> str:
        return " ".join(chance.choices(words, weights, k=length))

    with (
        tempfile.TemporaryDirectory() as folder,
        Index.open(Path(folder), encoder, create=True, exact_limit=10**9) as index,
    ):
        index.add(Draft("First.", id="first"))
        while True:
            index.add(Draft("\n".join(f"{some(40).capitalize()}." for _ in range(100)), title=some(6)))
            with index.snapshot() as snapshot:
                if snapshot.passage_count >= count:
                    break

        def search() -> None:
            question = some(9)
            with index.snapshot() as snapshot:
                hits = snapshot.dense(encoder.encode_questions([question])[0], 50)
                snapshot.lexical(question, 50)
                snapshot.passages([key for key, _ in hits[:20]])

        print(f"reading all vectors of {count} passages: {milliseconds(search, 1)}")
        print(f"snapshot, dense, lexical, 20 passages among {count}: {milliseconds(search)}")
        print(f"adding a short article: {milliseconds(lambda: index.add(Draft(some(9), id='short')), 20)}")
        print(f"removing one: {milliseconds(lambda: index.remove('first'), 1)}")


def graph(count: int) -> None:
    """Print what a graph over so many vectors costs and finds."""
    chance = np.random.default_rng(0)
    centres = chance.normal(size=(count // 50, 384))
    near = centres[chance.integers(0, len(centres), count)] + chance.normal(size=(count, 384))
    vectors = unit(near.astype(np.float32))
    keys = np.arange(1, count + 1)
    start = time.perf_counter()
    segment = build_graph(keys, vectors)
    print(f"building a graph of {count}: {time.perf_counter() - start:.0f} s, recall@10 {recall_at_10(segment):.3f}")
    exact = exact_view(1, keys, vectors)
    print(f"exact search among {count}: {milliseconds(lambda: exact.search(vectors[7], 50))}")
    through = exact.on(segment)
    print(f"search through the graph: {milliseconds(lambda: through.search(vectors[7], 50))}")


if __name__ == "__main__":
    encoding(load_encoder())
    searching(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
    graph(int(sys.argv[1]) * 3 if len(sys.argv) > 1 else 60_000)
