"""Questions of our own on paragraphs of SQuAD 1.1, `training/questions/*.txt`: as people search, in other words.

A block a paragraph: `# title/number`, then a line a question, `kind|question|sentences|short answer`; sentences are
numbered from 1 within the paragraph, and kinds that it does not answer have neither. The kinds are those of KINDS.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.article import Sentence
from training.squad import Text
from training.window import Example, Windows, cut

FOLDER = Path(__file__).parent / "questions"
KINDS = {
    "s": "search",
    "p": "paraphrase",
    "l": "several sentences",
    "m": "search, not answered",
    "n": "near miss",
    "o": "attribute not given",
}
PASSES = 3
"""How often each is read in training, each time in another window."""

WHOLE = 0.4
"""How often the window is the whole paragraph."""


class WrittenError(ValueError):
    """A line of the questions cannot be used; names the file and the line."""


@dataclass(frozen=True, slots=True)
class Written:
    """A question on one paragraph; `evidence` are positions of its article's sentences, empty: it is not answered."""

    kind: str
    question: str
    article: str
    paragraph: int
    evidence: tuple[int, ...]
    short: Sentence | None


def read_written(texts: Mapping[str, Text], folder: Path = FOLDER) -> list[Written]:
    """Return the questions on these articles, which are given by title. Raises WrittenError."""
    found: list[Written] = []
    for path in sorted(folder.glob("*.txt")):
        title, number = "", 0
        for at, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.startswith("# "):
                title, _, paragraph = line[2:].rpartition("/")
                number = int(paragraph)
            elif line and title.replace("_", " ") in texts:
                try:
                    found.append(_question(line, number, texts[title.replace("_", " ")]))
                except (ValueError, IndexError, KeyError, StopIteration) as error:
                    raise WrittenError(f"{path.name}, line {at}: {line!r} ({error!r})") from error
    return found


def _question(line: str, number: int, text: Text) -> Written:
    kind, question, *rest = line.split("|")
    if not rest:
        return Written(KINDS[kind], question, text.title, number, (), None)
    own = [i for i, paragraph in enumerate(text.paragraph_of) if paragraph == number]
    evidence = tuple(own[int(n) - 1] for n in rest[0].split(","))
    short = None
    if rest[1]:
        own = [text.text.find(rest[1], text.sentences[i].start, text.sentences[i].end) for i in evidence]
        at = next(place for place in own if place >= 0)
        short = Sentence(at, at + len(rest[1]))
    return Written(KINDS[kind], question, text.title, number, evidence, short)


def written_examples(written: Sequence[Written], texts: Mapping[str, Text], seed: int) -> list[Example]:
    """Return each question with a window of its paragraph, and answered ones without their evidence now and then."""
    windows = Windows(seed)
    found = [_example(one, texts[one.article], windows) for one in written]
    return found + list(_taken_out(written, texts, windows.chance))


def _example(one: Written, text: Text, windows: Windows) -> Example:
    own = [i for i, paragraph in enumerate(text.paragraph_of) if paragraph == one.paragraph]
    if windows.chance.random() < WHOLE:
        window = range(own[0], own[-1] + 1)
    else:
        near = one.evidence or (windows.chance.choice(own),)
        window = windows.around(text, near[0], near[-1])
    made = cut(one.kind, one.question, text, window, [one.short] if one.short else [])
    return replace(made, evidence=tuple(window.index(i) for i in one.evidence))


def _taken_out(written: Sequence[Written], texts: Mapping[str, Text], chance: random.Random) -> Iterator[Example]:
    for one in written:
        text = texts[one.article]
        left = [i for i, p in enumerate(text.paragraph_of) if p == one.paragraph and i not in one.evidence]
        if one.evidence and len(left) > 1 and chance.random() < 1 / PASSES:
            yield cut(f"{one.kind}, evidence taken out", one.question, text, left, [])
