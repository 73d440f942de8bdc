"""What can be measured about a sentence as evidence without a trained reader: similarity, words, names, answer types.

Every signal is a number computed from one question and one candidate; `rag.baseline` weighs them with coefficients
that `python -m training.baseline` fits. Nothing here decides anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from rag.kinds import TYPED, lacks, quantity_near
from rag.names import contains_name, same_name
from rag.question import Question
from rag.reader import Candidate
from rag.terms import Token, is_stop_word, tokens

SENTENCE_SIGNALS = (
    "cosine",  # question and sentence
    "cosine_above_mean",  # the same, less the mean over all candidate sentences
    "passage_cosine",
    "coverage",  # share of the question's term weight that the sentence has
    "window_coverage",  # with the sentences on both sides
    "passage_coverage",
    "names",  # share of the question's names in the sentence or its article's title
    "window_names",
    "order",  # share of neighbouring question terms that are neighbours in the sentence too
    *(f"no_{kind}" for kind in TYPED),  # a date, a number ... is asked for and the sentence has none
    "length",  # logarithm of the number of words
    "is_question",  # a sentence that itself asks
    "is_heading",
)
ANSWER_SIGNALS = (
    "best",  # log odds of the best sentence
    "lead",  # by how much it is ahead of the fourth
    "mean_top3",
    "cosine",
    "cosine_above_mean",
    "passage_cosine",
    "coverage",
    "window_coverage",
    "top3_coverage",  # share of the term weight that the best three sentences have together
    "candidates_coverage",  # ... that all candidates have together
    "rarest_missing",  # weight of the weightiest question term absent from the best passage
    "missing_name",  # share of the question's names that no candidate has
    "window_names",
    *(f"no_{kind}" for kind in TYPED),  # the best sentence has none of what is asked for
    "typed_drop",  # how much worse the best sentence that has it is; 6 at most, also where there is none
    "quantity_near",  # how many X: a number stands close to X
    "terms",  # logarithm of the number of content terms
    "yes_no",
)


@dataclass(frozen=True, slots=True)
class Read:
    """A candidate's words, ready to compare: per sentence its tokens, set of stems and capitalised words."""

    tokens: tuple[tuple[Token, ...], ...]
    stems: tuple[frozenset[str], ...]
    capitals: tuple[tuple[str, ...], ...]
    texts: tuple[str, ...]


@lru_cache(maxsize=8192)
def read_sentences(texts: tuple[str, ...]) -> Read:
    """Return the words of a passage's sentences; cached, since the same passages are read again and again."""
    found = tuple(tuple(tokens(text)) for text in texts)
    return Read(
        found,
        tuple(frozenset(t.stem for t in words) for words in found),
        tuple(tuple(t.text for t in words if t.is_capitalised) for words in found),
        texts,
    )


def read(candidate: Candidate) -> Read:
    """Return the words of a candidate's sentences."""
    passage = candidate.hit.passage
    return read_sentences(
        tuple(passage.text[s.start - passage.start : s.end - passage.start] for s in passage.sentences)
    )


@lru_cache(maxsize=1024)
def title_words(title: str) -> tuple[str, ...]:
    """Return a title's words with a capital each: in a headline any word may be a name."""
    return tuple(t.text[0].upper() + t.text[1:] for t in tokens(title))


class Weights:
    """How much a question term counts: its rarity in news-like English, in natural logarithms of inverse frequency."""

    def __init__(self, rarity: Mapping[str, float], unknown: float) -> None:
        self._rarity = rarity
        self._unknown = unknown

    def __call__(self, term: str) -> float:
        """Return the weight of a stem; a stem never seen is as rare as can be."""
        return self._rarity.get(term, self._unknown)


def _share(terms: Sequence[str], present: frozenset[str] | set[str], weights: Weights) -> float:
    total = sum(weights(t) for t in terms)
    return sum(weights(t) for t in terms if t in present) / total if total else 0.0


def _present(question: Question, stems: frozenset[str], capitals: Sequence[str]) -> set[str]:
    """The question's terms that a text has: by stem, or by name ("Tajik" has "Tajikistan")."""
    found = {t for t in question.terms if t in stems}
    for name in question.names:
        for word in name:
            if word.stem not in found and any(same_name(word.text, capital) for capital in capitals):
                found.add(word.stem)
        if contains_name(capitals, name) and len(name) > 1:
            found |= {word.stem for word in name}
    return found


def _named(question: Question, capitals: Sequence[str]) -> float:
    if not question.names:
        return 0.5
    return sum(contains_name(capitals, name) for name in question.names) / len(question.names)


def _order(question: Question, words: Sequence[Token]) -> float:
    pairs = set(zip(question.terms, question.terms[1:], strict=False))
    if not pairs:
        return 0.0
    stems = [t.stem for t in words if not is_stop_word(t.text)]
    return len(pairs & set(zip(stems, stems[1:], strict=False))) / len(pairs)


@dataclass(frozen=True, slots=True)
class Measured:
    """All signals of all candidate sentences: `values` is (sentences, len(SENTENCE_SIGNALS)).

    `where` gives for each row the candidate's position and the sentence's; `found` the question's terms it has.
    """

    values: NDArray[np.float64]
    where: tuple[tuple[int, int], ...]
    found: tuple[frozenset[str], ...]
    window_found: tuple[frozenset[str], ...]


def measure(
    question: Question, vector: NDArray[np.float32], candidates: Sequence[Candidate], weights: Weights
) -> Measured:
    """Return the signals of every distinct sentence of the candidates (overlapping passages share sentences)."""
    rows: list[list[float]] = []
    where: list[tuple[int, int]] = []
    found: list[frozenset[str]] = []
    window_found: list[frozenset[str]] = []
    seen: set[tuple[str, int]] = set()
    for place, candidate in enumerate(candidates):
        words = read(candidate)
        passage = candidate.hit.passage
        similar = candidate.sentence_vectors @ vector
        passage_cosine = candidate.hit.dense if candidate.hit.dense is not None else float(similar.mean())
        here = [frozenset(_present(question, words.stems[i], words.capitals[i])) for i in range(len(words.texts))]
        whole = frozenset().union(*here)
        title = title_words(candidate.title)
        for i, text in enumerate(words.texts):
            key = (passage.article_id, passage.sentences[i].start)
            if key in seen:
                continue
            seen.add(key)
            near = range(max(0, i - 1), min(len(here), i + 2))
            window = frozenset().union(*(here[j] for j in near))
            window_capitals = [c for j in near for c in words.capitals[j]]
            rows.append(
                [
                    float(similar[i]),
                    0.0,
                    passage_cosine,
                    _share(question.terms, here[i], weights),
                    _share(question.terms, window, weights),
                    _share(question.terms, whole, weights),
                    _named(question, [*words.capitals[i], *title]),
                    _named(question, [*window_capitals, *title]),
                    _order(question, words.tokens[i]),
                    *(float(lacks(kind, question, text, words.tokens[i])) for kind in TYPED),
                    float(np.log1p(len(words.tokens[i]))),
                    float(text.rstrip("\"'”’ ").endswith("?")),
                    float(is_heading(text)),
                ]
            )
            where.append((place, i))
            found.append(here[i])
            window_found.append(window)
    values = np.array(rows, dtype=np.float64).reshape(len(rows), len(SENTENCE_SIGNALS))
    if len(rows):
        values[:, 1] = values[:, 0] - values[:, 0].mean()
    return Measured(values, tuple(where), tuple(found), tuple(window_found))


def is_heading(text: str) -> bool:
    """Whether a sentence is no sentence: a short line without a full stop."""
    return len(text) < 90 and not text.rstrip("\"'”’) ").endswith((".", "!", "?", ":", "…", ";"))


def answer_signals(
    question: Question,
    measured: Measured,
    odds: NDArray[np.float64],
    candidates: Sequence[Candidate],
    weights: Weights,
) -> NDArray[np.float64]:
    """Return the signals (len(ANSWER_SIGNALS),) of whether the best sentences answer; `odds` are per sentence."""
    order = np.argsort(-odds, kind="stable")
    top = order[:3]
    best = measured.values[order[0]]
    name = dict(zip(SENTENCE_SIGNALS, best, strict=True))
    place, index = measured.where[order[0]]
    words = read(candidates[place])
    whole = {t for i in range(len(words.texts)) for t in _present(question, words.stems[i], words.capitals[i])}
    anywhere = {t for one in measured.found for t in one}
    capitals = [c for candidate in candidates for one in read(candidate).capitals for c in one]
    capitals += [word for candidate in candidates for word in title_words(candidate.title)]
    missing_names = [
        n for n in question.names if not (contains_name(capitals, n) or all(token.stem in anywhere for token in n))
    ]
    missing = [weights(t) for t in question.terms if t not in whole]
    return np.array(
        [
            odds[order[0]],
            odds[order[0]] - odds[order[min(3, len(order) - 1)]],
            float(odds[top].mean()),
            name["cosine"],
            name["cosine_above_mean"],
            name["passage_cosine"],
            name["coverage"],
            name["window_coverage"],
            _share(question.terms, frozenset().union(*(measured.found[i] for i in top)), weights),
            _share(question.terms, anywhere, weights),
            max(missing, default=0.0),
            len(missing_names) / len(question.names) if question.names else 0.0,
            name["window_names"],
            *(name[f"no_{kind}"] for kind in TYPED),
            _typed_drop(measured, odds),
            quantity_near(question, words.tokens[index], words.texts[index]),
            float(np.log1p(len(question.terms))),
            float(question.wanted == "yes_no"),
        ]
    )


def _typed_drop(measured: Measured, odds: NDArray[np.float64]) -> float:
    """How far, in log odds, the best sentence with the kind of thing asked for is behind the best; at most 6."""
    columns = [SENTENCE_SIGNALS.index(f"no_{kind}") for kind in TYPED]
    has = measured.values[:, columns].max(axis=1) == 0.0
    return min(float(odds.max() - odds[has].max()), 6.0) if has.any() else 6.0
