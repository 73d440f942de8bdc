"""The ladder: the first step at which a wrong answer went wrong, so that a person knows what to fix.

| blame | what to look at |
|---|---|
| `error` | the target failed: its logs |
| `answered_unanswerable` | the threshold, the rules of refusal |
| `not_indexed` | ingestion: the evidence is in no passage of the index |
| `not_in_top_100` | retrieval: neither search finds it |
| `not_in_top_k` | fusion and ranking: it was found, but not read |
| `not_read_as_evidence` | the reader: it saw the sentence and rated ten others above it |
| `refused` | the threshold, the rules of refusal: the evidence was found, and not trusted |
| `not_in_answer` | composition: the evidence was read, and not said |
| `not_cited` | citations: it is said, and not shown |
| `wrong_answer` | enough evidence is cited, and yet no gold answer is in the text: the label, or composition |

The five in the middle need a target that can be looked into (in-process); without one the ladder has fewer rungs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.given import Given
from eval.metrics_short import contains
from eval.records import Case
from eval.spans import Cover, Piece, enough, groups_shown


@dataclass(frozen=True, slots=True)
class Trace:
    """What was seen inside: passages found, best first (the first `read` of them were read), and sentences rated.

    `evidence` are the ten sentences that the reader rated highest, `nearest` the three nearest to the question by
    cosine, `missing` the articles of the case's evidence that the index does not have as the labels describe them.
    """

    pool: tuple[Piece, ...]
    read: int
    evidence: tuple[Piece, ...]
    nearest: tuple[Piece, ...]
    missing: tuple[str, ...] = ()


def blame(case: Case, given: Given | None, trace: Trace | None, texts: Mapping[str, str]) -> str:
    """Why this case, which is not right, is not right."""
    if given is None:
        return "error"
    if not case.answerable:
        return "answered_unanswerable"
    if case.evidence and trace is not None and (step := _inside(case, trace, texts)):
        return step
    if not given.answered:
        return "refused"
    said = contains(given.text, case.answers) if case.answers else float(_quotes(case, given))
    if enough(groups_shown(given.cover, case.evidence, texts), case.needed):
        return "wrong_answer"
    return "not_cited" if said else "not_in_answer"


def _inside(case: Case, trace: Trace, texts: Mapping[str, str]) -> str | None:
    indexed = [any(span.article_id not in trace.missing for span in group) for group in case.evidence]
    if not enough(indexed, case.needed):
        return "not_indexed"
    for pieces, step in (
        (trace.pool, "not_in_top_100"),
        (trace.pool[: trace.read], "not_in_top_k"),
        (trace.evidence, "not_read_as_evidence"),
    ):
        if not _all_in(pieces, case, texts):
            return step
    return None


def _all_in(pieces: Sequence[Piece], case: Case, texts: Mapping[str, str]) -> bool:
    return enough(groups_shown(Cover.of(pieces), case.evidence, texts), case.needed)


def _quotes(case: Case, given: Given) -> bool:
    """Whether the answer's text has the words of enough evidence."""
    return enough([any(span.exact in given.text for span in group) for group in case.evidence], case.needed)
