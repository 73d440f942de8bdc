"""How a comparison is printed: once, with what the articles do not say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from api.show import answer_lines
from index.article import Draft
from index.store import Index
from rag.answer import Answerer
from rag.baseline import load_baseline
from rag.citations import Ask
from rag.config import Config
from tests.fakes import HashingEncoder


@pytest.fixture
def answerer(tmp_path: Path) -> Iterator[Answerer]:
    with Index.open(tmp_path / "index", HashingEncoder(), create=True) as index:
        index.add(Draft("France puts fighters in prison.\nBritain takes their passports.", id="a", title="Fighters"))
        yield Answerer(index, load_baseline(), Config(threshold=0.01))


def test_what_the_table_says_is_not_said_above_it_too(answerer: Answerer) -> None:
    lines = [line.text for line in answer_lines(answerer.answer(Ask("How do France and Britain treat fighters?")))]
    assert sum("France puts fighters in prison." in line for line in lines) == 1
    assert lines[0].startswith("France: France puts fighters in prison. [")


def test_a_subject_that_the_articles_do_not_have_says_so(answerer: Answerer) -> None:
    lines = [line.text for line in answer_lines(answerer.answer(Ask("How do France and Denmark treat fighters?")))]
    assert "Denmark: the articles do not say" in lines


def test_a_relative_date_is_told_under_its_source(answerer: Answerer) -> None:
    text = "Sweden shut its camps in late May.\nSweden has closed four schools in recent months."
    answerer.index.add(Draft(text, id="s", title="Camps", published=date(2015, 6, 5)))
    asked = [
        Ask(f"What did Sweden {what}?", article_ids=("s",)) for what in ("shut in late May", "close, four schools")
    ]
    lines = [line.text for ask in asked for line in answer_lines(answerer.answer(ask))]
    assert "“late May”: 2015-05-21 to 2015-05-31" in lines
    assert "“recent months”: until 2015-06-05" in lines
