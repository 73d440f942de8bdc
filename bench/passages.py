"""Measures how passage size and overlap serve retrieval: `python -m bench.passages SQUAD_DEV [TITLES] [--held-out]`.

SQUAD_DEV is SQuAD 2.0's dev set as gzip JSON lines. One title's paragraphs make one article; TITLES of them (10) whose
sha256 begins with an even byte (or an odd one, with --held-out) are searched together, with the encoder alone. A
question is a hit when a passage holds the whole sentence of one of its answers. `<= N` is the share of questions whose
sentence ends within the first N characters retrieved: what a reader with that much room gets to see, whatever the
passages' size.
"""

from __future__ import annotations

import gzip
import hashlib
import itertools
import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.article import Sentence
from index.encoder import Encoder, load_encoder
from index.passages import cut_passages
from index.sentences import split_sentences

SIZES = (48, 64, 96, 128, 192, 254)
ROOMS = (500, 1000, 2000, 4000)


@dataclass(frozen=True)
class Question:
    """A question and the sentences of an article that answer it."""

    text: str
    title: str
    evidence: frozenset[Sentence]


def read(path: Path, titles: int, held_out: bool) -> tuple[dict[str, str], list[Question]]:
    """The articles by title, and the answerable questions on them."""
    articles: dict[str, str] = {}
    asked: list[tuple[str, int, dict[str, object]]] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            paragraph = json.loads(line)
            title = paragraph["title"]
            if hashlib.sha256(title.encode()).digest()[0] % 2 != held_out:
                continue
            if title not in articles and len(articles) == titles:
                break
            start = len(articles[title]) + 1 if title in articles else 0
            articles[title] = (articles[title] + "\n" if start else "") + paragraph["context"].replace("\n", " ")
            asked += [(title, start, question) for question in paragraph["questions"] if question["answers"]]
    cut = {title: split_sentences(text) for title, text in articles.items()}
    questions = []
    for title, start, question in asked:
        spots = [start + answer["start"] for answer in question["answers"]]  # type: ignore[attr-defined]
        evidence = frozenset(s for s in cut[title] if any(s.start <= spot < s.end for spot in spots))
        questions.append(Question(str(question["question"]), title, evidence))
    return articles, questions


def measure(
    encoder: Encoder, articles: dict[str, str], questions: list[Question], asked: np.ndarray, titled: bool, **cut: float
) -> str:
    """One row of the table."""
    runs: list[tuple[str, tuple[Sentence, ...]]] = []
    for title, text in articles.items():
        runs += [(title, run) for run in cut_passages(text, split_sentences(text), encoder.count_tokens, **cut)]  # type: ignore[arg-type]
    texts = [articles[title][run[0].start : run[-1].end] for title, run in runs]
    heads = [f"{title.replace('_', ' ')}. " if titled else "" for title, _ in runs]
    vectors = encoder.encode_passages([head + text for head, text in zip(heads, texts, strict=True)])
    order = np.argsort(-(asked @ vectors.T), axis=1, kind="stable")[:, :60]
    hits = dict.fromkeys((1, 5), 0)
    within = dict.fromkeys(ROOMS, 0)
    for question, ranked in zip(questions, order, strict=True):
        read_so_far = 0
        found: tuple[int, int] | None = None
        for rank, n in enumerate(ranked, 1):
            title, run = runs[n]
            ends = [s.end - run[0].start for s in run if s in question.evidence] if title == question.title else []
            if ends:
                found = (rank, read_so_far + min(ends))
                break
            read_so_far += len(texts[n])
        for k in hits:
            hits[k] += found is not None and found[0] <= k
        for room in ROOMS:
            within[room] += found is not None and found[1] <= room
    n = len(questions)
    shares = [f"{100 * count / n:6.1f}" for count in (*hits.values(), *within.values())]
    return f"{len(runs):6} {sum(map(len, texts)) / len(runs):6.0f} " + " ".join(shares)


def main(path: Path, titles: int, held_out: bool) -> None:
    """Print the table."""
    encoder = load_encoder()
    articles, questions = read(path, titles, held_out)
    asked = encoder.encode_questions([question.text for question in questions])
    print(f"{len(articles)} articles, {len(questions)} questions; per cent of questions")
    print("target overlap paragraphs title  count  chars    @1     @5  " + " ".join(f"<={r:4}" for r in ROOMS))
    for titled, share, sizes in ((False, 0.5, SIZES), (False, 2.0, (64, 128)), (True, 0.5, (64, 128))):
        for target, overlap in itertools.product(sizes, (0, 1)):
            cut = {"target_tokens": target, "overlap": overlap, "paragraph_share": share}
            row = measure(encoder, articles, questions, asked, titled, **cut)
            kept = "kept" if share < 1 else "ignored"
            print(f"{target:6} {overlap:7} {kept:>10} {'yes' if titled else 'no':>5} {row}", flush=True)


if __name__ == "__main__":
    paths = [argument for argument in sys.argv[1:] if argument != "--held-out"]
    main(Path(paths[0]), int(paths[1]) if len(paths) > 1 else 10, "--held-out" in sys.argv)
