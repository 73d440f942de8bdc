"""Questions with what there is to read for them, measured once: what the calibration is fitted on.

None of it is trained on and none is reported on: SQuAD 1.1 articles that were held back, with SQuAD's questions and
with our own, SQuAD 2.0 articles held back of the even half, and news: articles of ours, and the tuning split of the
golden set.
"""

from __future__ import annotations

import pickle
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field, replace
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.cases import read_cases
from eval.in_process import build
from index.encoder import Encoder, load_encoder
from index.store import Index
from rag.answer import Answerer
from rag.baseline import load_baseline
from rag.citations import Ask, Turn
from rag.config import Config
from rag.errors import ConfigError
from rag.question import Question, understand
from rag.reader import Candidate, Reading
from rag.signals import Measured, Weights, measure
from rag.trained import MOST_WINDOWS, Seen, load_network, see, sentence_values
from training.baseline import Asked, Read, holds_answer, nearest, read_article, situations, touches
from training.edits import KIND as EDITED
from training.edits import news_edits, squad_edits
from training.squad import HELD_ADVERSARIAL, Text, held_titles, paragraphs, read_squad
from training.window import paragraph_at
from training.written import LOOSE_NEWS, Written, read_news, read_written

TAKEN_OUT = "evidence taken out"


@dataclass(slots=True)
class Situation:
    """A question and what there was to read, measured once: signals, and which sentences are evidence."""

    kind: str
    source: str
    group: str
    question: Question
    candidates: list[Candidate]
    vector: NDArray[np.float32]
    evidence: NDArray[np.bool_]
    answerable: bool
    measured: Measured
    values: NDArray[np.float64] = field(default_factory=lambda: np.zeros((0, 0)))
    seen: Seen = field(default_factory=lambda: Seen((), {}, {}))


class Recorder:
    """A reader that remembers what it was given to read."""

    name = "recorder"
    threshold = 0.5

    def __init__(self) -> None:
        self.given: tuple[Question, NDArray[np.float32], list[Candidate]] | None = None

    def threshold_at(self, risk: float) -> float:
        """Raise ConfigError: it answers nothing."""
        raise ConfigError("risk", risk, "left out: this reader answers nothing")

    def read(self, question: Question, vector: NDArray[np.float32], candidates: Sequence[Candidate]) -> Reading:
        """Remember the first reading of a question (a refusal looks elsewhere), and answer nothing."""
        self.given = self.given or (question, vector, list(candidates))
        return Reading(0.0, ())


def from_squad(data: Path, encoder: Encoder, each: int) -> Iterator[Situation]:
    """Yield the situations of the articles that were held back."""
    train = paragraphs(data / "squad" / "train-v1.1.jsonl.gz")
    dev = paragraphs(data / "squad" / "dev-v2.0.jsonl.gz")
    weights = load_baseline().weights
    named = [("squad", title, train[title]) for title in held_titles(train)]
    named += [("adversarial", title, dev[title]) for title in HELD_ADVERSARIAL]
    for source in ("squad", "adversarial"):
        chosen = [(title, rows) for name, title, rows in named if name == source]
        amount = each if source == "squad" else 5 * each
        articles = [read_article(rows[:40], encoder, amount) for _, rows in chosen]
        titles = {id(a.asked): title for a, (title, _) in zip(articles, chosen, strict=True)}
        where = {id(ask): titles[id(a.asked)] for a in articles for ask in a.asked}
        alone = [
            ("adversarial, paragraph alone", ask, own_paragraph(article, ask, weights))
            for article in articles
            for ask in article.asked
            if not ask.answers
        ]
        for kind, ask, candidates in [*situations(articles, weights), *alone]:
            measured = measure(ask.question, ask.vector, candidates, weights)
            if measured.where:
                right = np.array([holds_answer(ask, candidates, place) for place in measured.where])
                answerable = kind.startswith("answerable")
                yield Situation(
                    kind, source, where[id(ask)], ask.question, candidates, ask.vector, right, answerable, measured
                )


def from_written(data: Path, encoder: Encoder) -> Iterator[Situation]:
    """Yield our own questions on what was held back: a paragraph of SQuAD, or a news article."""
    squad = read_squad(data / "squad" / "train-v1.1.jsonl.gz")
    texts = {squad[title].title: squad[title] for title in held_titles(squad)}
    news, asked_of_news = read_news(held=True)
    on_squad, on_news = read_written(texts), asked_of_news + read_written(news, LOOSE_NEWS, whole=True)
    for edit, text, ask in squad_edits(list(texts.values())):
        within = paragraph_at(text, text.paragraph_of.index(ask.paragraph))
        on_squad.append(Written(EDITED, edit.question, text.title, within, (), None))
    for edit, _, one in news_edits(held=True):
        on_news.append(replace(one, kind=EDITED, question=edit.question, evidence=(), short=None))
    yield from _written("written", texts, on_squad, encoder)
    yield from _written("news", news, on_news, encoder)


def _written(
    source: str, texts: Mapping[str, Text], written: Sequence[Written], encoder: Encoder
) -> Iterator[Situation]:
    """Each question as it is, and each answered one where its evidence is taken out: style must not tell them apart."""
    asked: dict[tuple[str, range], list[Written]] = defaultdict(list)
    for one in written:
        asked[one.article, one.within].append(one)
    for (title, within), questions in asked.items():
        yield from _asked_of(source, texts[title], within, questions, encoder)
        for one in questions:
            left = [i for i in within if i not in one.evidence]
            if one.evidence and left:
                bare = replace(one, kind=f"{one.kind}, {TAKEN_OUT}", evidence=())
                yield from _asked_of(source, texts[title], left, [bare], encoder)


def _asked_of(
    source: str, text: Text, within: Sequence[int], questions: Sequence[Written], encoder: Encoder
) -> Iterator[Situation]:
    """Questions with some of an article's sentences to read, as the article has them but for what is left out."""
    weights = load_baseline().weights
    context, start = "", {}
    for i in within:
        start[i] = len(context) + bool(context)
        context += (" " if context else "") + text.text[text.sentences[i].start : text.sentences[i].end]
    kinds = {understand(one.question).standalone: one.kind for one in questions}
    rows = []
    for one in questions:
        said = [{"start": start[i], "text": text.text[slice(*astuple(text.sentences[i]))]} for i in one.evidence]
        rows.append({"question": one.question, "answers": said, "is_impossible": not said})
    read = read_article([{"title": text.title, "context": context, "questions": rows}], encoder, len(rows))
    for ask in read.asked:
        candidates = nearest(read, ask, weights)
        measured = measure(ask.question, ask.vector, candidates, weights)
        right = np.array([holds_answer(ask, candidates, place) for place in measured.where])
        kind = f"{source} {kinds[ask.question.standalone]}"
        answerable = bool(ask.answers)
        yield Situation(kind, source, text.title, ask.question, candidates, ask.vector, right, answerable, measured)


def own_paragraph(article: Read, ask: Asked, weights: Weights) -> list[Candidate]:
    """Return the passages of the paragraph that a question is about, best first."""
    return [c for c in nearest(article, ask, weights, limit=999) if touches(c.hit.passage, ask.paragraph)]


def from_golden(path: Path, encoder: Encoder) -> Iterator[Situation]:
    """Yield the golden cases of the tuning split, as the whole pipeline meets them."""
    cases = read_cases(path, [path.parent / "articles", Path("index/sample/amnesty.md")])
    weights = load_baseline().weights
    with tempfile.TemporaryDirectory() as folder:
        made = build(cases, Path(folder), encoder=encoder)
        recorder = Recorder()
        answerer = Answerer(Index.open(made, encoder), recorder, Config(index=made))
        for case in cases.cases:
            if case.slices.get("split") != "tune":
                continue
            recorder.given = None
            turns = tuple(Turn("user" if role == "user" else "assistant", said) for role, said in case.history)
            answerer.answer(Ask(case.question, turns, case.article_ids))
            if recorder.given is None:
                continue
            question, vector, candidates = recorder.given
            measured = measure(question, vector, candidates, weights)
            if not measured.where:
                continue
            gold = [span for group in case.evidence for span in group]
            right = np.zeros(len(measured.where), dtype=bool)
            for row, (place, i) in enumerate(measured.where):
                passage = candidates[place].hit.passage
                s = passage.sentences[i]
                right[row] = any(
                    span.article_id == passage.article_id and span.start < s.end and s.start < span.end for span in gold
                )
            yield Situation(
                f"golden {case.slices['kind']}", "golden", case.cluster or case.id, question, candidates, vector,
                right, case.answerable, measured,
            )  # fmt: skip
        answerer.index.close()


def gather(data: Path, golden: Path, models: Path, each: int, cache_folder: Path) -> list[Situation]:
    """Measure every situation, or take the measurements of the same network from the cache."""
    digest = sha256((models / "reader.onnx").read_bytes()).hexdigest()[:12]
    cache = cache_folder / f"situations-{digest}-{MOST_WINDOWS}-{each}.pickle"
    if cache.exists():
        return pickle.loads(cache.read_bytes())  # written by this program
    encoder, network = load_encoder(), load_network(models)
    found = []
    for number, one in enumerate(
        [*from_golden(golden, encoder), *from_squad(data, encoder, each), *from_written(data, encoder)]
    ):
        seen = see(one.question, one.measured, one.candidates, network)
        one.values = sentence_values(one.measured, one.candidates, seen)
        one.seen = seen
        found.append(one)
        if number % 100 == 0:
            print(f"\rread {number} situations", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    cache_folder.mkdir(parents=True, exist_ok=True)
    cache.write_bytes(pickle.dumps(found))
    return found
