"""The summary: failures first, and every number with its count and its baselines."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from eval.baselines import baselines
from eval.blame import Trace
from eval.cases import CaseSet
from eval.journal import Reply
from eval.markdown import table
from eval.records import Case, Failure
from eval.run import Options, run
from eval.runs import SUMMARY
from eval.scored import score_all
from eval.variants import jaccard
from tests.eval_cases import DENMARK, REFUSED, RIGHT, SENTENCES, SET, TOLL, Scripted, answered

TYPO = replace(TOLL, id="typo", question="Wat do lories pay?", slices={"wording": "typo", "variant_of": "toll"})


def summary(folder: Path, script: dict[str, object], cases: CaseSet = SET) -> str:
    run(cases, Scripted(script), Options(folder))
    return (folder / SUMMARY).read_text(encoding="utf-8")


def test_errors_come_before_every_figure(tmp_path: Path) -> None:
    said = summary(tmp_path, {**RIGHT, "toll": Failure("timeout", "no answer")})
    assert said.index("**Errors: 1 of 3** (timeout 1); each scores 0") < said.index("## Metrics")


def test_baselines_stand_beside_every_metric(tmp_path: Path) -> None:
    said = summary(tmp_path, RIGHT)
    assert "| metric | n | mean | 95 % | always abstain | whole passage |" in said
    assert "| right | 3 | 1.000 | 0.439–1.000 | 0.333 | 0.667 |" in said


def test_the_table_of_refusals_is_whole(tmp_path: Path) -> None:
    said = summary(tmp_path, {**RIGHT, "toll": REFUSED, "denmark": answered(SENTENCES["toll"])})
    assert "| answerable | 1 | 0 | 1 | 0 |" in said
    assert "| unanswerable | – | 1 | 0 | 0 |" in said
    assert "50.0% were refused" in said


def test_answers_without_a_short_one_are_counted(tmp_path: Path) -> None:
    assert "2 of 2 answers have no short answer" in summary(tmp_path, RIGHT)


def test_confidence_is_left_out_where_nobody_gave_any(tmp_path: Path) -> None:
    silent = {case: {**answer, "confidence": None} for case, answer in RIGHT.items()}
    assert "## Confidence" not in summary(tmp_path / "silent", silent)
    assert "| AUROC of answerable | 3 | 1.000 |" in summary(tmp_path / "said", RIGHT)


def test_a_threshold_is_shown_with_what_it_keeps_loses_and_scores(tmp_path: Path) -> None:
    unsure = answered(SENTENCES["when"], confidence=0.4)
    said = summary(tmp_path, {**RIGHT, "when": unsure, "denmark": {**REFUSED, "confidence": 0.6}})
    assert "| 98.0% | 0.4000 | 100.0% | 0.0% | 1.000 |" in said
    assert "unanswerables refused | right then | rouge_l then |" in said


def test_percentiles_say_how_many_cases_they_need(tmp_path: Path) -> None:
    assert "(needs 20)" in summary(tmp_path, RIGHT)


def test_a_rewording_is_compared_with_what_it_rewords(tmp_path: Path) -> None:
    cases = CaseSet("set", (TOLL, TYPO), SET.articles)
    said = summary(tmp_path, {"toll": RIGHT["toll"], "typo": REFUSED}, cases)
    assert "| typo | 1 | 0.000 | 0.000 | 1.000 | 0.000 |" in said


def test_the_baselines_of_a_traced_case_quote_what_was_found() -> None:
    start = SET.articles["bridge"].text.index(SENTENCES["toll"])
    gold = ("bridge", start, start + len(SENTENCES["toll"]))
    assert baselines(TOLL, None, {}, {}, own=False).keys() == {"always abstain"}
    replies = {"toll": _traced(TOLL, Trace((gold,), 1, (gold,), (gold,)))}
    scored = score_all(replace(SET, cases=(TOLL,)), replies, own=False)
    assert scored.baselines["whole passage"]["right"] == scored.baselines["nearest 3 sentences"]["right"] == (1.0,)
    assert scored.baselines["whole passage"]["date_right"] == (1.0,)
    assert scored.results[0].scores["ndcg@10"] == scored.results[0].scores["success@1"] == 1.0


def test_what_looks_inside_scores_0_for_a_case_that_failed() -> None:
    cases = replace(SET, cases=(TOLL, replace(TOLL, id="broken"), DENMARK))
    gold = ("bridge", 0, 200)
    replies = {
        "toll": _traced(TOLL, Trace((gold,), 1, (gold,), (gold,))),
        "broken": Reply("broken", None, Failure("internal", "oops"), 0.0),
        "denmark": Reply("denmark", REFUSED, None, 1.0),
    }
    found = [result.scores for result in score_all(cases, replies, own=False).results]
    assert (found[0]["success@1"], found[1]["success@1"], found[1]["ndcg@10"]) == (1.0, 0.0, 0.0)
    assert "success@1" not in found[2]


def test_a_bar_in_a_cell_does_not_break_the_table() -> None:
    assert table(("a",), [("x|y",)]).splitlines()[-1] == "| x\\|y |"


def test_two_answers_that_cite_nothing_cite_the_same() -> None:
    from eval.spans import Cover

    assert jaccard(Cover({}), Cover({})) == 1.0
    assert jaccard(Cover.of([("a", 0, 10)]), Cover.of([("a", 5, 10)])) == 0.5


def _traced(case: Case, trace: Trace) -> Reply:
    from dataclasses import asdict

    return Reply(case.id, RIGHT["toll"], None, 1.0, {}, asdict(trace))
