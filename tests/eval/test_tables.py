"""Tables of questions."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.datasets import load
from eval.errors import CaseError
from tests.eval_cases import write_set

HEAD = "question,answerable,answers,article_id,evidence,topic\n"


def table(folder: Path, text: str) -> str:
    write_set(folder)
    (folder / "t.csv").write_text(text, encoding="utf-8")
    return f"csv:{folder / 't.csv'}"


def test_a_row_is_a_case(tmp_path: Path) -> None:
    rows = 'What do lorries pay?,,six euros|6,bridge,"pay six euros|Drivers of lorries",money\n"Why, though?",no,,,,\n'
    one, two = load(table(tmp_path, HEAD + rows)).cases
    assert (one.id, one.answers, one.article_ids, one.slices) == (
        "row-2",
        ("six euros", "6"),
        ("bridge",),
        {"topic": "money"},
    )
    assert [group[0].exact for group in one.evidence] == ["pay six euros", "Drivers of lorries"]
    assert (two.question, two.answerable, two.article_ids) == ("Why, though?", False, None)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id,text\n", "line 1: there is no column `question`"),
        (HEAD, "there is no row"),
        (HEAD + "Q?,perhaps,,,,\n", "line 2: answerable is 'perhaps'"),
        (HEAD + "Q?,,,,words,\n", "line 2: there is evidence without an article_id"),
        (HEAD + "Q?\n", "line 2: the row has not as many fields"),
        ("id,question\na,Q?\na,R?\n", "line 3: the id 'a' is used twice"),
        (HEAD + "Q?,,,bridge,no such words,\n", "line 2: 'no such words' does not stand in bridge"),
    ],
)
def test_what_is_wrong_is_said_with_the_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(CaseError, match=said):
        load(table(tmp_path, text))
