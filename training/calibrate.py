"""Fits what weighs the network against other signals, and calibrates the confidence: `python -m training.calibrate`.

None of it is trained on and none reported on: SQuAD 1.1 articles that were held back (one part for the model of
sentences, another for that of answers), our own questions on them, SQuAD 2.0 articles held back of the even half, news
of ours that were held back, and the tuning split of the golden set. `rag/models/reader.json` is what comes out.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from rag.baseline import Logistic, load_baseline
from rag.trained import READ_ANSWER, READ_SENTENCE, answer_values
from training.baseline import SHOWN, as_json, fit
from training.situations import Situation, gather

SHARES = {"squad": 1.0, "adversarial": 1.0, "written": 2.0, "news": 2.0, "golden": 2.0}
"""How much each source counts where answers are fitted; what people ask in their own words counts most."""

STYLED = ("near miss", "attribute not given", "paraphrase")
"""Kinds of our own questions that the model of answers is not fitted on: their words give away whether they are
answered (training/README.md), and what shares words would count against an answer."""

GOLDEN_WEIGHT = 4.0
"""How much a sentence of the golden set counts against one of the others."""

RISK = 0.2
"""The default: of the golden questions that get an answer, at most 1 in 5 gets a wrong one. One in 20 is what we aim
at; with this reader it leaves half of the answerable ones without an answer (training/README.md)."""


LEAST = 20
"""Answers that a point of the risk curve must rest on: none wrong of five says nothing."""


def sentence_rows(found: Sequence[Situation]) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.float64]]:
    """Return sentences to fit on: evidence, and a sample of the others; golden ones count more, being news."""
    values, labels, weight = [], [], []
    chance = np.random.default_rng(7)
    for one in found:
        if not one.evidence.any():
            continue
        wrong = np.flatnonzero(~one.evidence)
        keep = np.concatenate([np.flatnonzero(one.evidence), chance.permutation(wrong)[:12]])
        values.append(one.values[keep])
        labels.append(one.evidence[keep])
        weight.append(np.full(len(keep), GOLDEN_WEIGHT if one.source == "golden" else 1.0))
    return np.vstack(values), np.concatenate(labels), np.concatenate(weight)


def answer_rows(found: Sequence[Situation], sentence: Logistic) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return the signals of each situation as a whole, and whether one of the best sentences answers."""
    weights = load_baseline().weights
    values, labels = [], []
    for one in found:
        odds = sentence.log_odds(one.values)
        values.append(answer_values(one.question, one.measured, one.values, odds, one.candidates, one.seen, weights))
        labels.append(one.answerable and bool(one.evidence[np.argsort(-odds, kind="stable")[:SHOWN]].any()))
    return np.array(values), np.array(labels)


def shares(found: Sequence[Situation], labels: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return weights by which each source counts as SHARES says, right and wrong alike within it."""
    source = np.array([one.source for one in found])
    weight = np.zeros(len(found))
    for name, share in SHARES.items():
        for label in (True, False):
            chosen = (source == name) & (labels == label)
            weight[chosen] = share * len(found) / 2 / max(int(chosen.sum()), 1)
    return weight


def folds(found: Sequence[Situation], k: int = 5) -> NDArray[np.int64]:
    """Return a fold for each situation; those of one article, or of one cluster of questions, stay together."""
    return np.array([int(sha256(one.group.encode()).hexdigest(), 16) % k for one in found])


def main() -> None:
    """Fit, report on folds that were left out, and write the file."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="the folder with squad/")
    parser.add_argument("--golden", type=Path, default=Path("eval/cases/golden.jsonl"))
    parser.add_argument("--models", type=Path, default=Path("rag/models"), help="where reader.onnx is and .json goes")
    parser.add_argument("--each", type=int, default=12, help="questions of an article")
    parser.add_argument("--cache", type=Path, default=Path("runs/calibrate"))
    args = parser.parse_args()
    found = gather(args.data, args.golden, args.models, args.each, args.cache)
    fold = folds(found)
    odds = np.zeros(len(found))
    right = np.zeros(len(found), dtype=bool)
    for left_out in range(fold.max() + 1):
        train = [one for one, f in zip(found, fold, strict=True) if f != left_out]
        test = [one for one, f in zip(found, fold, strict=True) if f == left_out]
        sentence, answer = fit_both(train)
        values, labels = answer_rows(test, sentence)
        odds[fold == left_out], right[fold == left_out] = answer.log_odds(values), labels
    report(found, odds, right)
    sentence, answer = fit_both(found)
    points = curve(found, odds, right)
    if not points or points[-1][1] > RISK:
        sys.exit(f"no threshold holds a risk of {RISK}: nothing is written; train longer or set another RISK")
    threshold = max((t for t, risk, _ in points if risk > RISK), default=-0.01) + 0.01
    report_kinds(found, odds, right, threshold)
    written = {
        "network": sha256((args.models / "reader.onnx").read_bytes()).hexdigest(),
        "risk": RISK,
        "curve": points,
        "sentence": as_json(sentence, READ_SENTENCE),
        "answer": as_json(answer, READ_ANSWER),
    }
    out = args.models / "reader.json"
    out.write_text(json.dumps(written, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"wrote {out}", file=sys.stderr)


def fit_both(found: Sequence[Situation]) -> tuple[Logistic, Logistic]:
    """Fit the model of sentences on some articles, and that of answers on the others."""
    first = [one for one in found if int(sha256(("s" + one.group).encode()).hexdigest(), 16) % 3 == 0 or
             one.source == "golden"]  # fmt: skip
    chosen = {id(one) for one in first}
    second = [one for one in found if id(one) not in chosen or one.source == "golden"]
    second = [one for one in second if not any(style in one.kind for style in STYLED) or one.source == "golden"]
    sentence = fit(*sentence_rows(first), 0.1)
    values, labels = answer_rows(second, sentence)
    return sentence, fit(values, labels, shares(second, labels), 0.03)


def report(found: Sequence[Situation], odds: NDArray[np.float64], right: NDArray[np.bool_]) -> None:
    """Print areas under the ROC curve, each situation judged by models that did not see its article."""
    kinds = np.array([one.kind for one in found])
    source = np.array([one.source for one in found])
    answerable = np.array([one.answerable for one in found])
    for name in SHARES:
        of = source == name
        said = f"{name}: n = {of.sum()}, right if answered {right[of].mean():.3f}"
        said += f", AUROC of being right {roc_auc_score(right[of], odds[of]):.3f}"
        print(f"{said}, of answerable {roc_auc_score(answerable[of], odds[of]):.3f}")
        for kind in sorted(set(kinds[of & ~answerable].tolist())):
            pair = "answerable, paragraph alone" if kind == "nearest wrong passage" else None
            yes = of & (kinds == pair if pair else answerable)
            both = yes | (of & (kinds == kind))
            print(f"  against {kind}: {roc_auc_score(yes[both], odds[both]):.3f} (n = {int(both.sum())})")


def report_kinds(
    found: Sequence[Situation], odds: NDArray[np.float64], right: NDArray[np.bool_], threshold: float
) -> None:
    """Print for each kind of golden question how many are answered at a threshold, and how many of those wrongly."""
    kept = 1 / (1 + np.exp(-odds)) >= threshold
    kinds = np.array([one.kind for one in found])
    for kind in sorted({one.kind for one in found if one.source == "golden"}):
        of = kinds == kind
        print(f"{kind}: n = {of.sum()}, answered {(of & kept).sum()}, of these wrong {(of & kept & ~right).sum()}")


def curve(found: Sequence[Situation], odds: NDArray[np.float64], right: NDArray[np.bool_]) -> list[list[float]]:
    """Return (threshold, share wrong of the answered, share answered) on the golden cases, in steps of .01.

    On them alone, as they come: a risk is a share of the questions that readers ask, and these are the nearest to that.
    """
    news = np.array([one.source == "golden" for one in found])
    confidence = 1 / (1 + np.exp(-odds[news]))
    points = []
    for t in np.arange(0.0, 1.0, 0.01):
        kept = confidence >= t
        answered = int(kept.sum())
        if answered >= LEAST:
            wrong = max(int((~right[news][kept]).sum()), 1)  # none of n is no better than one of n: n is small
            points.append([round(float(t), 2), round(wrong / answered, 4), round(answered / len(kept), 4)])
    return points


if __name__ == "__main__":
    main()
