"""The report: one file that shows nothing but what is so, escapes what it quotes, and can be read by everybody."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from eval.errors import RunError
from eval.records import Span
from eval.report import BEGIN, END, write_html, write_into, write_junit, write_markdown
from eval.report_cases import marked
from eval.report_words import percent
from eval.spans import Cover, piece
from tests.eval_runs import answer, failed, result, scoring, written
from tests.eval_systems import asked, good, wavering, wrong_offsets

NASTY = '<script>alert(1)</script> & "quoted" </style> \x00 | ]]>'


class Page(HTMLParser):
    """The tags of a page with their attributes, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += f" {data}"

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def wavering_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return asked(tmp_path_factory.mktemp("runs") / "wavering", wavering, count=90, failing=frozenset({4}))


@pytest.fixture(scope="module")
def source(wavering_run: Path) -> str:
    return html(wavering_run)


def html(*runs: Path) -> str:
    out = runs[0] / "report.html"
    write_html(runs, out)
    return out.read_text(encoding="utf-8")


def said(text: str) -> str:
    return " ".join(Page(text).text.split())


def test_the_page_asks_nothing_of_any_network(source: str) -> None:
    page = Page(source)
    addresses = [
        value for _, attributes in page.tags for name, value in attributes.items() if name in {"src", "srcset", "href"}
    ]
    assert addresses
    assert all(address and address.startswith(("data:image/svg+xml;base64,", "#")) for address in addresses)
    assert "url(" not in source
    assert "innerHTML" not in source


def test_the_policy_allows_just_this_style_and_this_script(source: str) -> None:
    policy = next(meta["content"] for meta in Page(source).all("meta") if "http-equiv" in meta) or ""
    for tag in ("style", "script"):
        inline = source.split(f"<{tag}>")[1].split(f"</{tag}>")[0]
        assert f"'sha256-{b64encode(hashlib.sha256(inline.encode()).digest()).decode()}'" in policy
    assert "default-src 'none'" in policy


def test_failures_come_first_and_intervals_stand_beside_shares(source: str) -> None:
    text = said(source)
    assert text.index("1 of 90 questions got no answer") < text.index("It was right on")
    assert re.search(r"It was right on \d+ of 90: \d+ % \(likely \d+ % to \d+ %\)", text)


def test_everybody_can_read_it(source: str) -> None:
    page = Page(source)
    assert len(page.all("table")) == len(page.all("caption"))
    assert all(image["alt"] for image in page.all("img"))
    assert all("scope" in head for head in page.all("th"))
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))


def test_every_link_within_the_page_leads_somewhere(source: str) -> None:
    page = Page(source)
    ids = {attributes.get("id") for _, attributes in page.tags}
    assert {f"#{one}" for one in ids} >= {link["href"] for link in page.all("a")}


def test_a_wrong_case_shows_what_was_said_beside_what_should_have_been(tmp_path: Path) -> None:
    source = html(asked(tmp_path / "run", wrong_offsets, count=3))
    assert "says at that place" in source
    assert "Broken:" in source  # the citations; the answers themselves are right


def test_words_that_both_sides_have_are_marked() -> None:
    span = Span("a", 4, 9, "fives")
    assert marked(("a", 0, 9), "The fives", Cover.of([piece(span)])) == (("The ", False), ("fives", True))
    assert marked(("b", 0, 3), "The", Cover.of([piece(span)])) == (("The", False),)


def test_what_is_quoted_is_escaped(tmp_path: Path) -> None:
    bad = result(1, {"right": 0.0}, blame="refused", answer=answer(NASTY), answers=(NASTY,), slices={"kind": NASTY})
    source = html(written(tmp_path, [bad], dataset=NASTY, system=NASTY))
    assert source.count("<script>") == 1
    assert "alert(1)" in Page(source).text


def test_a_run_is_reported_the_same_twice(wavering_run: Path, source: str) -> None:
    assert html(wavering_run) == source


def test_an_incomplete_run_says_so_before_all_else(tmp_path: Path) -> None:
    text = said(html(written(tmp_path, scoring("right", [1.0]), count=5)))
    assert "This run is not complete: 1 of 5 questions were asked" in text


@pytest.mark.parametrize(
    "results",
    [
        [failed(1), failed(2)],
        [result(1, {"right": 1.0}, answer={"status": "answered", "text": "Five.", "confidence": None})],
        scoring("something of their own", [0.3, 0.7]),
        [result(1, {"right": 1.0}, answerable=False, answer=answer(status="not_covered"))],
    ],
    ids=["all failed", "no confidence", "foreign metric", "refused alone"],
)
def test_a_run_that_lacks_something_is_reported_without_it(tmp_path: Path, results: list) -> None:
    assert "How this was measured" in html(written(tmp_path, results))


def test_published_numbers_stand_beside_ours_with_why_they_compare(tmp_path: Path) -> None:
    scores = {"rouge_l": 0.5, "rouge_1_recall": 0.6, "rouge_l_passage": 1.0}
    run = written(tmp_path, [result(1, scores)], dataset="clapnq-dev-a")
    text = said(html(run))
    assert "VerbatimRAG-LLM, spans only 58.8 % 70.1 % 96.0 % 77.0 %" in text
    assert "Comparable: the same protocol" in text
    assert "Not comparable: the corpus of 178,891 passages is not at hand" in text


def test_other_runs_stand_beside_and_are_compared(tmp_path: Path, wavering_run: Path) -> None:
    text = said(html(wavering_run, asked(tmp_path / "good", good, count=90)))
    assert "This run against good" in text
    assert "no difference shown" in text or "worse" in text


def test_another_run_of_other_cases_is_not_compared_and_why_is_said(tmp_path: Path, wavering_run: Path) -> None:
    assert "were asked of different cases" in said(html(wavering_run, asked(tmp_path / "good", good, count=9)))


def test_baselines_stand_beside(source: str) -> None:
    assert "always abstain" in said(source)


def test_junit_has_a_test_for_each_case_with_why_it_failed(wavering_run: Path, tmp_path: Path) -> None:
    write_junit([wavering_run], tmp_path / "junit.xml")
    (suite,) = ElementTree.parse(tmp_path / "junit.xml").getroot()
    tests = suite.findall("testcase")
    assert suite.get("tests") == str(len(tests)) == "90"
    assert suite.get("errors") == str(len(suite.findall(".//error"))) == "1"
    assert suite.get("failures") == str(len(suite.findall(".//failure")))
    told = suite.find(".//failure")
    assert told is not None
    assert told.get("message")
    assert "question: How many" in (told.text or "")


def test_junit_is_xml_whatever_was_said(tmp_path: Path) -> None:
    bad = result(1, {"right": 0.0}, blame="refused", answer=answer(NASTY + "\ud800"))
    write_junit([written(tmp_path, [bad], dataset=NASTY)], tmp_path / "junit.xml")
    assert "alert(1)" in (ElementTree.parse(tmp_path / "junit.xml").findtext(".//failure") or "")


def test_an_incomplete_run_is_an_error_in_junit(tmp_path: Path) -> None:
    write_junit([written(tmp_path, scoring("right", [1.0]), count=5)], tmp_path / "junit.xml")
    suite = ElementTree.parse(tmp_path / "junit.xml").getroot()[0]
    assert (suite.get("tests"), suite.get("errors")) == ("2", "1")


def test_markdown_has_the_headline_and_the_tables(wavering_run: Path, tmp_path: Path) -> None:
    write_markdown([wavering_run], tmp_path / "report.md")
    text = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert text.startswith("## made-up\n\n- 1 of 90 questions got no answer")
    assert "| right | 90 | 0." in text
    assert all(line.count("|") == 5 for line in text.splitlines() if line.startswith("| right decision"))


def test_a_report_of_nothing_or_to_nowhere_is_an_error(tmp_path: Path, wavering_run: Path) -> None:
    with pytest.raises(RunError, match="no run to report"):
        write_html([], tmp_path / "report.html")
    with pytest.raises(RunError, match="no run at"):
        write_markdown([tmp_path / "nowhere"], tmp_path / "report.md")
    with pytest.raises(RunError, match="cannot be written"):
        write_junit([wavering_run], tmp_path / "no folder" / "junit.xml")


def test_nearly_all_is_never_called_all() -> None:
    assert [percent(share) for share in (0.0, 0.002, 0.5, 0.998, 1.0)] == ["0 %", "0.2 %", "50 %", "99.8 %", "100 %"]


def test_the_headline_goes_between_the_marks_of_a_page_and_the_rest_stays(tmp_path: Path, wavering_run: Path) -> None:
    page = tmp_path / "README.md"
    page.write_text(f"Before.\n{BEGIN}\nold\n{END}\nAfter.\n", encoding="utf-8")
    write_into([wavering_run], page)
    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"Before.\n{BEGIN}\n**")
    assert text.endswith(f"{END}\nAfter.\n")
    assert "old" not in text
    write_into([wavering_run], page)
    assert page.read_text(encoding="utf-8") == text


def test_a_page_without_the_marks_is_left_alone_and_told_about_them(tmp_path: Path, wavering_run: Path) -> None:
    page = tmp_path / "README.md"
    page.write_text("Nothing.\n", encoding="utf-8")
    with pytest.raises(RunError, match="put the lines"):
        write_into([wavering_run], page)
    assert page.read_text(encoding="utf-8") == "Nothing.\n"
    with pytest.raises(RunError, match="cannot be read"):
        write_into([wavering_run], tmp_path / "gone.md")
