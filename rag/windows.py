"""Candidates → windows: what stands side by side in an article is read together, with its neighbours."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.article import Sentence
from rag.reader import Candidate

WINDOW = 144
"""Word pieces of a window, as long as most that the reader was trained on."""


@dataclass(frozen=True, slots=True)
class Window:
    """Consecutive sentences of one article, with `text` as the article has it but for white space between them.

    `sentences` are offsets in the article, `local` the same in `text`; `rank` is the place among the candidates of the
    best of those that have a part in it, 0 for the best.
    """

    article_id: str
    title: str
    text: str
    sentences: tuple[Sentence, ...]
    local: tuple[Sentence, ...]
    rank: int


@dataclass(frozen=True, slots=True)
class _Read:
    sentence: Sentence
    text: str
    rank: int


def windows(
    candidates: Sequence[Candidate], count: Callable[[Sequence[str]], Sequence[int]], longest: int = WINDOW
) -> list[Window]:
    """Return the windows that hold every sentence of the candidates, the best-ranked first.

    `count` gives the word pieces of each text. A window ends where the next sentence would make it longer than
    `longest`, or where the candidates leave a gap; the next begins with its last sentence, unless there is a gap.
    """
    runs: list[tuple[str, list[_Read]]] = []
    by_article: dict[str, dict[int, _Read]] = {}
    titles: dict[str, str] = {}
    for rank, candidate in enumerate(candidates):
        passage = candidate.hit.passage
        titles.setdefault(passage.article_id, candidate.title)
        read = by_article.setdefault(passage.article_id, {})
        for s in passage.sentences:
            text = passage.text[s.start - passage.start : s.end - passage.start]
            read.setdefault(s.start, _Read(s, text, rank))
    for article_id, found in by_article.items():
        for start in sorted(found):
            one = found[start]
            if runs and runs[-1][0] == article_id and 0 <= one.sentence.start - runs[-1][1][-1].sentence.end <= 1:
                runs[-1][1].append(one)
            else:
                runs.append((article_id, [one]))
    cut = [
        _window(article_id, titles[article_id], part)
        for article_id, run in runs
        for part in _cut(run, count([one.text for one in run]), longest)
    ]
    return sorted(cut, key=lambda w: w.rank)  # stable: of equal rank, in the order of the text


def _cut(run: Sequence[_Read], pieces: Sequence[int], longest: int) -> list[list[_Read]]:
    parts: list[list[_Read]] = []
    first, total = 0, 0
    for i in range(len(run)):
        if i > first and total + pieces[i] > longest:
            parts.append(list(run[first:i]))
            # One sentence again, so that what it says is not cut from what follows, unless that were most of a window.
            again = pieces[i - 1] + pieces[i] <= longest // 2 and i - 1 > first
            first, total = (i - 1, pieces[i - 1]) if again else (i, 0)
        total += pieces[i]
    parts.append(list(run[first:]))
    return parts


def _window(article_id: str, title: str, part: Sequence[_Read]) -> Window:
    text, local = "", []
    for one in part:
        at = len(text) + bool(text)
        text += (" " if text else "") + one.text
        local.append(Sentence(at, at + len(one.text)))
    rank = min(one.rank for one in part)
    return Window(article_id, title, text, tuple(one.sentence for one in part), tuple(local), rank)
