"""Compares sentence splitters on the hand-written cases, CLAPNQ and QAMR: `python -m bench.sentences [DATA]`.

DATA is the folder with `clapnq/` and `qamr/`; without it only the hand-written cases are scored. Scored are the
boundaries inside a line (a newline ends a sentence for everyone): precision, recall, F1, and lines that are wholly
right. CLAPNQ's and QAMR's sentences were split by machine, so their last per cent measures taste; both are detokenised
first, and QAMR's sentences (Wikinews, Wikipedia) are joined three at a time.
"""

from __future__ import annotations

import gzip
import hashlib
import importlib
import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from index.sentences import split_sentences

Splitter = Callable[[str], set[int]]
"""A line to the offsets just behind each of its sentences, white space left out."""

CASES = Path(__file__).parent.parent / "tests" / "data" / "sentences.txt"
_DETOKENISE = [
    (re.compile(r"`` ?"), "“"),
    (re.compile(r" ?''"), "”"),
    (re.compile(r" (?=[.,;:?!)\]%]|'s\b|n't\b|’)"), ""),
    (re.compile(r"(?<=[(\[$]) "), ""),
    (re.compile(r" - "), "-"),
    (re.compile(r" -- "), " – "),
]


@dataclass(frozen=True)
class Case:
    """One line of text and where its sentences end."""

    text: str
    ends: frozenset[int]


def joined(sentences: list[str]) -> Case:
    """A line made of `sentences` with one space between them."""
    ends, text = [], ""
    for sentence in sentences:
        text = f"{text} {sentence}".strip()
        ends.append(len(text))
    return Case(text, frozenset(ends[:-1]))


def hand_written(held_out: bool) -> list[Case]:
    """The hand-written lines of one half."""
    cases = []
    for line in CASES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("# ") and (hashlib.sha256(line.encode()).digest()[0] % 2 == 1) == held_out:
            cases += [joined([part.strip() for part in lined.split("|")]) for lined in line.split("¶")]
    return cases


def detokenised(sentence: str) -> str:
    """Undo the Penn Treebank's spacing."""
    for pattern, replacement in _DETOKENISE:
        sentence = pattern.sub(replacement, sentence)
    parts = re.split(r'\s*(?<!\w)"\s*|\s*"\s*(?!\w)', sentence)
    pairs = [f" “{part}” " if i % 2 else part for i, part in enumerate(parts)] if len(parts) % 2 else [sentence]
    pairs = [re.sub(r'([.,?!]) "$', r'\1"', pairs[0])] if len(pairs) == 1 else pairs
    return re.sub(r" (?=[.,;:?!])", "", " ".join("".join(pairs).split()))


def clapnq(data: Path) -> list[Case]:
    """Wikipedia passages with their sentences."""
    with gzip.open(data / "clapnq" / "dev-a.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [joined([detokenised(s) for s in json.loads(line)["sentences"]]) for line in lines]


def qamr(data: Path) -> list[Case]:
    """Sentences of Wikinews and Wikipedia, three to a line."""
    found = []
    for name in ("dev", "test"):
        with gzip.open(data / "qamr" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            found += [detokenised(json.loads(line)["sentence"]) for line in lines]
    whole = sorted({s for s in found if s[-1:] in '.?!"”'})
    return [joined(whole[i : i + 3]) for i in range(0, len(whole), 3)]


def footnote(line: str) -> set[int]:
    """Ours."""
    return {s.end for s in split_sentences(line)}


def _from_pieces(line: str, pieces: list[str]) -> set[int]:
    ends, at = set(), 0
    for piece in pieces:
        at += len(piece)
        ends.add(len(line[:at].rstrip()))
    return ends


def _sentencex(module: ModuleType) -> Splitter:
    return lambda line: _from_pieces(line, module.segment("en", line))


def _sentencex_in_quotes(module: ModuleType) -> Splitter:
    """Without marks to see, it splits inside quotations as we want."""
    return lambda line: _from_pieces(line, module.segment("en", re.sub('["“”«»„‘]', "_", line)))


def _pysbd(module: ModuleType) -> Splitter:
    segmenter = module.Segmenter(language="en", clean=False)
    return lambda line: _from_pieces(line, segmenter.segment(line))


def _syntok(module: ModuleType) -> Splitter:
    return lambda line: {s[-1].offset + len(s[-1].value) for p in module.process(line) for s in p if s}


def _blingfire(module: ModuleType) -> Splitter:
    return lambda line: {end for _, end in module.text_to_sentences_and_offsets(line)[1]}


RIVALS: list[tuple[str, str, Callable[[ModuleType], Splitter]]] = [
    ("sentencex", "sentencex", _sentencex),
    ("sentencex, quotes masked", "sentencex", _sentencex_in_quotes),
    ("pysbd", "pysbd", _pysbd),
    ("syntok", "syntok.segmenter", _syntok),
    ("blingfire", "blingfire", _blingfire),
]


def candidates() -> Iterator[tuple[str, Splitter | None]]:
    """Every splitter by name; None where it is not installed."""
    yield "footnote", footnote
    for name, module, make in RIVALS:
        try:
            yield name, make(importlib.import_module(module))
        except ImportError:
            yield name, None


def scored(split: Splitter, cases: list[Case]) -> str:
    """Precision, recall, F1 and the share of lines wholly right."""
    right = found = wanted = whole = 0
    for case in cases:
        ends = split(case.text) - {len(case.text)}
        right += len(ends & case.ends)
        found += len(ends)
        wanted += len(case.ends)
        whole += ends == case.ends
    precision, recall = right / max(found, 1), right / max(wanted, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return f"P {precision:.3f} R {recall:.3f} F1 {f1:.3f} lines {whole}/{len(cases)}"


def main(data: Path | None) -> None:
    """Print one block per set, one line per splitter."""
    sets = {"hand-written, tuned on": hand_written(False), "hand-written, held out": hand_written(True)}
    if data is not None:
        sets |= {"CLAPNQ": clapnq(data), "QAMR": qamr(data)}
    for title, cases in sets.items():
        print(f"\n{title}: {len(cases)} lines, {sum(len(c.ends) for c in cases)} boundaries")
        for name, split in candidates():
            if split is None:
                print(f"  {name:26} missing: pip install {name.split(',')[0]}")
                continue
            begin = time.perf_counter()
            line = scored(split, cases)
            took = time.perf_counter() - begin
            print(f"  {name:26} {line} {sum(len(c.text) for c in cases) / took / 1e6:8.2f} MB/s")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
