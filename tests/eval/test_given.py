"""Answers as they are given: ours to the letter, others' as far as they go, broken ones refused."""

from __future__ import annotations

import json
from datetime import date

import pytest

from api.schemas import answer_json as as_the_api_says
from eval.given import BrokenAnswer, answer_json, read_given, without_clock
from index.article import Article
from rag.citations import Answer, Notice, Row, ShortAnswer, Statement, Table, cite
from tests.eval_cases import REFUSED, TEXT, answered

ARTICLE = Article(
    "bridge", 1, "A bridge", None, None, "P", date(2024, 3, 1), None, "https://p.example/b", None, TEXT, "0"
)
SAID = Statement(TEXT[:10], 0, 10, (1,))
ANSWER = Answer(
    id="ans_1",
    created=1_790_000_000,
    status="answered",
    question="Q?",
    standalone_question="Q?",
    text="…",
    short_answer=ShortAnswer("harbour", 1),
    statements=(SAID,),
    citations=(cite(1, ARTICLE, 0, 10, speaker="the ministry"),),
    table=Table(("a",), (Row("a", (SAID,)),)),
    nearest=(cite(1, ARTICLE, 4, 10),),
    notices=(Notice("stale", "Old."),),
    confidence=0.5,
    as_of=date(2024, 3, 1),
    timings_ms={"read": 1.5},
)


def test_our_answer_is_the_json_that_every_face_gives_but_for_the_clock() -> None:
    theirs = json.loads(as_the_api_says(ANSWER).model_dump_json())
    assert answer_json(ANSWER) == {**theirs, "created": 0, "timings_ms": {}}
    assert without_clock(theirs) == answer_json(ANSWER)


def test_our_answer_is_read_back() -> None:
    given = read_given(answer_json(ANSWER))
    (cited,) = given.citations
    assert (given.text, given.short, given.confidence) == (TEXT[:10], "harbour", 0.5)
    assert (cited.piece, cited.exact, cited.speaker) == (("bridge", 0, 10), TEXT[:10], "the ministry")
    assert cited.published == "2024-03-01"


def test_the_words_and_citations_of_a_refusal_are_no_answer() -> None:
    given = read_given({**answered("Cyclists cross for free."), "status": "not_covered"})
    assert (given.answered, given.text, given.cover.size) == (False, "", 0)


def test_text_without_statements_cites_everything() -> None:
    citations = [{"article_id": "a", "start": 0, "end": 3, "exact": "abc"}, {"article_id": "b", "start": 0, "end": 1}]
    given = read_given({"status": "partial", "text": "So it is.", "citations": citations})
    assert given.said == (("So it is.", (1, 2)),)
    assert given.confidence is None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"status": "fine"}, "status is 'fine'"),
        ({"statements": [], "text": " "}, "neither text nor a statement"),
        ({"statements": ["words"]}, "without text"),
        ({"statements": [{"text": "x", "citations": ["1"]}]}, "not numbers"),
        ({"statements": {"text": "x"}}, "statements is"),
        ({"citations": [7]}, "citation 1 is 7"),
        ({"confidence": "high"}, "confidence is 'high'"),
        ({"confidence": True}, "confidence is True"),
    ],
)
def test_what_cannot_be_scored_is_broken(change: dict[str, object], said: str) -> None:
    with pytest.raises(BrokenAnswer, match=said):
        read_given({**answered("Cyclists cross for free."), **change})


def test_a_refusal_needs_nothing_but_its_status() -> None:
    assert not read_given({"status": "not_covered"}).answered
    assert not read_given(REFUSED).answered
