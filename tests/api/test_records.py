"""The memory of answers is bounded, and shared by threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from api.records import Records
from api.schemas import AnswerOut, answer_json
from rag.citations import Answer


def an(answer_id: str) -> AnswerOut:
    return answer_json(Answer(answer_id, 0, "not_covered", "q", "q", "t", None, (), (), None, (), (), 0.0, None))


def test_the_one_used_longest_ago_goes_first() -> None:
    records = Records(2)
    records.put(an("a"))
    records.put(an("b"))
    records.get("a")
    records.put(an("c"))
    assert [bool(records.get(answer_id)) for answer_id in "abc"] == [True, False, True]


def test_many_threads_leave_no_more_than_there_is_room_for() -> None:
    records = Records(10)
    names = [str(number) for number in range(1_000)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda name: (records.put(an(name)), records.get(name)), names))
    assert sum(records.get(name) is not None for name in names) == 10
