"""The trained network, run by onnxruntime: what it says of one question and one window."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.article import Sentence
from rag.packing import Packed, pack, pieces, plain, specials

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

LONGEST_SPAN = 30
"""Word pieces of a short answer at most, as SQuAD's readers have it."""

THREADS = 4
"""Windows read at once, one on a core; as many as are read for one question."""

UNREAD = -10.0
"""The log odds of a sentence that was cut off at the end of its window."""


@dataclass(frozen=True, slots=True)
class WindowRead:
    """What the network says of a window, all in log odds or differences of logits.

    `answers`: that it answers the question. `margin`: by how much the best span is better than none. `span` is where
    that stands in the window's text. `sentences`: that each is evidence, (sentences,).
    """

    answers: float
    margin: float
    span: Sentence
    sentences: NDArray[np.float64]


@dataclass(frozen=True)
class Network:
    """The network in `path`, with the tokenizer in `vocabulary`. Safe to share between threads."""

    path: Path
    vocabulary: Path

    def read(self, question: str, titles: Sequence[str], texts: Sequence[str], local: Sequence[Sequence[Sentence]]
             ) -> list[WindowRead]:  # fmt: skip
        """Read each window with its title for one question; `local` gives the sentences' offsets in its text."""
        tokenizer = self.tokenizer
        special = specials(tokenizer)
        cut = pieces(tokenizer, [question, *titles, *texts])
        asked, named, windows = cut[0], cut[1 : 1 + len(titles)], cut[1 + len(titles) :]
        packed = [pack(asked, title, window, special) for title, window in zip(named, windows, strict=True)]
        return list(self._pool.map(self._one, packed, local))

    def count(self, texts: Sequence[str]) -> list[int]:
        """Return the number of word pieces of each text."""
        return [len(one.ids) for one in pieces(self.tokenizer, texts)]

    def _one(self, packed: Packed, sentences: Sequence[Sentence]) -> WindowRead:
        # One window a run: int8 scales depend on the whole batch, and a window's reading must not depend on others.
        # Two cores read two windows side by side sooner than each of them together.
        logits, answers = self.run(packed)
        if not packed.offsets:
            return WindowRead(float(answers), UNREAD, Sentence(0, 0), np.full(len(sentences), UNREAD))
        start, end, score = best_span(logits, packed)
        span = Sentence(packed.offsets[start][0], packed.offsets[end][1])
        evidence = sentence_log_odds(logits[packed.first : packed.first + len(packed.offsets), 2], packed, sentences)
        return WindowRead(float(answers), score - float(logits[0, 0] + logits[0, 1]), span, evidence)

    def run(self, packed: Packed) -> tuple[NDArray[np.float32], np.float32]:
        """Return the logits (pieces, 3) of start, end and evidence, and the logit that the window answers."""
        ids = np.array([packed.ids], dtype=np.int64)
        given = {
            "input_ids": ids,
            "token_type_ids": np.array([packed.types], dtype=np.int64),
            "attention_mask": np.ones_like(ids),
        }
        logits, answers = self._session.run(None, given)
        return logits[0], answers[0]

    @cached_property
    def tokenizer(self) -> Tokenizer:
        """The network's tokenizer, neither padding nor truncating."""
        from tokenizers import Tokenizer

        return plain(Tokenizer.from_file(str(self.vocabulary)))

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        self._session.get_inputs()  # loaded once, here: the threads would each load it
        cores = len(os.sched_getaffinity(0))
        return ThreadPoolExecutor(min(cores, THREADS), thread_name_prefix="reader")

    @cached_property
    def _session(self) -> InferenceSession:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(self.path, options, providers=["CPUExecutionProvider"])


def best_span(logits: NDArray[np.float32], packed: Packed) -> tuple[int, int, float]:
    """Return the likeliest span, as positions of its first and last piece in the window, and its score."""
    n = len(packed.offsets)
    starts = logits[packed.first : packed.first + n, 0]
    ends = logits[packed.first : packed.first + n, 1]
    scores = starts[:, None] + ends[None, :]
    place = np.arange(n)
    length = place[None, :] - place[:, None]
    scores = np.where((length >= 0) & (length < LONGEST_SPAN), scores, -np.inf)
    start, end = divmod(int(np.argmax(scores)), n)
    return start, end, float(scores[start, end])


def sentence_log_odds(
    evidence: NDArray[np.float32], packed: Packed, sentences: Sequence[Sentence]
) -> NDArray[np.float64]:
    """Return the mean log odds over the pieces of each sentence; `evidence` is (pieces of the window,)."""
    starts = np.array([o[0] for o in packed.offsets])
    ends = np.array([o[1] for o in packed.offsets])
    found = np.full(len(sentences), UNREAD)
    for i, s in enumerate(sentences):
        inside = (starts >= s.start) & (ends <= s.end)
        if inside.any():
            found[i] = float(evidence[inside].astype(np.float64).mean())
    return found
