"""How fast is an answer over a large collection? `python -m bench.corpus SQUAD [PASSAGES] [--folder INDEX]`.

SQUAD is SQuAD 1.1's training set as gzip JSON lines. Its articles are indexed, as they are, until there are PASSAGES
(20,000) of them; then 300 of its questions are asked of all articles over HTTP, one after the other. Prints Markdown:
beside that, the same questions asked each of its own article alone, and one question encoded. With --folder the index
is kept, and used again where it is there: building it takes minutes.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import platform
import random
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import httpx
import numpy as np

from bench.__main__ import peak_memory, row, serve, timed
from index.article import Draft
from index.encoder import load_encoder
from index.store import Index

ASKED = 300


def articles(path: Path) -> Iterator[tuple[str, str, list[str]]]:
    """Yield title, text and questions of each article."""
    rows = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            paragraph = json.loads(line)
            rows[paragraph["title"]].append(paragraph)
    for title, paragraphs in rows.items():
        text = "\n".join(p["context"].replace("\n", " ") for p in paragraphs)
        yield title.replace("_", " "), text, [q["question"].strip() for p in paragraphs for q in p["questions"]]


def build(folder: Path, path: Path, count: int) -> tuple[int, list[tuple[str, str]]]:
    """Index articles until there are `count` passages; return how many there are, and questions with article ids."""
    asked: list[tuple[str, str]] = []
    with Index.open(folder, create=True) as index:
        with index.snapshot() as snapshot:
            present, held = {entry.id for entry in snapshot.articles()}, snapshot.passage_count
        for number, (title, text, questions) in enumerate(articles(path)):
            if f"a{number}" not in present:
                if held >= count:
                    break
                index.add(Draft(text, id=f"a{number}", title=title))
                with index.snapshot() as snapshot:
                    held = snapshot.passage_count
            asked += [(question, f"a{number}") for question in questions]
        with index.snapshot() as snapshot:
            return snapshot.passage_count, asked


def measure(folder: Path, passages: int, asked: list[tuple[str, str]]) -> None:
    """Ask over HTTP and print the table."""
    random.Random(0).shuffle(asked)
    encoder = load_encoder()
    one = timed(lambda: encoder.encode_questions([asked[0][0]]), ASKED)
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {passages} passages\n")
    print("| what | n | p50 ms | p95 ms | ratio |\n|---|---|---|---|---|")
    print(row("one question encoded", one))
    service, url = serve(folder)
    try:
        with httpx.Client(timeout=60) as client:

            def post(body: dict[str, object]) -> None:
                client.post(f"{url}/v1/answers", json=body).raise_for_status()

            for question, _ in asked[ASKED : ASKED + 20]:
                post({"question": question})
            everywhere = iter(asked[:ASKED])
            own = iter(asked[:ASKED])
            base = float(np.median(one))
            print(row("`POST /v1/answers`, all articles", timed(lambda: post({"question": next(everywhere)[0]}), ASKED),
                      base))  # fmt: skip

            def in_its_own() -> None:
                question, article = next(own)
                post({"question": question, "article_ids": [article]})

            print(row("`POST /v1/answers`, the article that it is about", timed(in_its_own, ASKED), base))
        print(f"\nmost memory held by the service: {peak_memory(service):.0f} MB")
    finally:
        service.terminate()
        service.wait()


def main() -> None:
    """Build, or use, the index; measure."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("squad", type=Path)
    parser.add_argument("passages", type=int, nargs="?", default=20_000)
    parser.add_argument("--folder", type=Path, help="keep the index here, and use it if it is there")
    args = parser.parse_args()
    if not args.squad.is_file():
        parser.error(f"no file at {args.squad}; give SQuAD 1.1's training set as gzip JSON lines")
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.folder or Path(temporary) / "index"
        measure(folder, *build(folder, args.squad, args.passages))


if __name__ == "__main__":
    main()
