"""Our case format: what is read, and that every mistake is named by file and line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.cases import read_cases
from eval.errors import CaseError
from tests.eval_cases import TEXT, write_set

GOOD = {"id": "a", "question": "What do lorries pay?", "answerable": True}
SPAN = {"article_id": "bridge", "exact": "six euros"}


def test_words_of_evidence_become_offsets_in_the_article(tmp_path: Path) -> None:
    found = read_cases(write_set(tmp_path, {**GOOD, "evidence": [[SPAN]]}))
    span = found.cases[0].evidence[0][0]
    assert found.articles["bridge"].text == TEXT
    assert TEXT[span.start : span.end] == "six euros"


def test_every_field_is_read(tmp_path: Path) -> None:
    turn = {"role": "user", "content": "Hello"}
    more = {"history": [turn], "article_ids": ["bridge"], "answers": ["6"], "long_answer": "Six.", "needed": 1}
    case = read_cases(write_set(tmp_path, {**GOOD, **more, "slices": {"kind": "fact"}, "cluster": "c"})).cases[0]
    assert (case.history, case.article_ids, case.answers) == ((("user", "Hello"),), ("bridge",), ("6",))
    assert (case.long_answer, case.needed, case.slices, case.cluster) == ("Six.", 1, {"kind": "fact"}, "c")


def test_offsets_may_choose_one_of_several_places(tmp_path: Path) -> None:
    start = TEXT.rindex("for")
    span = {"article_id": "bridge", "exact": "for", "start": start, "end": start + 3}
    assert read_cases(write_set(tmp_path, {**GOOD, "evidence": [[span]]})).cases[0].evidence[0][0].start == start


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"question": " "}, "question is missing or blank"),
        ({"id": 7}, "id is 7"),
        ({"answerable": "yes"}, "answerable is 'yes'"),
        ({"answerable": False, "answers": ["x"]}, "unanswerable case has evidence or answers"),
        ({"typo": 1}, "unknown field 'typo'"),
        ({"article_ids": ["train"]}, "no article 'train'"),
        ({"article_ids": "bridge"}, "article_ids is 'bridge'"),
        ({"answers": [""]}, "answers holds something that is no text"),
        ({"slices": {"kind": 1}}, "every value a text"),
        ({"history": [{"role": "system", "content": "x"}]}, "the role 'system' is unknown"),
        ({"evidence": [SPAN]}, "a list of groups"),
        ({"evidence": [[]]}, "a group of evidence is empty"),
        ({"evidence": [["six euros"]]}, "is no object"),
        ({"evidence": [[{**SPAN, "exact": "seven euros"}]]}, "does not stand in bridge"),
        ({"evidence": [[{**SPAN, "exact": "for"}]]}, "more than once; quote more words"),
        ({"evidence": [[{**SPAN, "start": 0, "end": 9}]]}, "at 0:9 of bridge stands 'The harbour"),
        ({"evidence": [[{**SPAN, "start": -1}]]}, "start is -1"),
    ],
)
def test_what_is_wrong_is_said_with_file_and_line(tmp_path: Path, change: dict[str, object], said: str) -> None:
    path = write_set(tmp_path, {**GOOD, "id": "first"}, "", {**GOOD, **change})
    with pytest.raises(CaseError) as error:
        read_cases(path)
    assert said in str(error.value)
    assert str(error.value).startswith(f"{path}, line 3: ")
    assert error.value.line == 3


def test_a_line_that_is_not_json_is_named(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match=r"line 2: the line is not JSON"):
        read_cases(write_set(tmp_path, GOOD, "{oops"))


def test_an_id_may_not_be_used_twice(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match=r"line 2: the id 'a' is used twice"):
        read_cases(write_set(tmp_path, GOOD, GOOD))


def test_a_file_without_cases_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="no case in it"):
        read_cases(write_set(tmp_path, ""))


def test_a_missing_file_and_one_that_is_not_utf_8_are_errors(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="No such file"):
        read_cases(tmp_path / "none.jsonl")
    (tmp_path / "latin.jsonl").write_bytes(b'{"id": "\xe9"}')
    with pytest.raises(CaseError, match="byte 9 is not UTF-8"):
        read_cases(tmp_path / "latin.jsonl")


def test_two_articles_with_one_id_are_an_error(tmp_path: Path) -> None:
    path = write_set(tmp_path, GOOD)
    (tmp_path / "articles" / "copy.md").write_text("---\nid: bridge\n---\n\nAnother text.\n", encoding="utf-8")
    with pytest.raises(CaseError, match="two articles have the id 'bridge'"):
        read_cases(path)


def test_an_article_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    path = write_set(tmp_path, GOOD)
    (tmp_path / "articles" / "empty.md").write_text("", encoding="utf-8")
    with pytest.raises(CaseError, match="empty"):
        read_cases(path)


def test_fingerprints_tell_labels_and_articles_apart(tmp_path: Path) -> None:
    one = read_cases(write_set(tmp_path / "1", GOOD))
    label = read_cases(write_set(tmp_path / "2", {**GOOD, "answers": ["six"]}))
    text = read_cases(write_set(tmp_path / "3", GOOD, articles={"bridge": TEXT + " More."}))
    assert one.fingerprint != label.fingerprint
    assert (one.corpus, one.fingerprint) == (label.corpus, text.fingerprint)
    assert one.corpus != text.corpus


def test_the_example_in_the_documents_has_only_known_fields() -> None:
    page = (Path(__file__).parents[2] / "docs" / "eval-cases.md").read_text(encoding="utf-8")
    example = json.loads(page.split("```json")[1].split("```")[0])
    from eval.cases import KEYS, SPAN_KEYS

    assert set(example) <= KEYS
    assert all(set(span) <= SPAN_KEYS for group in example["evidence"] for span in group)
    assert all(f"| `{key}` |" in page for key in KEYS)
