"""A run: every case once, whatever happens, and the same bytes however often it was broken off."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.errors import RunError
from eval.journal import JOURNAL
from eval.reading import open_run
from eval.records import Case, Failure
from eval.run import Options, corpus_of, run
from eval.runs import LATENCIES, RESULTS, read_run
from tests.eval_cases import RIGHT, SET, Scripted

BROKEN = {**RIGHT, "toll": Failure("timeout", "no answer in time")}
ROOT = Path(__file__).parents[2]


def results(folder: Path) -> bytes:
    return (folder / RESULTS).read_bytes()


def test_a_run_can_be_read_back(tmp_path: Path) -> None:
    header, scored = run(SET, Scripted(RIGHT), Options(tmp_path / "run"))
    read, found = read_run(tmp_path / "run")
    assert (read, tuple(found)) == (header, scored.results)
    assert [result.case.id for result in found] == ["toll", "when", "denmark"]
    assert all(result.scores["right"] == 1.0 and result.blame is None for result in found)
    assert (header.complete, header.count, header.threshold) == (True, 3, 0.5)
    assert "right" in header.declared
    assert open_run(tmp_path / "run").results == scored.results


def test_two_runs_give_the_same_bytes_and_so_does_asking_at_once(tmp_path: Path) -> None:
    for name, concurrency in (("a", 1), ("b", 1), ("c", 4)):
        run(SET, Scripted(RIGHT), Options(tmp_path / name, concurrency=concurrency))
    assert results(tmp_path / "a") == results(tmp_path / "b") == results(tmp_path / "c")
    assert b"latency" not in results(tmp_path / "a")
    assert b'"latency_ms":2.0' in (tmp_path / "a" / LATENCIES).read_bytes()


def test_an_error_is_a_result_that_scores_0_and_stays_in_every_denominator(tmp_path: Path) -> None:
    _, scored = run(SET, Scripted(BROKEN), Options(tmp_path / "run"))
    failed = scored.results[0]
    assert (failed.blame, set(failed.scores.values())) == ("error", {0.0})
    assert "**Errors: 1 of 3** (timeout 1)" in (tmp_path / "run" / "summary.md").read_text()


def test_a_target_that_raises_has_failed_one_case(tmp_path: Path) -> None:
    def trip(case: Case) -> None:
        if case.id == "when":
            raise ValueError("a citation is not a slice")

    _, scored = run(SET, Scripted(RIGHT, before=trip), Options(tmp_path / "run"))
    assert scored.results[1].failure == Failure("internal", "ValueError: a citation is not a slice")
    assert [result.failure is None for result in scored.results] == [True, False, True]


def test_an_interrupted_run_keeps_what_it_has_and_says_that_it_is_not_complete(tmp_path: Path) -> None:
    def stop(case: Case) -> None:
        if case.id == "when":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(SET, Scripted(RIGHT, before=stop), Options(tmp_path / "run"))
    header, found = read_run(tmp_path / "run")
    assert not header.complete
    assert found[0].case.id == "toll"
    assert "go on with --resume" in (tmp_path / "run" / "summary.md").read_text()


def test_a_resumed_run_asks_only_what_is_missing(tmp_path: Path) -> None:
    run(SET, Scripted(RIGHT), Options(tmp_path / "run"))
    again = Scripted(RIGHT)
    run(SET, again, Options(tmp_path / "run", resume=True))
    assert again.asked == []


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_a_journal_cut_at_any_byte_resumes_to_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("run")
    run(SET, Scripted(BROKEN), Options(folder / "run"))
    whole, journal = results(folder / "run"), folder / "run" / JOURNAL
    content = journal.read_bytes()
    journal.write_bytes(content[: data.draw(st.integers(0, len(content)))])
    (folder / "run" / RESULTS).unlink()
    run(SET, Scripted(BROKEN), Options(folder / "run", resume=True))
    assert results(folder / "run") == whole


@pytest.mark.slow
def test_a_run_killed_in_the_middle_resumes_to_the_bytes_of_an_unbroken_one(tmp_path: Path) -> None:
    script = (
        "import os, signal\nfrom pathlib import Path\nfrom eval.run import Options, run\n"
        "from tests.eval_cases import RIGHT, SET, Scripted\n"
        "def die(case):\n    if case.id == 'denmark': os.kill(os.getpid(), signal.SIGKILL)\n"
        f"run(SET, Scripted(RIGHT, before=die), Options(Path({str(tmp_path / 'run')!r})))\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    died = subprocess.run([sys.executable, "-c", script], env=environment, check=False)
    assert died.returncode == -signal.SIGKILL
    with pytest.raises(RunError, match="broken off"):
        open_run(tmp_path / "run")
    resumed = Scripted(RIGHT)
    run(SET, resumed, Options(tmp_path / "run", resume=True))
    run(SET, Scripted(RIGHT), Options(tmp_path / "unbroken"))
    assert 1 <= len(resumed.asked) < 3
    assert resumed.asked[-1][0] == "denmark"
    assert results(tmp_path / "run") == results(tmp_path / "unbroken")


def test_what_failed_is_asked_again_where_that_is_wanted(tmp_path: Path) -> None:
    run(SET, Scripted(BROKEN), Options(tmp_path / "run"))
    again = Scripted(RIGHT)
    _, scored = run(SET, again, Options(tmp_path / "run", retry_errors=True))
    assert [case_id for case_id, _ in again.asked] == ["toll"]
    assert all(result.failure is None for result in scored.results)


def test_a_folder_that_holds_a_run_is_not_overwritten(tmp_path: Path) -> None:
    run(SET, Scripted(RIGHT), Options(tmp_path / "run"))
    with pytest.raises(RunError, match="go on with --resume, or name another folder"):
        run(SET, Scripted(RIGHT), Options(tmp_path / "run"))


def test_another_run_is_not_resumed(tmp_path: Path) -> None:
    run(SET, Scripted(RIGHT), Options(tmp_path / "run"))
    with pytest.raises(RunError, match="was begun with config '1', now it is '2'"):
        run(SET, Scripted(RIGHT, config="2"), Options(tmp_path / "run", resume=True))
    with pytest.raises(RunError, match="was begun with cases"):
        run(replace(SET, cases=SET.cases[:1]), Scripted(RIGHT), Options(tmp_path / "run", resume=True))


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RunError, match="cannot be kept in"):
        run(SET, Scripted(RIGHT), Options(tmp_path / "file" / "run"))


def test_questions_are_limited_to_their_articles_unless_all_are_searched(tmp_path: Path) -> None:
    own, everything = Scripted(RIGHT), Scripted(RIGHT)
    run(SET, own, Options(tmp_path / "own"))
    run(SET, everything, Options(tmp_path / "all", own=False))
    assert {ids for _, ids in own.asked} == {("bridge",)}
    assert {ids for _, ids in everything.asked} == {None}
    assert corpus_of(SET, own=True) != corpus_of(SET, own=False)


def test_what_has_half_a_surrogate_pair_is_kept(tmp_path: Path) -> None:
    odd = {**RIGHT, "toll": {**RIGHT["toll"], "question": "\ud800"}}
    run(SET, Scripted(odd), Options(tmp_path / "run"))
    assert read_run(tmp_path / "run")[1][0].answer == odd["toll"]
