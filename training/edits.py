"""Answered questions with a few words changed, so that their text seems to answer them and does not.

`training/edits/*.txt` has a block a paragraph of SQuAD 1.1: `# title/number`, then a line a question, `2|3:5|paid for`:
of the paragraph's questions the third, its fourth and fifth word replaced by these (none replaced: `3:3` inserts); more
replacements follow in the same way, `|7:8|Asia`. The words that stay are SQuAD's and are not in the file.
`training/edits/news/*.txt` has the same on our own news: `# headline/0`, of the article's questions.

Such pairs differ by what is asked alone, so nothing but reading tells which of them is answered (contrast sets, Gardner
et al. 2020).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from training.examples import refused
from training.squad import Asked, Text
from training.window import Example, Windows, cut
from training.written import Written, WrittenError, read_header, read_news, window_of

FOLDER = Path(__file__).parent / "edits"
WHOLE = 0.5
"""How often the window is the whole paragraph: it has the sentence that tempts."""

KIND, BESIDE = "edited", "answerable beside edited"


@dataclass(frozen=True, slots=True)
class Edit:
    """What became of a question: the one at `which` of those on an article's paragraph."""

    article: str
    paragraph: int
    which: int
    question: str

    @property
    def of(self) -> tuple[str, int]:
        """Title and paragraph."""
        return self.article, self.paragraph


def read_edits(asked: Mapping[tuple[str, int], Sequence[str]], folder: Path) -> list[Edit]:
    """Return the edits of these questions, given by title and paragraph. Raises WrittenError."""
    found: list[Edit] = []
    for path in sorted(folder.glob("*.txt")):
        of = ("", 0)
        for at, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            place = f"{path.name}, line {at}"
            if line.startswith("# "):
                of = read_header(place, line)
            elif line and of in asked:
                found.append(Edit(*of, *_edit(place, line, asked[of])))
    return found


def _edit(place: str, line: str, asked: Sequence[str]) -> tuple[int, str]:
    try:
        which, *parts = line.split("|")
        words = asked[int(which)].split()
        swaps = [(*map(int, span.split(":")), new) for span, new in zip(parts[::2], parts[1::2], strict=True)]
        if not swaps:
            raise ValueError("nothing is changed")
        for first, end, new in reversed(swaps):
            if not 0 <= first <= end <= len(words):
                raise IndexError(f"{first}:{end} of {len(words)} words")
            words[first:end] = new.split()
    except (ValueError, IndexError) as error:
        raise WrittenError(f"{place}: {line!r} ({error})") from error
    return int(which), " ".join(words)


def squad_edits(texts: Sequence[Text], folder: Path = FOLDER) -> list[tuple[Edit, Text, Asked]]:
    """Return the edits on these articles, each with its article and the question that it was."""
    own = {(text.title, number): (text, _on(text, number)) for text in texts for number in set(text.paragraph_of)}
    edits = read_edits({of: [ask.text for ask in asked] for of, (_, asked) in own.items()}, folder)
    return [(edit, own[edit.of][0], own[edit.of][1][edit.which]) for edit in edits]


def _on(text: Text, paragraph: int) -> list[Asked]:
    return [ask for ask in text.asked if ask.paragraph == paragraph]


def squad_contrasts(texts: Sequence[Text], seed: int, folder: Path = FOLDER) -> list[Example]:
    """Return for each edit on these articles two examples on one window: the question as it was, and as it became."""
    windows = Windows(seed, WHOLE)
    found = []
    for edit, text, ask in squad_edits(texts, folder):
        assert ask.answer
        touched = text.sentence_at(ask.answer)
        window = windows.around(text, touched[0], touched[-1], crosses=False)
        made = cut(BESIDE, ask.text, text, window, [ask.answer])
        found += [made, refused(made, KIND, edit.question)]
    return found


def news_edits(held: bool, folder: Path = FOLDER / "news") -> list[tuple[Edit, Text, Written]]:
    """Return the edits of our news that is held back or not, each with its article and the question that it was."""
    texts, written = read_news(held)
    own: dict[tuple[str, int], list[Written]] = {}
    for one in written:
        own.setdefault((one.article, 0), []).append(one)
    edits = read_edits({of: [one.question for one in asked] for of, asked in own.items()}, folder)
    return [(edit, texts[edit.article], own[edit.of][edit.which]) for edit in edits]


def news_contrasts(held: bool, seed: int, folder: Path = FOLDER / "news") -> list[Example]:
    """Return the same as `squad_contrasts`, of our news that is held back or not."""
    windows = Windows(seed)
    found = []
    for edit, text, one in news_edits(held, folder):
        made = window_of(one, text, windows)
        found += [made, refused(made, f"{KIND}, news", edit.question)]
    return found
