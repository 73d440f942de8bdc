"""Questions of our own, as people search and in other words, on paragraphs of SQuAD 1.1 and on news we made up.

`training/questions/*.txt` has a block a paragraph: `# title/number`, then a line a question,
`kind|question|sentences|short answer`; sentences are numbered from 1 within the paragraph, and kinds that it does not
answer have neither. `training/news/*.txt` has the articles too: `# name`, `= headline`, a line a sentence, `[1] …`, an
empty line between paragraphs, then the questions. The kinds are those of KINDS.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from index.article import Sentence
from training.examples import Maker, holds
from training.squad import Text
from training.window import LONGEST, Example, Windows, cut, words_of

FOLDER = Path(__file__).parent
KINDS = {
    "s": "search",
    "p": "paraphrase",
    "l": "several sentences",
    "m": "search, not answered",
    "n": "near miss",
    "o": "attribute not given",
    "v": "asked loosely",  # LOOSE
}
LOOSE_SQUAD, LOOSE_NEWS = FOLDER / "loose", FOLDER / "loose" / "news"
LOOSE = "asked loosely"
"""Questions of this kind lie in LOOSE_SQUAD, and in LOOSE_NEWS (`# headline/0`): they ask for an overview, or for what
the text says in other words, more generally or by the way."""

WHOLE = 0.4
"""How often the window is the whole paragraph."""


class WrittenError(ValueError):
    """A line of the questions cannot be used; names the file and the line."""


@dataclass(frozen=True, slots=True)
class Written:
    """A question; `evidence` are positions of its article's sentences, empty: it is not answered.

    `within` are the sentences that it is asked of: a paragraph's, or all.
    """

    kind: str
    question: str
    article: str
    within: range
    evidence: tuple[int, ...]
    short: Sentence | None


def read_written(texts: Mapping[str, Text], folder: Path = FOLDER / "questions", whole: bool = False) -> list[Written]:
    """Return the questions on these articles, which are given by title. Raises WrittenError.

    They are asked of a paragraph, or of the `whole` article.
    """
    found: list[Written] = []
    for path in sorted(folder.glob("*.txt")):
        title, number = "", 0
        for at, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.startswith("# "):
                title, number = read_header(f"{path.name}, line {at}", line)
            elif line and title in texts:
                text = texts[title]
                within = range(len(text.sentences)) if whole else _run(text.paragraph_of, number)
                found.append(_question(f"{path.name}, line {at}", line, text, within))
    return found


def read_header(place: str, line: str) -> tuple[str, int]:
    """Return the title and the paragraph's number of a line `# title/number`. Raises WrittenError."""
    name, _, paragraph = line[2:].rpartition("/")
    if not paragraph.isdecimal():
        raise WrittenError(f"{place}: {line!r} does not end in a paragraph's number, /0 or more")
    return name.replace("_", " "), int(paragraph)


def read_news(held: bool, folder: Path = FOLDER / "news") -> tuple[dict[str, Text], list[Written]]:
    """Return our news by headline, and the questions on them; one article in five is held back. Raises WrittenError."""
    texts: dict[str, Text] = {}
    found: list[Written] = []
    for path in sorted(folder.glob("*.txt")):
        for block in ("\n" + path.read_text(encoding="utf-8")).split("\n# ")[1:]:
            name, *rest = block.splitlines()
            if (sha256(name.encode()).digest()[0] % 5 == 0) != held:
                continue
            asked = [line for line in rest if line and not line.startswith(("[", "= "))]
            if not asked or not rest[0].startswith("= ") or not rest[1].startswith("["):
                raise WrittenError(f"{path.name}, {name}: not '= headline', then '[1] sentence' ..., then questions")
            text = _article(rest[0].removeprefix("= "), rest[1 : rest.index(asked[0])])
            texts[text.title] = text
            every = range(len(text.sentences))
            found += [_question(f"{path.name}, {name}", line, text, every) for line in asked]
    return texts, found


def _article(title: str, lines: Sequence[str]) -> Text:
    text, sentences, of = "", [], []
    paragraph, joiner = 0, ""
    for line in lines:
        if line:
            sentence = line.partition("] ")[2]
            text += joiner
            sentences.append(Sentence(len(text), len(text) + len(sentence)))
            of.append(paragraph)
            text, joiner = text + sentence, " "
        elif text:
            paragraph, joiner = paragraph + 1, "\n"
    return Text(title, text, tuple(sentences), tuple(of), ())


def _run(of: Sequence[int], paragraph: int) -> range:
    own = [i for i, number in enumerate(of) if number == paragraph]
    return range(own[0], own[-1] + 1) if own else range(0)


def _question(place: str, line: str, text: Text, within: range) -> Written:
    try:
        kind, question, *rest = line.split("|")
        if not rest and kind in "mno":
            return Written(KINDS[kind], question, text.title, within, (), None)
        evidence = tuple(within[int(n) - 1] for n in rest[0].split(","))
        short = None
        if rest[1]:
            own = [text.text.find(rest[1], text.sentences[i].start, text.sentences[i].end) for i in evidence]
            at = next(place for place in own if place >= 0)
            short = Sentence(at, at + len(rest[1]))
    except (ValueError, IndexError, KeyError, StopIteration) as error:
        raise WrittenError(f"{place}: {line!r} ({error!r})") from error
    return Written(KINDS[kind], question, text.title, within, evidence, short)


def written_examples(written: Sequence[Written], texts: Sequence[Text], seed: int) -> list[Example]:
    """Return each question with a window of what it is asked of, and each answered one with a wrong window as well.

    The second half is what keeps a reader from going by the style of a question: answered ones differ in that from the
    others. So do SQuAD's own questions on the same paragraphs, of which up to three come with them.
    """
    pairs, besides = written_pairs(written, texts, seed)
    return [one for made, wrong in pairs for one in (made, *wrong)] + besides


def written_pairs(
    written: Sequence[Written], texts: Sequence[Text], seed: int, tries: int = 1
) -> tuple[list[tuple[Example, list[Example]]], list[Example]]:
    """Return each question with its window and up to `tries` wrong ones, and SQuAD's own on the same paragraphs."""
    maker = Maker(texts, seed)
    place = {text.title: t for t, text in enumerate(texts)}
    pairs = []
    for one in written:
        t = place[one.article]
        made = window_of(one, texts[t], maker.windows)
        drawn = [_wrong_window(one, t, maker) for _ in range(tries if one.evidence else 0)]
        pairs.append((made, [wrong for wrong in drawn if wrong]))
    besides = []
    for title, paragraph in sorted({(one.article, one.within[0]) for one in written}):
        t = place[title]
        asked = [
            a for a, ask in enumerate(texts[t].asked) if ask.answer and _first(texts[t], ask.paragraph) == paragraph
        ]
        besides += [maker.answerable(t, a) for a in maker.chance.sample(asked, min(3, len(asked)))]
    return pairs, besides


def _first(text: Text, paragraph: int) -> int:
    return text.paragraph_of.index(paragraph)


def window_of(one: Written, text: Text, windows: Windows) -> Example:
    """Return a question with a window of what it is asked of: around its evidence, where it has any."""
    near = one.evidence or (windows.chance.choice(one.within),)
    if _words(text, range(near[0], near[-1] + 1)) > LONGEST:  # far apart: some of it is read
        near = (windows.chance.choice(near),)
    window = _window(one, text, near, windows)
    made = cut(one.kind, one.question, text, window, [one.short] if one.short else [])
    return replace(made, evidence=tuple(window.index(i) for i in one.evidence if i in window))


def _window(one: Written, text: Text, near: Sequence[int], windows: Windows) -> range:
    if windows.chance.random() < WHOLE and _words(text, one.within) <= 1.3 * LONGEST:
        return one.within
    whole_article = len(one.within) == len(text.sentences)
    return windows.around(text, near[0], near[-1], crosses=whole_article or None)


def _wrong_window(one: Written, t: int, maker: Maker) -> Example | None:
    """A window of the article that shares words with the question, without its evidence: of its paragraph, or not.

    What is left of a paragraph may still answer one that is asked loosely, and so may the likeliest others.
    """
    text = maker.texts[t]
    loose = one.kind == LOOSE
    own = [i for i in one.within if i not in one.evidence]
    others = [i for i in range(len(text.sentences)) if i not in one.within]
    pool = others if others and (loose or maker.chance.random() < 0.5 or len(own) < 2) else own
    if not pool:
        return None
    likely = sorted(pool, key=lambda i: -maker.shared(t, one.question, i))
    near = maker.chance.choice(likely[: 12 if loose else 4])
    if pool is own:
        window = [i for i in _window(one, text, (near,), maker.windows) if i not in one.evidence]
    else:
        window = [i for i in maker.windows.around(text, near, near) if i not in one.within]
    made = cut(f"{one.kind}, wrong window", one.question, text, window, [])
    said = text.text[one.short.start : one.short.end] if one.short else ""
    return None if said and holds(made.text, said) else made


def _words(text: Text, sentences: range) -> int:
    return sum(words_of(text, i) for i in sentences)
