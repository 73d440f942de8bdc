"""The part of a summary that says what confidence is worth, and what a threshold would keep and lose."""

from __future__ import annotations

from collections.abc import Sequence

from eval import metrics_confidence as confidence
from eval.given import read_given
from eval.markdown import table
from eval.metrics_abstention import Outcome
from eval.metrics_confidence import Kept
from eval.records import Result

CONTENT = ("right", "rouge_l", "rouge_1_recall", "citation_f1_sentences")
"""What is shown for each kept share, where it applies."""


def confidence_section(results: Sequence[Result], outcomes: Sequence[Outcome]) -> str:
    """The whole section; nothing where no answer has a confidence."""
    given = [
        (value, result, outcome)
        for result, outcome in zip(results, outcomes, strict=True)
        if result.answer is not None and (value := read_given(result.answer).confidence) is not None
    ]
    if not given:
        return ""
    values = [value for value, _, _ in given]
    losses = [0.0 if o.answered and o.answerable and o.right else 1.0 for _, _, o in given]
    answered = [(value, float(o.answerable and o.right)) for value, _, o in given if o.answered]
    sure, right = [value for value, _ in answered], [right for _, right in answered]
    could, could_not = ([v for v, _, o in given if o.answerable is kind] for kind in (True, False))
    rows = [
        ("AUROC of answerable", len(given), _number(confidence.auroc(could, could_not))),
        ("AUROC of right, among answers", len(answered), _number(_auroc(sure, right))),
        ("AURC (lower is better)", len(given), _number(confidence.aurc(values, losses))),
        ("AURC of a perfect order", len(given), _number(confidence.oracle_aurc(losses))),
        ("AUGRC (lower is better)", len(given), _number(confidence.augrc(values, losses))),
        ("coverage at risk ≤ 5 %", len(given), _number(confidence.coverage_at_risk(values, losses, 0.05))),
        ("coverage at risk ≤ 10 %", len(given), _number(confidence.coverage_at_risk(values, losses, 0.10))),
        ("ECE, among answers", len(answered), _number(confidence.ece(sure, right))),
        ("Brier, among answers", len(answered), _number(confidence.brier(sure, right))),
    ]
    said = "In AURC and AUGRC a refused case counts as lost: what it would have said is not known."
    kept = [confidence.refused_at_kept(could, could_not, wanted) for wanted in confidence.KEPT_SHARES]
    answerable = [(value, result) for value, result, _ in given if result.case.answerable]
    text = f"## Confidence\n\n{table(('', 'n', 'value'), rows)}\n\n{said}"
    return text + _kept_table([one for one in kept if one is not None], answerable)


def _kept_table(kept: Sequence[Kept], answerable: Sequence[tuple[float, Result]]) -> str:
    """What each threshold keeps and refuses, and what the answerable ones would score: 0 for each that it refuses."""
    if not kept:
        return ""
    metrics = [name for name in CONTENT if any(name in result.scores for _, result in answerable)]
    rows = [
        (
            f"{one.wanted:.1%}",
            f"{one.threshold:.4f}",
            f"{one.kept:.1%}",
            f"{one.refused:.1%}",
            *(_number(_mean_above(one.threshold, name, answerable)) for name in metrics),
        )
        for one in kept
    ]
    head = ("answerables to keep", "threshold", "kept", "unanswerables refused", *(f"{name} then" for name in metrics))
    said = "What this run refused scores 0 at every threshold; `--threshold 0` shows what it would have said."
    return f"\n\n{table(head, rows)}\n\n{said}"


def _mean_above(threshold: float, metric: str, answerable: Sequence[tuple[float, Result]]) -> float | None:
    scores = [
        result.scores[metric] if value >= threshold else 0.0 for value, result in answerable if metric in result.scores
    ]
    return sum(scores) / len(scores) if scores else None


def _auroc(values: Sequence[float], right: Sequence[float]) -> float | None:
    pairs = list(zip(values, right, strict=True))
    return confidence.auroc([v for v, r in pairs if r], [v for v, r in pairs if not r])


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
