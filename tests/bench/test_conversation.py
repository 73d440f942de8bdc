"""The measure of follow-ups: what it reads of the data sets, what it counts, what it prints."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from bench.conversation import Pool, compare, compared, main, measure
from bench.dialogs import canard, mtrag, part_of, trec_cast
from rag.citations import Turn
from tests.fakes import HashingEncoder

TITLE = next(
    town for town in ("Aldmere", "Halvern", "Holt", "Merrow", "Ostrand", "Skelby") if part_of(town) == "report"
)
TOPIC = next(topic for topic in map(str, range(50)) if part_of(f"2019/{topic}") == "report")


def write(path: Path, rows: list[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in rows)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Three small sets in the form of the published ones."""
    asked = ["Where is it?", "By the sea.", "Who lives there?", "I don't know.", "Why?"]
    human = [f"Where is {TITLE}?", f"Who lives in {TITLE}?", f"Why does nobody live in {TITLE}?"]
    write(
        tmp_path / "canard" / "dev-a.jsonl.gz",
        [
            {"History": [TITLE, "Place", *asked[: 2 * n]], "QuAC_dialog_id": "C_1", "Question_no": n + 1,
             "Question": asked[2 * n], "Rewrite": human[n]}
            for n in range(3)
        ],
    )  # fmt: skip
    turns = [("What is a levy?", "What is a levy?"), ("Who pays it?", "Who pays a levy?")]
    write(
        tmp_path / "trec_cast" / "turns.jsonl.gz",
        [
            {"year": 2019, "topic": TOPIC, "turn": str(n + 1), "raw": raw, "rewrite": rewrite}
            for n, (raw, rewrite) in [*enumerate(turns), *enumerate(turns)]
        ],
    )
    said = [("user", "What is a visa?"), ("agent", "A permit."), ("user", "Who needs it?")]
    write(tmp_path / "mtrag" / "rewrites.jsonl.gz", [{"task_id": "t<::>2", "rewrite": "Who needs a visa?"}])
    write(
        tmp_path / "mtrag" / "human_subset_tasks.jsonl.gz",
        [
            {"task_id": task, "input": [{"speaker": who, "text": text} for who, text in said],
             "contexts": [{"document_id": "a"}, {"document_id": "b"}],
             "annotations": {"context_relevance": {"system": [1]}}}
            for task in ("t<::>2", "other<::>2")
        ],
    )  # fmt: skip
    write(
        tmp_path / "mtrag" / "human_subset_documents.jsonl.gz",
        [{"document_id": "a", "text": "Rain fell."}, {"document_id": "b", "text": "A visa is needed by pickers."}],
    )
    return tmp_path


def test_a_turn_of_canard_looks_for_the_answer_that_the_next_turn_tells(data: Path) -> None:
    first, second, last = canard(data, "report").turns
    assert first.history == (Turn("user", f"Tell me about {TITLE}."),)
    assert first.found_in == frozenset({"C_1-1"})
    assert second.history[-1] == Turn("assistant", "By the sea.")
    assert second.found_in == last.found_in == frozenset()


def test_the_title_of_a_dialog_can_be_kept_back(data: Path) -> None:
    assert canard(data, "report", opened=False).turns[0].history == ()


def test_a_dialog_is_in_one_part_alone(data: Path) -> None:
    assert not canard(data, "tune").turns
    assert not trec_cast(data, "tune").turns


def test_a_topic_of_trec_cast_that_is_told_twice_counts_once(data: Path) -> None:
    found = trec_cast(data, "report")
    assert [turn.raw for turn in found.turns] == ["What is a levy?", "Who pays it?"]
    assert found.turns[1].history == (Turn("user", "What is a levy?"),)


def test_a_task_of_mtrag_looks_for_the_documents_judged_relevant(data: Path) -> None:
    (turn,) = mtrag(data).turns
    assert turn.raw == "Who needs it?"
    assert turn.found_in == frozenset({"b"})


def test_a_wording_is_compared_with_the_humans_by_what_either_adds() -> None:
    found = compare("Who pays it?", "Who pays the levy?", "Who pays the hotel levy?")
    assert (found.recovered, found.fitting, found.misled, found.untouched) == (0.5, 1.0, 0.0, None)
    assert found.rouge > found.raw_rouge


def test_a_wording_that_adds_only_what_is_foreign_misleads() -> None:
    found = compare("Who pays it?", "Who pays France?", "Who pays the levy?")
    assert (found.recovered, found.fitting, found.misled) == (0.0, 0.0, 1.0)


@pytest.mark.parametrize(("ours", "untouched"), [("Who pays the levy?", 1.0), ("Who pays the levy (France)?", 0.0)])
def test_a_standalone_turn_is_left_to_the_letter_or_bent(ours: str, untouched: float) -> None:
    found = compare("Who pays the levy?", ours, "who pays the levy")
    assert (found.recovered, found.fitting, found.misled, found.untouched) == (None, None, None, untouched)


def test_a_rewriting_finds_what_the_raw_turn_does_not(data: Path, tmp_path: Path) -> None:
    found = mtrag(data)
    with Pool(tmp_path / "index", found.texts, HashingEncoder()) as pool:
        assert pool.reciprocal_ranks(found.turns, ["visa needed"]) == [1.0]
        assert pool.reciprocal_ranks(found.turns, ["rain"]) == [0.5]


def test_a_set_is_printed_with_both_its_tables(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = canard(data, "report")
    with Pool(tmp_path / "index", found.texts, HashingEncoder()) as pool:
        measure(found, pool)
    printed = capsys.readouterr().out
    assert "3 turns of 1 dialogs" in printed
    assert "| our added words that the human has |" in printed
    assert "1 turns, each to be found among 1 answers" in printed


def test_no_gap_to_the_human_has_no_share() -> None:
    assert compared("MRR@10", [1.0], [1.0], [1.0], ["a"]).endswith("| – |")
    assert "| 50% |" in compared("MRR@10", [0.0, 0.0], [1.0, 0.0], [1.0, 1.0], ["a", "b"])


def test_a_folder_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "argv", ["bench.conversation", "--data", str(tmp_path / "none")])
    with pytest.raises(SystemExit, match="none is not there; name the folder"):
        main()
