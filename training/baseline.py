"""Fits the baseline reader's coefficients on SQuAD: `python -m training.baseline --data FOLDER`.

Two logistic models. The first tells evidence sentences from others, on one set of articles; the second, on another
set, whether the best sentences answer at all. Its negatives are made: the same question where its paragraph is taken
out of the article, where only the nearest wrong passage is left, against the nearest other article, and the
adversarial questions of half of SQuAD 2.0's development articles (those whose sha256(title) begins with an even byte;
the other half is kept for reporting). Nothing else is read, nothing that is reported on is fitted.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from index.article import Hit, Passage
from index.encoder import Encoder, load_encoder
from index.passages import cut_passages
from index.sentences import split_sentences
from rag.baseline import Logistic
from rag.question import Question, understand
from rag.reader import Candidate
from rag.signals import ANSWER_SIGNALS, SENTENCE_SIGNALS, Weights, answer_signals, measure
from rag.terms import content_stems
from training.squad import SEED, is_even, paragraphs

READ = 20  # passages read per question, as `rag.config.Config.read`
SHOWN = 3  # sentences of which one must hold the answer
RARE = 5  # paragraphs a stem must stand in for its rarity to be kept; rarer ones are all alike


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on an article: where its answers stand (none: it has no answer), and the paragraph it is about."""

    question: Question
    vector: NDArray[np.float32]
    answers: tuple[tuple[int, int], ...]
    paragraph: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Read:
    """An article cut and encoded, with the questions on it."""

    title: str
    passages: tuple[Passage, ...]
    vectors: NDArray[np.float32]
    sentence_vectors: tuple[NDArray[np.float32], ...]
    asked: tuple[Asked, ...]


def read_article(rows: Sequence[dict], encoder: Encoder, each: int) -> Read:  # type: ignore[type-arg]
    """Join paragraphs to one article, cut and encode it, and keep `each` answerable and unanswerable questions."""
    text, asked = "", []
    for row in rows:
        start = len(text) + bool(text)
        text += ("\n" if text else "") + row["context"].replace("\n", " ")
        for question in row["questions"]:
            found = [] if question.get("is_impossible") else question["answers"]
            spans = tuple((start + a["start"], start + a["start"] + len(a["text"])) for a in found)
            asked.append((question["question"].strip(), spans, (start, len(text))))
    random.Random(SEED).shuffle(asked)
    asked = [a for a in asked if a[1]][:each] + [a for a in asked if not a[1]][:each]
    sentences = split_sentences(text)
    vectors = encoder.encode_passages([text[s.start : s.end] for s in sentences])
    row_of = {s: i for i, s in enumerate(sentences)}
    cut = cut_passages(text, sentences, encoder.count_tokens)
    passages = tuple(
        Passage(key, "article", 1, run[0].start, run[-1].end, text[run[0].start : run[-1].end], tuple(run))
        for key, run in enumerate(cut)
    )
    questions = encoder.encode_questions([a[0] for a in asked])
    return Read(
        rows[0]["title"].replace("_", " "),
        passages,
        encoder.encode_passages([p.text for p in passages]),
        tuple(vectors[[row_of[s] for s in p.sentences]] for p in passages),
        tuple(Asked(understand(a[0]), v, a[1], a[2]) for a, v in zip(asked, questions, strict=True)),
    )


def nearest(
    article: Read, ask: Asked, weights: Weights, *, limit: int = READ, without: bool = False
) -> list[Candidate]:
    """Return the article's passages nearest to a question, best first; `without` its own paragraph's if so."""
    cosines = article.vectors @ ask.vector
    total = sum(map(weights, ask.question.terms)) or 1.0
    stems = [set(content_stems(p.text)) for p in article.passages]
    covered = [sum(weights(t) for t in ask.question.terms if t in has) / total for has in stems]
    order = np.argsort(-(cosines + 0.5 * np.array(covered)), kind="stable")
    found = [i for i in order if not (without and touches(article.passages[i], ask.paragraph))]
    return [candidate(article, int(i), float(cosines[i])) for i in found[:limit]]


def candidate(article: Read, i: int, cosine: float) -> Candidate:
    """Return an article's passage as a reader is given it."""
    return Candidate(Hit(article.passages[i], cosine, cosine, None), article.sentence_vectors[i], article.title)


def touches(passage: Passage, paragraph: tuple[int, int]) -> bool:
    """Whether a passage has any of a paragraph."""
    return passage.start < paragraph[1] and paragraph[0] < passage.end


def situations(articles: Sequence[Read], weights: Weights) -> Iterator[tuple[str, Asked, list[Candidate]]]:
    """Yield each question with what there is to read, and which kind of situation that is."""
    centres = np.array([a.vectors.mean(axis=0) for a in articles])
    for number, article in enumerate(articles):
        others = np.argsort(-(centres @ centres[number]))[1:4]
        for turn, ask in enumerate(article.asked):
            whole = nearest(article, ask, weights)
            if not ask.answers:
                yield "adversarial", ask, whole
                continue
            yield "answerable", ask, whole
            own = [c for c in nearest(article, ask, weights, limit=999) if touches(c.hit.passage, ask.paragraph)]
            yield "answerable, paragraph alone", ask, own
            yield "paragraph taken out", ask, nearest(article, ask, weights, without=True)
            yield "nearest wrong passage", ask, nearest(article, ask, weights, limit=1, without=True)
            other = articles[others[turn % len(others)]]
            yield "other article", ask, nearest(other, ask, weights, limit=1 + turn % READ)


def holds_answer(ask: Asked, candidates: Sequence[Candidate], where: tuple[int, int]) -> bool:
    """Whether a candidate's sentence holds one of the answers."""
    sentence = candidates[where[0]].hit.passage.sentences[where[1]]
    return any(sentence.start <= start and end <= sentence.end for start, end in ask.answers)


def fit(
    values: NDArray[np.float64], labels: NDArray[np.bool_], weight: NDArray[np.float64] | None = None, c: float = 1.0
) -> Logistic:
    """Fit a logistic model to standardised signals; `weight` is each row's, a smaller `c` holds coefficients down."""
    mean, scale = values.mean(axis=0), values.std(axis=0)
    scale[scale < 1e-4] = 1.0  # a signal that never differs; written with five decimals its scale would be 0
    model = LogisticRegression(max_iter=3000, C=c).fit((values - mean) / scale, labels, sample_weight=weight)
    return Logistic(mean, scale, model.coef_[0], float(model.intercept_[0]))


def balanced(labels: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return weights by which both classes count alike."""
    share = labels.mean()
    return np.where(labels, 0.5 / share, 0.5 / (1.0 - share))


def fit_sentences(articles: Sequence[Read], weights: Weights) -> Logistic:
    """Fit the evidence model: answer sentences against a sample of the others."""
    values, labels = [], []
    chosen = random.Random(SEED)
    for article in articles:
        for ask in article.asked:
            candidates = nearest(article, ask, weights)
            measured = measure(ask.question, ask.vector, candidates, weights)
            right = np.array([holds_answer(ask, candidates, where) for where in measured.where])
            wrong = np.flatnonzero(~right).tolist()
            keep = [*np.flatnonzero(right).tolist(), *chosen.sample(wrong, min(12, len(wrong)))]
            values.append(measured.values[keep])
            labels.append(right[keep])
    return fit(np.vstack(values), np.concatenate(labels))


def measure_answers(
    articles: Sequence[Read], sentence: Logistic, weights: Weights
) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.str_]]:
    """Return the answer signals of every situation, whether one of the best sentences answers, and the kind."""
    values, labels, kinds = [], [], []
    for kind, ask, candidates in situations(articles, weights):
        measured = measure(ask.question, ask.vector, candidates, weights)
        if not measured.where:
            continue
        odds = sentence.log_odds(measured.values)
        values.append(answer_signals(ask.question, measured, odds, candidates, weights))
        best = np.argsort(-odds, kind="stable")[:SHOWN]
        labels.append(
            kind.startswith("answerable") and any(holds_answer(ask, candidates, measured.where[i]) for i in best)
        )
        kinds.append(kind)
    return np.array(values), np.array(labels), np.array(kinds)


def report(name: str, model: Logistic, data: tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.str_]]) -> None:
    """Print how well answerable questions are told from each kind of unanswerable ones (area under the ROC curve)."""
    values, _, kinds = data
    odds = model.log_odds(values)
    for kind in sorted(set(kinds.tolist())):
        pair = "answerable, paragraph alone" if kind == "nearest wrong passage" else "answerable"
        both = np.isin(kinds, [pair, kind])
        if not kind.startswith("answerable"):
            area = roc_auc_score(kinds[both] == pair, odds[both])
            print(f"{name}: {pair} against {kind}: AUROC {area:.3f} (n = {int(both.sum())})", file=sys.stderr)


def as_json(model: Logistic, signals: Sequence[str]) -> dict[str, object]:
    """Return a model as it is written to the file; five decimals change no decision."""
    return {
        "signals": list(signals),
        "mean": [round(float(x), 5) for x in model.mean],
        "scale": [round(float(x), 5) for x in model.scale],
        "coefficients": [round(float(x), 5) for x in model.coefficients],
        "intercept": round(model.intercept, 5),
    }


def main() -> None:
    """Fit both models and write them."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="the folder with squad/train-v1.1 and squad/dev-v2.0")
    parser.add_argument("--out", type=Path, default=Path("rag/models/baseline.json"))
    args = parser.parse_args()
    train = paragraphs(args.data / "squad" / "train-v1.1.jsonl.gz")
    dev = paragraphs(args.data / "squad" / "dev-v2.0.jsonl.gz")
    count: Counter[str] = Counter()
    for rows in train.values():
        for row in rows:
            count.update(content_stems(row["context"]))
    n = sum(map(len, train.values()))
    rarity = {stem: round(math.log((n + 1) / (k + 0.5)), 2) for stem, k in sorted(count.items()) if k >= RARE}
    unknown = round(math.log((n + 1) / (RARE / 2 + 1)), 2)
    weights = Weights(rarity, unknown)
    titles = [title for title, rows in train.items() if len(rows) >= 15]
    random.Random(SEED).shuffle(titles)
    encoder = load_encoder()

    def read(names: Sequence[str], source: dict[str, list[dict]], each: int) -> list[Read]:  # type: ignore[type-arg]
        articles = []
        for number, title in enumerate(names, start=1):
            articles.append(read_article(source[title][:40], encoder, each))
            print(f"\rencoded {number} of {len(names)} articles", end="", file=sys.stderr)
        print(file=sys.stderr)
        return articles

    even = [title for title in dev if is_even(title)]
    odd = [title for title in dev if title not in even]
    sentence = fit_sentences(read(titles[:60], train, 40), weights)
    fitted = [measure_answers(read(names, source, each), sentence, weights)
              for names, source, each in ((titles[60:110], train, 40), (even, dev, 60))]  # fmt: skip
    # Balanced: confidence is the chance of a right answer where as many questions can be answered as cannot.
    labels = np.concatenate([d[1] for d in fitted])
    answer = fit(np.vstack([d[0] for d in fitted]), labels, balanced(labels))
    for name, data in zip(("SQuAD 1.1 train, fitted", "SQuAD 2.0 dev even half, fitted"), fitted, strict=True):
        report(name, answer, data)
    report("SQuAD 2.0 dev odd half, held out", answer, measure_answers(read(odd, dev, 50), sentence, weights))
    written = {
        "sentence": as_json(sentence, SENTENCE_SIGNALS),
        "answer": as_json(answer, ANSWER_SIGNALS),
        "rarity_unknown": unknown,
        "rarity": rarity,
    }
    args.out.write_text(json.dumps(written, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"wrote {args.out}", file=sys.stderr)


if __name__ == "__main__":
    main()
