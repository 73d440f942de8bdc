from __future__ import annotations

from pathlib import Path

import pytest

from index.article import Sentence
from training.edits import news_contrasts, read_edits, squad_contrasts
from training.squad import Asked, Text
from training.written import WrittenError, read_news

SAID = "The kerb charge began in 2019.\nAna Belmonte proposed it. A court upheld it in 2021."
SENTENCES = (Sentence(0, 30), Sentence(31, 56), Sentence(57, 84))
COURT, ANA = SAID.index("A court"), SAID.index("Ana")
QUESTIONS = ["Who proposed the kerb charge?", "Who upheld the charge in 2021?"]
ASKED = (
    Asked("When did it begin?", Sentence(25, 29), "2019", 0),
    Asked(QUESTIONS[0], Sentence(ANA, ANA + 12), "Ana Belmonte", 1),
    Asked(QUESTIONS[1], Sentence(COURT, COURT + 7), "A court", 1),
)
TEXT = Text("Kerb charge", SAID, SENTENCES, (0, 1, 1), ASKED)
OF = {("Kerb charge", 1): QUESTIONS}


def edits(folder: Path, *lines: str, of: str = "Kerb_charge/1") -> Path:
    (folder / "one.txt").write_text("\n".join([f"# {of}", *lines]), encoding="utf-8")
    return folder


def test_words_are_replaced_put_in_and_taken_out(tmp_path: Path) -> None:
    folder = edits(tmp_path, "0|1:2|opposed", "0|3:3|oldest", "1|1:2|overturned|4:6|in 2023?", "1|4:6|")
    assert [(one.which, one.question) for one in read_edits(OF, folder)] == [
        (0, "Who opposed the kerb charge?"),
        (0, "Who proposed the oldest kerb charge?"),
        (1, "Who overturned the charge in 2023?"),
        (1, "Who upheld the charge"),
    ]


def test_a_question_and_what_became_of_it_are_asked_of_one_window(tmp_path: Path) -> None:
    folder = edits(tmp_path, "0|1:2|opposed", "1|1:2|overturned")
    for seed in range(20):
        made = squad_contrasts([TEXT], seed, folder)
        assert [one.question.split()[1] for one in made] == ["proposed", "opposed", "upheld", "overturned"]
        for asked, edited in zip(made[::2], made[1::2], strict=True):
            assert asked.text == edited.text
            assert asked.answer is not None
            assert asked.text[asked.answer.start : asked.answer.end] in {"Ana Belmonte", "A court"}
            assert (edited.answer, edited.evidence) == (None, ())
            assert "began" not in edited.text  # another paragraph might answer what was edited


@pytest.mark.parametrize("held", [False, True])
def test_questions_on_news_are_edited_too(tmp_path: Path, held: bool) -> None:
    _, written = read_news(held)
    first = next(one for one in written if one.evidence)
    which = [one for one in written if one.article == first.article].index(first)
    folder = edits(tmp_path, f"{which}|0:0|never", of=f"{first.article}/0")
    asked, edited = news_contrasts(held, 3, folder)
    assert edited.question == f"never {asked.question}"
    assert asked.text == edited.text
    assert asked.evidence
    assert not edited.evidence
    assert news_contrasts(not held, 3, folder) == []


def test_edits_of_other_articles_are_left_alone(tmp_path: Path) -> None:
    assert read_edits({}, edits(tmp_path, "0|1:2|opposed")) == []


@pytest.mark.parametrize("line", ["9|1:2|opposed", "0|1:9|opposed", "0|1|opposed", "0", "0|1:2", "who opposed it"])
def test_an_edit_that_cannot_be_made_is_named(tmp_path: Path, line: str) -> None:
    with pytest.raises(WrittenError, match=r"one\.txt, line 2"):
        read_edits(OF, edits(tmp_path, line))


def test_a_header_without_a_number_is_named(tmp_path: Path) -> None:
    with pytest.raises(WrittenError, match=r"one\.txt, line 1.*paragraph's number"):
        read_edits(OF, edits(tmp_path, "0|1:2|opposed", of="Kerb_charge"))
