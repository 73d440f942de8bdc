"""A run as it is read back, and what its metrics are called."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.errors import RunError
from eval.glossary import BLAMES, GLOSSARY, OTHER, metric
from eval.metrics_retrieval import AT
from eval.reading import open_run, read_baselines, score, scored, stages
from tests.eval_runs import failed, result, scoring, written
from tests.eval_systems import asked, wavering


def test_a_run_is_read_as_it_was_written(tmp_path: Path) -> None:
    results = [result(1, {"right": 1.0}, slices={"kind": "fact"}), failed(2)]
    run = open_run(written(tmp_path, results))
    assert run.results == tuple(results)
    assert (run.complete, run.metrics, run.failures) == (True, ("right",), (results[1],))


def test_a_failure_without_scores_scores_zero_and_one_with_scores_what_they_say(tmp_path: Path) -> None:
    assert score(failed(1), "right") == 0.0
    assert score(result(1, {"right": 0.0}, answer=None, failure=failed(1).failure), "f1") is None
    assert scored([result(1, {"right": 1.0}), failed(2), result(3, {"f1": 1.0})], "right")[0] == [1.0, 0.0]


def test_slices_begin_with_the_kind_and_leave_out_what_a_case_rewords(tmp_path: Path) -> None:
    slices = [{"article": "a", "kind": "fact"}, {"article": "b", "asks": "who", "variant_of": "case-000"}]
    run = open_run(written(tmp_path, [result(n, {"right": 1.0}, slices=has) for n, has in enumerate(slices)]))
    assert {name: list(values) for name, values in run.slices().items()} == {
        "kind": ["fact"],
        "article": ["a", "b"],
        "asks": ["who"],
    }
    assert list(run.slices()) == ["kind", "article", "asks"]


def test_timings_are_read_by_stage_and_baselines_by_name(tmp_path: Path) -> None:
    run = asked(tmp_path / "run", wavering, count=4, failing=frozenset({1}))
    assert {stage: len(taken) for stage, taken in stages(run).items()} == {"read": 3, "retrieve": 3}
    assert read_baselines(run)["always abstain"]["answered_when_answerable"] == 0.0
    assert read_baselines(tmp_path) == stages(tmp_path) == {}


def test_a_case_that_is_there_twice_is_an_error(tmp_path: Path) -> None:
    folder = written(tmp_path, scoring("right", [1.0]))
    line = (folder / "results.jsonl").read_text(encoding="utf-8")
    (folder / "results.jsonl").write_text(line + line, encoding="utf-8")
    with pytest.raises(RunError, match="a case twice"):
        open_run(folder)


@pytest.mark.parametrize("text", ["", "{", "[]\n", '{"case": 1}\n'])
def test_a_half_written_file_is_an_error_that_says_what_to_do(tmp_path: Path, text: str) -> None:
    folder = written(tmp_path, scoring("right", [1.0]))
    (folder / "run.json").write_text(text, encoding="utf-8")
    with pytest.raises(RunError, match="--resume"):
        open_run(folder)


def test_every_metric_and_every_step_is_explained(tmp_path: Path) -> None:
    run = open_run(asked(tmp_path / "run", wavering, count=30, failing=frozenset({1})))
    assert set(run.metrics) <= set(GLOSSARY)
    assert {f"{name}@{k}" for k in AT for name in ("success", "all_groups", "evidence_recall")} <= set(GLOSSARY)
    assert {result.blame for result in run.results} - {None} <= set(BLAMES)
    assert metric("their own").group == OTHER
