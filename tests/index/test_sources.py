from __future__ import annotations

import io
import os
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Draft
from index.errors import SourceError
from index.sources import parse_text, read_sources

FOUNDING = Path(__file__).parents[2].parent / "shared" / "seed" / "article.txt"


def read(*paths: Path | str) -> list[Draft | SourceError]:
    return list(read_sources([str(path) for path in paths]))


def refused(*paths: Path | str) -> SourceError:
    (error,) = read(*paths)
    assert isinstance(error, SourceError)
    assert error.remedy
    return error


def written(path: Path, data: bytes | str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def piped(monkeypatch: pytest.MonkeyPatch, data: bytes) -> list[Draft | SourceError]:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    return read("-")


@pytest.mark.skipif(not FOUNDING.exists(), reason="the founding article is not shipped: ../shared/seed is absent")
class TestTheFoundingArticle:
    def draft(self) -> Draft:
        (draft,) = read(FOUNDING)
        assert isinstance(draft, Draft)
        return draft

    def test_its_header_becomes_fields(self) -> None:
        draft = self.draft()
        assert draft.title is not None
        assert draft.title.startswith("Amnesty for Repentance: Tajikistan's")
        assert draft.standfirst is not None
        assert draft.standfirst.startswith("Officials are offering forgiveness")
        assert draft.published == date(2015, 6, 5)

    def test_what_it_lacks_is_none(self) -> None:
        draft = self.draft()
        assert (draft.id, draft.byline, draft.publisher, draft.updated, draft.url, draft.language) == (None,) * 6

    def test_its_text_is_its_thirteen_paragraphs_to_the_letter(self) -> None:
        paragraphs = self.draft().text.split("\n")
        source = FOUNDING.read_text(encoding="utf-8").replace("\u00a0", " ")
        assert len(paragraphs) == 13
        assert all(paragraph in source for paragraph in paragraphs)
        assert paragraphs[0].startswith("Tajikistan is taking a radial approach")
        assert paragraphs[-1].endswith("for two years.")

    @pytest.mark.parametrize(
        "code", ["Related", "Photo by", "5 years old", "ooyala", "June 5", "French Jail", "Officials are"]
    )
    def test_nothing_around_it_can_be_cited(self, code: str) -> None:
        assert code not in self.draft().text


def test_text_markdown_and_json_lines_are_told_apart_by_name(tmp_path: Path) -> None:
    text = written(tmp_path / "a.txt", "# One.")
    markdown = written(tmp_path / "b.MARKDOWN", "# Title\n\nTwo.")
    lines = written(tmp_path / "c.ndjson", '{"text": "Three."}\n{"text": "Four."}')
    assert read(text, markdown, lines) == [
        Draft(text="# One."),
        Draft(text="Two.", title="Title"),
        Draft(text="Three."),
        Draft(text="Four."),
    ]


def test_a_file_of_unknown_name_is_text_if_it_holds_text(tmp_path: Path) -> None:
    assert read(written(tmp_path / "article", "One."), written(tmp_path / "b.story", "Two.")) == [
        Draft(text="One."),
        Draft(text="Two."),
    ]


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(tmp_path: Path) -> None:
    page = "Taxes rise\n5 June 2015\n\nTaxes rise on 1 May."
    marked = written(tmp_path / "a.txt", b"\xef\xbb\xbf" + page.replace("\n", "\r\n").encode())
    assert read(marked) == [parse_text(page, "a.txt")]


def test_a_folder_gives_its_articles_sorted_with_those_of_its_folders(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.md", "c/d/e.txt", ".hidden.txt", ".git/x.txt", "picture.png", "notes"):
        written(tmp_path / name, f"{Path(name).stem}.")
    drafts = read(tmp_path)
    assert [draft.text for draft in drafts if isinstance(draft, Draft)] == ["z.", "b.", "e."]
    assert len(drafts) == 3


def test_one_bad_file_in_a_folder_keeps_none_of_the_others_out(tmp_path: Path) -> None:
    written(tmp_path / "a.txt", "One.")
    written(tmp_path / "b.txt", b"caf\xe9")
    written(tmp_path / "c.pdf", b"%PDF-1.7")
    written(tmp_path / "d.txt", "Two.")
    first, encoding, pdf, last = read(tmp_path)
    assert (first, last) == (Draft(text="One."), Draft(text="Two."))
    assert [type(encoding), type(pdf)] == [SourceError, SourceError]


def test_a_folder_that_links_back_to_itself_is_read_once(tmp_path: Path) -> None:
    written(tmp_path / "a" / "one.txt", "One.")
    (tmp_path / "a" / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert read(tmp_path) == [Draft(text="One.")]


def test_a_link_that_leads_nowhere_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone.txt")
    (tmp_path / "b.txt").symlink_to(tmp_path / "b.txt")
    written(tmp_path / "c.txt", "One.")
    gone, circle, draft = read(tmp_path)
    assert isinstance(gone, SourceError)
    assert "no such file" in gone.problem
    assert isinstance(circle, SourceError)
    assert draft == Draft(text="One.")


@pytest.mark.parametrize("files", [(), (".hidden.txt",), ("a/picture.png", "style.css")])
def test_a_folder_without_articles_says_what_to_put_there(tmp_path: Path, files: tuple[str, ...]) -> None:
    for name in files:
        written(tmp_path / name, "x")
    error = refused(tmp_path)
    assert "the folder holds no articles" in error.problem
    assert ".txt, .md" in error.remedy


@pytest.mark.parametrize("address", ["https://news.example/a", "HTTP://news.example", "ftp://news.example/a.txt"])
def test_an_address_is_to_be_saved_first(address: str) -> None:
    error = refused(address)
    assert "not fetched yet" in error.problem
    assert "save" in error.remedy


@pytest.mark.parametrize("name", ["gone.txt", "gone.pdf", "gone", "a/b/c.md"])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    error = refused(tmp_path / name)
    assert "no such file" in error.problem
    assert error.source == str(tmp_path / name)


@pytest.mark.parametrize("name", ["", "a\0b.txt", "\ud800.txt"])
def test_what_cannot_name_a_file_is_told(name: str) -> None:
    assert "cannot be the name of a file" in refused(name).problem


def test_a_name_too_long_for_the_system_is_told(tmp_path: Path) -> None:
    assert "cannot be read" in refused(tmp_path / ("x" * 5000 + ".txt")).problem


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    path = written(tmp_path / "a.txt", "One.")
    path.chmod(0)
    assert "may not be read" in refused(path).problem


def test_a_name_that_would_confuse_a_terminal_is_shown_escaped(tmp_path: Path) -> None:
    assert refused(tmp_path / "a\x1b[31m\n.txt").source.endswith(r"a\x1b[31m\n.txt")


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("a.txt", b"", "it is empty"),
        ("a.md", b"", "it is empty"),
        ("a.txt", b" \r\n\t\n", "the text is blank"),
        ("a.txt", b"\xef\xbb\xbf", "the text is blank"),
        ("a.txt", b"Advertisement\n\nShare this\n", "nothing but what pages carry around"),
        ("a.pdf", b"%PDF-1.7", "PDF is not read yet"),
        ("a.html", b"<p>One.</p>", "HTML is not read yet"),
        ("a.docx", b"PK\x03\x04", "office documents are not read yet"),
        ("a.json", b"{}", "not read"),
        ("a.txt", b"%PDF-1.7 disguised", "this is a PDF"),
        ("a.txt", b"PK\x03\x04\x14\x00", "this is a ZIP archive"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\x00", "this is a PNG picture"),
        ("a.txt", b"\x1f\x8b\x08\x00", "this is a gzip archive"),
        ("a.txt", b"{\\rtf1 One.}", "this is an RTF document"),
        ("a.txt", b"\n <!DOCTYPE HTML><p>One.", "this is an HTML page"),
        ("a.md", b"<html lang=en><p>One.", "this is an HTML page"),
        ("a.txt", b"One.\nTwo\x00.", "byte 9 is zero"),
        ("a.txt", b"\x01\x02\x03\x04\x05 One.", "many control characters"),
        ("a.txt", "One.".encode("utf-16"), "it starts as UTF-16 does"),
        ("a.txt", "One.".encode("utf-32"), "it starts as UTF-32LE does"),
        ("a.txt", "One sentence.".encode("utf-16-le"), "as in UTF-16LE"),
        ("a.txt", "One sentence.".encode("utf-16-be"), "as in UTF-16BE"),
    ],
)
def test_a_file_that_holds_no_article_says_what_it_is(tmp_path: Path, name: str, data: bytes, problem: str) -> None:
    error = refused(written(tmp_path / name, data))
    assert problem in error.problem
    assert error.source == str(tmp_path / name)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_text_that_is_not_utf8_says_what_was_tried_where_it_failed_and_how_to_convert_it(
    tmp_path: Path, mark: bytes
) -> None:
    error = refused(written(tmp_path / "my article.txt", mark + b"One.\nA caf\xe9 closes."))
    assert f"not UTF-8, which is the one encoding tried (byte {11 + len(mark)} is 0xe9)" in error.problem
    assert error.line == 2
    assert f"iconv -f WINDOWS-1252 -t UTF-8 '{tmp_path}/my article.txt'" in error.remedy


def test_200_megabytes_are_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    assert "longer than 20,000,000 bytes" in refused(path).problem


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no endless device here")
def test_an_endless_device_is_refused() -> None:
    assert "longer than" in refused("/dev/zero").problem


def test_standard_input_is_json_lines_where_it_starts_with_a_brace(monkeypatch: pytest.MonkeyPatch) -> None:
    results = piped(monkeypatch, b'\n {"text": "One."}\n{"text": 2}\n{"text": "Three."}')
    assert [results[0], results[2]] == [Draft(text="One."), Draft(text="Three.")]
    assert str(results[1]).startswith("standard input, line 3: text is a number")


def test_standard_input_is_text_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    assert piped(monkeypatch, b"\nTaxes rise\n\n5 June 2015\n\nTaxes rise on 1 May.") == [
        Draft(text="Taxes rise on 1 May.", title="Taxes rise", published=date(2015, 6, 5))
    ]


@pytest.mark.parametrize(("data", "problem"), [(b"", "it is empty"), (b"\n\n", "blank"), (b"caf\xe9", "not UTF-8")])
def test_bad_standard_input_is_told(monkeypatch: pytest.MonkeyPatch, data: bytes, problem: str) -> None:
    (error,) = piped(monkeypatch, data)
    assert isinstance(error, SourceError)
    assert problem in error.problem


def test_endless_standard_input_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    (error,) = piped(monkeypatch, (b"One. " * 1000 + b"\n") * 4_100)
    assert "longer than" in str(error)


@given(
    st.binary(max_size=200) | st.text(max_size=100).map(str.encode), st.sampled_from(["a.txt", "a.md", "a.jsonl", "a"])
)
def test_no_bytes_in_a_file_break_the_reader(tmp_path_factory: pytest.TempPathFactory, data: bytes, name: str) -> None:
    results = read(written(tmp_path_factory.getbasetemp() / "fuzz" / name, data))
    assert results
    assert all(isinstance(result, Draft | SourceError) for result in results)
