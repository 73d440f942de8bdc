"""Public data sets, in the shapes that they are published in; a file of another shape is told by name and line."""

from __future__ import annotations

import gzip
import json
from hashlib import sha256
from pathlib import Path

import pytest

from eval.cases import CaseSet
from eval.datasets import load
from eval.errors import CaseError

CONTEXT = "  Oslo  is the capital of Norway. Oslo was founded in 1040."
ANSWERS = [{"text": "Oslo", "start": 34}, {"text": "Oslo", "start": 34}]
ASKED = {"id": "q1", "question": " What was founded in 1040? ", "answers": ANSWERS}
IMPOSSIBLE = {"id": "q2", "question": "Why?", "answers": [], "is_impossible": True}
DATA = Path(__file__).parents[3] / "shared" / "data"


def lines(path: Path, *rows: object) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def squad_rows(path: Path) -> Path:
    return lines(path, {"title": "Nor_way", "context": CONTEXT, "questions": [ASKED, IMPOSSIBLE]})


def check_squad(found: CaseSet) -> None:
    asked, impossible = found.cases
    assert asked.question == "What was founded in 1040?"
    assert (asked.answers, impossible.answerable, impossible.evidence) == (("Oslo",), False, ())
    (span,) = asked.evidence[0]
    text = found.articles["Nor_way-000"].text
    assert (text[span.start : span.end], text[: span.start]) == ("Oslo", "Oslo is the capital of Norway. ")
    assert asked.article_ids == ("Nor_way-000",)
    assert found.articles["Nor_way-000"].title == "Nor way"


def test_squad_is_read_a_paragraph_a_line(tmp_path: Path) -> None:
    check_squad(load(f"squad:{squad_rows(tmp_path / 'squad.jsonl')}"))


def test_squad_is_read_as_the_official_json_and_gives_the_same(tmp_path: Path) -> None:
    answers = [{"text": a["text"], "answer_start": a["start"]} for a in ANSWERS]
    paragraph = {"context": CONTEXT, "qas": [{**ASKED, "answers": answers}, IMPOSSIBLE]}
    path = tmp_path / "squad.json"
    path.write_text(json.dumps({"version": "v2.0", "data": [{"title": "Nor_way", "paragraphs": [paragraph]}]}))
    found = load(f"squad:{path}")
    check_squad(found)
    assert found.fingerprint == load(f"squad:{squad_rows(tmp_path / 'squad.jsonl')}").fingerprint


def test_the_halves_of_squad_are_told_by_the_first_byte_of_the_titles_hash(tmp_path: Path) -> None:
    rows = [{"title": f"t{n}", "context": "A b.", "questions": [{**IMPOSSIBLE, "id": str(n)}]} for n in range(20)]
    path = lines(tmp_path / "squad.jsonl", *rows)
    odd, even = (load(f"squad:{path}", half=half) for half in ("odd", "even"))
    assert {c.cluster for c in odd.cases} == {f"t{n}" for n in range(20) if sha256(f"t{n}".encode()).digest()[0] % 2}
    assert len(odd.cases) + len(even.cases) == 20


def test_a_half_is_odd_or_even_and_of_squad(tmp_path: Path) -> None:
    path = squad_rows(tmp_path / "squad.jsonl")
    with pytest.raises(CaseError, match="no half 'first'"):
        load(f"squad:{path}", half="first")
    with pytest.raises(CaseError, match="only squad has halves"):
        load(f"clapnq:{path}", half="odd")


def test_the_first_so_many_cases_keep_all_articles(tmp_path: Path) -> None:
    found = load(f"squad:{squad_rows(tmp_path / 'squad.jsonl')}", limit=1)
    assert (len(found.cases), len(found.articles)) == (1, 1)


def test_clapnq_is_read_from_gzip_with_a_group_for_each_sentence(tmp_path: Path) -> None:
    passage = "Rain falls . Snow falls too . Rain falls . "
    first = {"answer": "Rain and snow fall.", "selected_sentences": ["Rain falls .", "Snow falls too ."]}
    row = {
        "id": "-7",
        "question": "what falls",
        "title": "Weather",
        "passage": passage,
        "answerable": True,
        "outputs": [first],
    }
    none = {**row, "id": "8", "answerable": False, "outputs": [{"answer": "", "selected_sentences": []}]}
    path = tmp_path / "dev.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(json.dumps(r) for r in (row, none)).encode()))
    found = load(f"clapnq:{path}")
    one, two = found.cases
    assert [[s.exact for s in group] for group in one.evidence] == [["Rain falls ."], ["Snow falls too ."]]
    assert (one.long_answer, one.needed, two.answerable, two.long_answer) == ("Rain and snow fall.", 1, False, None)
    assert (found.name, one.article_ids) == ("clapnq-dev", (next(iter(found.articles)),))


def beir(folder: Path, qrels: str = "query-id\tcorpus-id\tscore\nq\td 1\t2\nq\td2\t0\n") -> Path:
    (folder / "qrels").mkdir(parents=True)
    lines(folder / "corpus.jsonl", {"_id": "d 1", "title": "T", "text": "Yes."}, {"_id": "d2", "text": "No."})
    lines(folder / "queries.jsonl", {"_id": "q", "text": "which?"}, {"_id": "unjudged", "text": "what?"})
    (folder / "qrels" / "test.tsv").write_text(qrels)
    return folder


def test_beir_judges_documents_and_asks_only_what_was_judged(tmp_path: Path) -> None:
    found = load(f"beir:{beir(tmp_path / 'nf')}")
    (case,) = found.cases
    (span,) = case.evidence[0]
    assert found.articles[span.article_id].text == span.exact == "Yes."
    assert (case.article_ids, len(found.articles), found.name) == (None, 2, "beir-nf")


@pytest.mark.parametrize(
    ("qrels", "said"),
    [("q\td2\t1\nq\td2\n", "line 2: the line has not"), ("a\tb\tscore\nq\tgone\t1\n", "line 2: unknown query")],
)
def test_broken_judgements_are_named(tmp_path: Path, qrels: str, said: str) -> None:
    with pytest.raises(CaseError, match=said):
        load(f"beir:{beir(tmp_path / 'nf', qrels)}")


def test_a_folder_without_parts_of_beir_is_named(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match=r"there is no corpus\.jsonl"):
        load(f"beir:{tmp_path}")
    (beir(tmp_path / "nf") / "qrels" / "test.tsv").unlink()
    with pytest.raises(CaseError, match=r"there is no qrels/test\.tsv"):
        load(f"beir:{tmp_path / 'nf'}")


def mtrag(folder: Path, **change: object) -> Path:
    lines(
        folder / "x_documents.jsonl",
        {"document_id": "d1", "text": "Yes.", "title": "T"},
        {"document_id": "d2", "text": "No."},
    )
    said = [("user", "Hi"), ("agent", "Hello"), ("user", " And now? ")]
    row = {
        "task_id": "c<::>2",
        "input": [{"speaker": speaker, "text": text} for speaker, text in said],
        "contexts": [{"document_id": "d1"}, {"document_id": "d2"}],
        "targets": [{"text": "Now."}],
        "annotations": {"context_relevance": {"system": [1]}},
        "Answerability": ["PARTIAL"],
        "Collection": "govt",
    }
    return lines(folder / "x_tasks.jsonl", {**row, **change})


def test_mtrag_asks_the_last_turn_with_those_before_it(tmp_path: Path) -> None:
    (case,) = load(f"mtrag:{mtrag(tmp_path)}").cases
    assert (case.question, case.history) == ("And now?", (("user", "Hi"), ("assistant", "Hello")))
    assert [s.article_id for s in case.evidence[0]] == ["d2"]
    assert (case.long_answer, case.cluster, case.slices["kind"]) == ("Now.", "c", "partial")


def test_what_mtrag_calls_unanswerable_has_no_gold(tmp_path: Path) -> None:
    (case,) = load(f"mtrag:{mtrag(tmp_path, Answerability=['UNANSWERABLE'])}").cases
    assert (case.answerable, case.evidence, case.long_answer) == (False, (), None)


def test_mtrag_needs_its_documents_beside_it(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="no `tasks` in it"):
        load(f"mtrag:{tmp_path / 'x.jsonl'}")
    with pytest.raises(CaseError, match="cannot be read"):
        load(f"mtrag:{tmp_path / 'x_tasks.jsonl'}")


@pytest.mark.parametrize("kind", ["squad", "clapnq"])
def test_another_shape_is_told_with_its_line(tmp_path: Path, kind: str) -> None:
    with pytest.raises(CaseError, match=r"line 1: no field '\w+'; is it (SQuAD|CLAPNQ)"):
        load(f"{kind}:{lines(tmp_path / 'x.jsonl', {'some': 'thing'})}")


def test_a_file_that_is_no_data_set_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    for content, said in ((b"nothing", "line 1: the line is not JSON"), (b"[1]", "no object"), (b"\xff", "not UTF-8")):
        path.write_bytes(content)
        with pytest.raises(CaseError, match=said):
            load(f"clapnq:{path}")
    path.write_bytes(b"")
    with pytest.raises(CaseError, match="no question in it"):
        load(f"squad:{path}")


def test_more_articles_are_searched_beside_a_data_sets_own(tmp_path: Path) -> None:
    path = squad_rows(tmp_path / "squad.jsonl")
    (tmp_path / "more.md").write_text("---\nid: noise\n---\n\nSome noise.\n", encoding="utf-8")
    assert set(load(f"squad:{path}", articles=[tmp_path / "more.md"]).articles) == {"Nor_way-000", "noise"}
    (tmp_path / "more.md").write_text("---\nid: Nor_way-000\n---\n\nSome noise.\n", encoding="utf-8")
    with pytest.raises(CaseError, match="among --articles too"):
        load(f"squad:{path}", articles=[tmp_path / "more.md"])


@pytest.mark.skipif(not DATA.exists(), reason="the published data sets are not here")
@pytest.mark.parametrize(
    ("name", "cases", "unanswerable"),
    [
        ("squad:squad/dev-v2.0.jsonl.gz", 11873, 5945),
        ("clapnq:clapnq/dev-a.jsonl.gz", 307, 140),
        ("mtrag:mtrag/human_subset_tasks.jsonl.gz", 159, 9),
    ],
)
def test_the_published_sets_have_as_many_questions_as_they_say(name: str, cases: int, unanswerable: int) -> None:
    kind, _, path = name.partition(":")
    found = load(f"{kind}:{DATA / path}")
    assert (len(found.cases), sum(not case.answerable for case in found.cases)) == (cases, unanswerable)
    for case in found.cases:
        for span in (span for group in case.evidence for span in group):
            assert found.articles[span.article_id].text[span.start : span.end] == span.exact
