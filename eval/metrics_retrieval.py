"""What was found before anything was read: ranks of articles by ir_measures, evidence by characters by ourselves.

Ranks are given to ir_measures as `-rank`: it would break ties between equal scores by id, differently in each measure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from eval.errors import RunError
from eval.records import Span
from eval.spans import Cover, Piece, groups_shown

AT = (1, 5, 10, 20)


def evidence_scores(
    pool: Sequence[Piece], evidence: Sequence[Sequence[Span]], texts: Mapping[str, str]
) -> dict[str, float]:
    """For each depth: is one group of the evidence among the passages, are all, and what share of its characters."""
    scores = {}
    for k in AT:
        cover = Cover.of(pool[:k])
        found = groups_shown(cover, evidence, texts)
        scores[f"success@{k}"] = float(any(found))
        scores[f"all_groups@{k}"] = float(bool(found) and all(found))
        scores[f"evidence_recall@{k}"] = evidence_recall(cover, evidence)
    return scores


def evidence_recall(cover: Cover, evidence: Sequence[Sequence[Span]]) -> float:
    """The share of each group's best alternative that is covered, averaged over groups; 0 where there is none."""
    return sum(max(map(cover.share, group)) for group in evidence) / len(evidence) if evidence else 0.0


def article_ranking(pool: Sequence[Piece]) -> list[str]:
    """The articles of passages, best first, each where its best passage stands."""
    return list(dict.fromkeys(article_id for article_id, _, _ in pool))


def article_scores(
    rankings: Mapping[str, Sequence[str]], relevant: Mapping[str, frozenset[str]]
) -> dict[str, dict[str, float]]:
    """nDCG@10, RR@10, AP@10 and R@10 of each question's articles; a question without relevant articles is left out.

    AP@10 is trec_eval's: divided by the number of relevant articles, also where there are more than ten.
    """
    try:
        import ir_measures
    except ImportError as error:
        raise RunError("rankings are scored with ir_measures; install it: pip install 'footnote[eval]'") from error
    judged = {question: ids for question, ids in relevant.items() if ids}
    if not judged:
        return {}
    measures = [ir_measures.nDCG @ 10, ir_measures.RR @ 10, ir_measures.AP @ 10, ir_measures.R @ 10]
    names = {
        str(measure): name for measure, name in zip(measures, ("ndcg@10", "rr@10", "ap@10", "recall@10"), strict=True)
    }
    gold = [ir_measures.Qrel(question, article, 1) for question, ids in judged.items() for article in sorted(ids)]
    run = [
        ir_measures.ScoredDoc(question, article, -float(rank))
        for question in judged
        for rank, article in enumerate(rankings.get(question, ()), start=1)
    ]
    scores: dict[str, dict[str, float]] = {question: dict.fromkeys(names.values(), 0.0) for question in judged}
    for found in ir_measures.iter_calc(measures, gold, run):
        scores[found.query_id][names[str(found.measure)]] = float(found.value)
    return scores
