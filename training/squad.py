"""SQuAD and QAMR as articles of sentences: where each answer stands, and which articles are for what.

SQuAD 1.1 (train) and SQuAD 2.0 (dev), Rajpurkar et al., CC BY-SA 4.0; QAMR, Michael et al., MIT.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from index.article import Sentence
from index.sentences import split_sentences
from rag.terms import content_stems

SEED = 7
HELD = 40
"""SQuAD 1.1 articles never trained on: checkpoints are compared and the confidence is calibrated on them."""

HELD_ADVERSARIAL = ("Amazon_rainforest", "Immune_system", "Normans", "Rhine", "Yuan_dynasty")
"""The same of SQuAD 2.0's even half, chosen for being about different things; 1,729 questions."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on a paragraph; `answer` is where the answer stands in the article's text, None if there is none."""

    text: str
    answer: Sentence | None
    answer_text: str
    paragraph: int


@dataclass(frozen=True, slots=True)
class Text:
    """An article: its paragraphs joined by line breaks, its sentences, the paragraph each is of, and questions."""

    title: str
    text: str
    sentences: tuple[Sentence, ...]
    paragraph_of: tuple[int, ...]
    asked: tuple[Asked, ...]

    def sentence_at(self, span: Sentence) -> range:
        """Return the positions of the sentences that a span touches."""
        touched = [i for i, s in enumerate(self.sentences) if s.start < span.end and span.start < s.end]
        return range(touched[0], touched[-1] + 1)


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a compressed JSON-lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def is_even(title: str) -> bool:
    """Whether a SQuAD 2.0 development article is in the half that may be trained on."""
    return sha256(title.encode()).digest()[0] % 2 == 0


def paragraphs(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Return a SQuAD file's paragraphs by title."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in lines(path):
        rows.setdefault(row["title"], []).append(row)
    return rows


def read_squad(path: Path) -> dict[str, Text]:
    """Return a SQuAD file's articles by title; an answer that occurs more than once is placed where it fits best."""
    return {title: _article(title, rows) for title, rows in paragraphs(path).items()}


def _article(title: str, rows: Sequence[dict[str, Any]]) -> Text:
    text, asked, sentences, of = "", [], [], []
    for number, row in enumerate(rows):
        base = len(text) + bool(text)
        context = row["context"].replace("\n", " ")
        text += ("\n" if text else "") + context
        here = split_sentences(context)
        sentences += [Sentence(base + s.start, base + s.end) for s in here]
        of += [number] * len(here)
        for question in row["questions"]:
            answers = [] if question.get("is_impossible") else question["answers"]
            words = " ".join(question["question"].split())
            if answers:
                at = _place(words, context, here, answers[0]["text"], answers[0]["start"])
                span = Sentence(base + at, base + at + len(answers[0]["text"]))
                asked.append(Asked(words, span, answers[0]["text"], number))
            else:
                asked.append(Asked(words, None, "", number))
    return Text(title.replace("_", " "), text, tuple(sentences), tuple(of), tuple(asked))


def _place(question: str, context: str, sentences: Sequence[Sentence], answer: str, given: int) -> int:
    """Return where an answer stands: of its occurrences, the one whose sentence shares most words with the question."""
    stems = set(content_stems(question))
    best, most = given, -1
    at = context.find(answer)
    while at >= 0:
        sentence = next((s for s in sentences if s.start <= at < s.end), Sentence(0, len(context)))
        shared = len(stems & set(content_stems(context[sentence.start : sentence.end])))
        before = context[at - 1] if at else " "
        after = context[at + len(answer)] if at + len(answer) < len(context) else " "
        whole = not (before.isalnum() or after.isalnum()) or at == given
        if whole and shared > most:
            best, most = at, shared
        at = context.find(answer, at + 1)
    return best


def read_qamr(paths: Sequence[Path], group: int = 4) -> list[Text]:
    """Return QAMR's sentences as texts of `group` unrelated sentences each; answers in one piece are kept."""
    rows = [row for path in paths for row in lines(path)]
    random.Random(SEED).shuffle(rows)
    found = []
    for first in range(0, len(rows) - group + 1, group):
        text, sentences, asked = "", [], []
        for number, row in enumerate(rows[first : first + group]):
            base = len(text) + bool(text)
            text += ("\n" if text else "") + row["sentence"]
            sentences.append(Sentence(base, len(text)))
            for question in row["questions"]:
                answer = question["answers"][0]
                at = row["sentence"].find(answer)
                if at >= 0 and answer:
                    span = Sentence(base + at, base + at + len(answer))
                    asked.append(Asked(question["question"], span, answer, number))
        found.append(Text("", text, tuple(sentences), tuple(range(group)), tuple(asked)))
    return found


@dataclass(frozen=True, slots=True)
class Split:
    """What is trained on, and what is held back for choosing checkpoints and calibrating."""

    train: tuple[Text, ...]
    held: tuple[Text, ...]
    adversarial: tuple[Text, ...]
    held_adversarial: tuple[Text, ...]
    qamr: tuple[Text, ...]


def held_titles(titles: Iterable[str]) -> list[str]:
    """Return the titles of SQuAD 1.1 that are held back, in a fixed order."""
    return shuffled(titles)[:HELD]


def shuffled(titles: Iterable[str]) -> list[str]:
    """Return titles in an order that depends on the seed alone."""
    names = sorted(titles)
    random.Random(SEED).shuffle(names)
    return names


def read_all(data: Path) -> Split:
    """Read every data set and split it; the odd half of SQuAD 2.0's development set is not even parsed."""
    squad = read_squad(data / "squad" / "train-v1.1.jsonl.gz")
    held = held_titles(squad)
    dev = {title: text for title, text in read_squad(data / "squad" / "dev-v2.0.jsonl.gz").items() if is_even(title)}
    return Split(
        tuple(squad[name] for name in shuffled(squad) if name not in held),
        tuple(squad[name] for name in held),
        tuple(dev[name] for name in sorted(dev) if name not in HELD_ADVERSARIAL),
        tuple(dev[name] for name in HELD_ADVERSARIAL),
        tuple(read_qamr([data / "qamr" / "dev.jsonl.gz", data / "qamr" / "test.jsonl.gz"])),
    )
