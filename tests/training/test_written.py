from __future__ import annotations

from pathlib import Path

import pytest

from index.article import Sentence
from training.squad import Text
from training.window import Example
from training.written import KINDS, WrittenError, read_news, read_written, written_examples

SAID = "The kerb charge began in 2019.\nAna Belmonte proposed it. Streets were closed. It pays for two new bus lines."


def text() -> Text:
    sentences, at = [], 0
    for part in SAID.replace(".", ".|").split("|")[:-1]:
        start = at + len(part) - len(part.lstrip())
        at += len(part)
        sentences.append(Sentence(start, at))
    return Text("Kerb charge", SAID, tuple(sentences), (0, 1, 1, 1), ())


def questions(folder: Path, *lines: str) -> Path:
    (folder / "one.txt").write_text("\n".join(["# Kerb_charge/1", *lines]), encoding="utf-8")
    return folder


def shown(one: Example) -> list[str]:
    return [one.text[s.start : s.end] for s in one.sentences]


def test_a_short_answer_and_the_evidence_stand_where_the_paragraph_says_them(tmp_path: Path) -> None:
    texts = {"Kerb charge": text()}
    folder = questions(tmp_path, "s|who came up with parking fees|1|Ana Belmonte", "l|what came of it|2,3|")
    found = read_written(texts, folder)
    assert [one.kind for one in found] == [KINDS["s"], KINDS["l"]]
    assert found[0].short is not None
    assert SAID[found[0].short.start : found[0].short.end] == "Ana Belmonte"
    assert [one.evidence for one in found] == [(1,), (2, 3)]
    for seed in range(20):
        examples = written_examples(found, list(texts.values()), seed)
        first, second = (next(one for one in examples if one.kind == KINDS[kind]) for kind in "sl")
        assert first.answer is not None
        assert first.text[first.answer.start : first.answer.end] == "Ana Belmonte"
        assert [shown(second)[i] for i in second.evidence] == ["Streets were closed.", "It pays for two new bus lines."]
        assert second.answer is None


def test_what_is_not_answered_has_no_evidence(tmp_path: Path) -> None:
    texts = {"Kerb charge": text()}
    folder = questions(tmp_path, "n|When did Ana Belmonte close the bus lines?", "o|who drives the new buses")
    for one in written_examples(read_written(texts, folder), [*texts.values()], 3):
        assert (one.evidence, one.answer) == ((), None)
        assert "kerb charge began" not in one.text  # another paragraph, of which nobody has judged anything


def test_an_answered_question_is_also_read_without_its_evidence(tmp_path: Path) -> None:
    texts = {"Kerb charge": text()}
    found = read_written(texts, questions(tmp_path, "s|who came up with parking fees|1|Ana Belmonte"))
    made = [one for seed in range(20) for one in written_examples(found, [*texts.values()], seed)[1:]]
    assert made
    assert all("Belmonte" not in one.text and one.evidence == () for one in made)


def test_questions_on_other_articles_are_left_alone(tmp_path: Path) -> None:
    assert read_written({"Another": text()}, questions(tmp_path, "n|who pays")) == []


@pytest.mark.parametrize(
    "line",
    ["s|who|9|Ana", "s|who|1|Nobody", "s|who|one|Ana Belmonte", "x|who", "s|who", "s|who|1", "who came up with it"],
)
def test_a_line_that_cannot_be_used_is_named(tmp_path: Path, line: str) -> None:
    with pytest.raises(WrittenError, match=r"one\.txt, line 2"):
        read_written({"Kerb charge": text()}, questions(tmp_path, line))


NEWS = """# kerb-{number}
= Kerb charge {number} upheld
[1] A court upheld the charge.
[2] It said that streets belong to all.

[3] Critics called it unfair.
s|who ruled on parking fees|1|A court
p|What did opponents make of it?|3|
n|Why did critics uphold the charge?
"""


def test_news_have_their_paragraphs_and_one_article_in_some_is_held_back(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("".join(NEWS.format(number=n) for n in range(30)), encoding="utf-8")
    texts, written = read_news(held=False, folder=tmp_path)
    held, _ = read_news(held=True, folder=tmp_path)
    assert not texts.keys() & held.keys()
    assert len(texts) + len(held) == 30
    assert 1 <= len(held) <= 15
    one = next(iter(texts.values()))
    assert one.text == "A court upheld the charge. It said that streets belong to all.\nCritics called it unfair."
    assert one.paragraph_of == (0, 0, 1)
    assert [one.text[s.start : s.end] for s in one.sentences][2] == "Critics called it unfair."
    assert [w.evidence for w in written[:3]] == [(0,), (2,), ()]
    for made in written_examples(written, [*texts.values()], 1):
        assert ("A court" in made.text) or made.kind != "search"
        assert bool(made.evidence) == (made.kind in {"search", "paraphrase"})


@pytest.mark.parametrize("heading", ["# Kerb_charge/first", "# Kerb_charge", "# /"])
def test_a_paragraph_without_a_number_is_named(tmp_path: Path, heading: str) -> None:
    (tmp_path / "one.txt").write_text(f"{heading}\nn|who pays", encoding="utf-8")
    with pytest.raises(WrittenError, match=r"one\.txt, line 1"):
        read_written({"Kerb charge": text()}, tmp_path)


@pytest.mark.parametrize(
    "block",
    ["# kerb", "# kerb\n= Kerb", "# kerb\n= Kerb\n[1] It began.", "# kerb\nn|who", "# kerb\n[1] It began.\nn|who"],
)
def test_news_without_headline_text_or_questions_are_named(tmp_path: Path, block: str) -> None:
    (tmp_path / "one.txt").write_text(block, encoding="utf-8")
    with pytest.raises(WrittenError, match=r"one\.txt, kerb: "):
        [read_news(held, tmp_path) for held in (True, False)]


def test_what_is_asked_loosely_is_read_wrongly_in_other_paragraphs_alone(tmp_path: Path) -> None:
    texts = {"Kerb charge": text()}
    found = read_written(texts, questions(tmp_path, "v|what happened with parking fees|1|"))
    made = [one for seed in range(20) for one in written_examples(found, [*texts.values()], seed)[1:]]
    assert {one.text for one in made} == {"The kerb charge began in 2019."}
    assert all(one.evidence == () for one in made)
