"""Footnote itself as a target, with a fake encoder: what it answers, what is seen inside, what is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from eval.in_process import InProcess, build, code
from eval.run import Options, run
from eval.runs import RESULTS
from index.store import Index
from rag.answer import Answerer
from rag.baseline import load_baseline
from rag.config import Config
from tests.eval_cases import DENMARK, SET, TOLL
from tests.fakes import HashingEncoder


def opened(folder: Path, seed: int = 0, threshold: float | None = None) -> InProcess:
    index = build(SET, folder, seed=seed, encoder=HashingEncoder())
    config = Config(index=index, threshold=threshold)
    return InProcess(Answerer(Index.open(index, HashingEncoder()), load_baseline(), config))


@pytest.fixture
def target(tmp_path: Path) -> Iterator[InProcess]:
    with opened(tmp_path / "cache", threshold=0.0) as target:
        yield target


def test_an_answer_comes_with_what_was_seen_inside(target: InProcess) -> None:
    reply = target.ask(TOLL, ("bridge",))
    assert reply.answer is not None
    assert reply.trace is not None
    assert {article_id for article_id, _, _ in reply.trace["pool"]} == {"bridge"}
    assert len(reply.trace["nearest"]) == 3
    assert reply.trace["read"] >= 1
    assert reply.trace["evidence"]
    assert reply.trace["missing"] == ()
    assert reply.timings_ms


def test_all_articles_are_searched_where_a_case_is_not_limited(target: InProcess) -> None:
    trace = target.ask(TOLL, None).trace
    assert trace is not None
    assert {article_id for article_id, _, _ in trace["pool"]} == {"bridge", "train"}


def test_evidence_in_an_article_that_is_not_there_is_missing(target: InProcess) -> None:
    gone = replace(TOLL, evidence=((replace(TOLL.evidence[0][0], article_id="gone"),),))
    trace = target.ask(gone, ("bridge",)).trace
    assert trace is not None
    assert trace["missing"] == ("gone",)


def test_a_question_that_cannot_be_asked_is_a_failure(target: InProcess) -> None:
    blank, unknown = target.ask(replace(TOLL, question=" "), None), target.ask(TOLL, ("gone",))
    assert blank.failure is not None
    assert unknown.failure is not None
    assert blank.failure.message.startswith("QuestionError: the question is blank")
    assert unknown.failure.message.startswith("ArticleNotFound")


def test_small_talk_is_not_traced(target: InProcess) -> None:
    trace = target.ask(replace(DENMARK, question="Hello!"), None).trace
    assert trace is not None
    assert (trace["pool"], trace["read"]) == ((), 0)


def test_an_index_is_found_again_and_made_anew_for_other_articles(tmp_path: Path) -> None:
    encoder = HashingEncoder()
    first = build(SET, tmp_path, encoder=encoder)
    encoded = len(encoder.encoded)
    assert build(SET, tmp_path, encoder=encoder) == first
    assert len(encoder.encoded) == encoded
    assert build(replace(SET, articles={"bridge": SET.articles["bridge"]}), tmp_path, encoder=encoder) != first


def test_two_runs_give_the_same_bytes_and_so_does_another_order_of_indexing(tmp_path: Path) -> None:
    for name, seed in (("a", 0), ("b", 0), ("c", 3)):
        with opened(tmp_path / f"cache-{name}", seed=seed) as target:
            run(SET, target, Options(tmp_path / name, own=False, seed=seed))
    contents = {(tmp_path / name / RESULTS).read_bytes() for name in "abc"}
    assert len(contents) == 1


def test_progress_is_told_and_the_code_is_part_of_the_system(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    build(SET, tmp_path, encoder=HashingEncoder(), progress=lambda done, of: told.append((done, of)))
    assert told == [(1, 2), (2, 2)]
    with opened(tmp_path) as target:
        assert code("index", "rag") in target.system
    assert code("index") != code("rag")
