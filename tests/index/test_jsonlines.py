from __future__ import annotations

import io
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Draft
from index.errors import SourceError
from index.jsonlines import lines_of, parse_json_line, read_json_lines


def read(data: bytes) -> list[Draft | SourceError]:
    return list(read_json_lines(lines_of(io.BytesIO(data)), "a.jsonl"))


def test_a_line_gives_every_field_it_has_and_ignores_the_others() -> None:
    line = (
        '{"text": "Taxes rise on 1 May.", "id": 7, "title": "Tax", "published": "2015-06-05", "url": "https://x.example",'
        ' "publisher": "The Example", "standfirst": null, "language": "en", "score": 0.5}'
    )
    assert parse_json_line(line, "a.jsonl", 1) == Draft(
        text="Taxes rise on 1 May.",
        id="7",
        title="Tax",
        published=date(2015, 6, 5),
        url="https://x.example",
        publisher="The Example",
        language="en",
    )


def test_scraped_text_in_a_line_is_cleaned_as_a_page_is() -> None:
    page = "Taxes rise\nJune 5, 2015, 5:00pm\nTaxes rise on 1 May.\nRelated: Cat on roof"
    draft = parse_json_line(json.dumps({"text": page}), "a.jsonl", 1)
    assert draft == Draft(text="Taxes rise on 1 May.", title="Taxes rise", published=date(2015, 6, 5))


def test_a_broken_line_costs_only_itself_and_says_which_it_is() -> None:
    lines = [json.dumps({"text": f"Article {n} says so."}) for n in range(1, 11)]
    lines[6] = '{"text": "cut of'
    results = read("\n".join(lines).encode())
    errors = [result for result in results if isinstance(result, SourceError)]
    assert len(results) == 10
    assert [(error.source, error.line) for error in errors] == [("a.jsonl", 7)]


def test_blank_lines_marks_and_windows_line_ends_are_read_past() -> None:
    assert read(b'\xef\xbb\xbf\r\n{"text": "One."}\r\n\r\n{"text": "Two."}') == [Draft(text="One."), Draft(text="Two.")]


def test_the_same_id_twice_gives_both_in_order() -> None:
    line = b'{"id": "a", "text": "Version %d."}\n'
    assert read(line % 1 + line % 2) == [Draft(text="Version 1.", id="a"), Draft(text="Version 2.", id="a")]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (b"not json", "not valid JSON"),
        (b'"text"', "the line is text, not an object"),
        (b"7", "the line is a number, not an object"),
        (b"null", "the line is null, not an object"),
        (b"{}", "the object has no text"),
        (b'{"text": null}', "the object has no text"),
        (b'{"text": 7}', "text is a number"),
        (b'{"text": ["a"]}', "text is a list"),
        (b'{"text": ""}', "the text is blank"),
        (b'{"text": "One.", "title": true}', "title is true or false"),
        (b'{"text": "One.", "published": 1433520000}', "published is a number"),
        (b'{"text": "One.", "published": "5.6.2015"}', "published is not a date that can be read one way"),
        (b'{"text": "One.", "url": {}}', "url is an object"),
        (b'{"text": "One.", "id": true}', "id is true or false"),
        (b'{"text": "One.", "score": NaN}', "NaN is not a JSON value"),
        (b'{"text": "One.", "text": "Two."}', "a key stands twice"),
        (b'{"text": "\\ud800"}', "half a character"),
        (b'{"text": "One.", "n": ' + b"9" * 5000 + b"}", "beyond reason"),
        (b'{"text": "One.", "n": ' + b"[" * 100_000, "beyond reason"),
        (b'{"text": "caf\xe9"}', "not UTF-8 (byte 14 of it)"),
    ],
)
def test_a_bad_line_says_what_is_wrong_with_it_and_what_to_write(line: bytes, problem: str) -> None:
    good = b'{"text": "One."}'
    first, error, last = read(good + b"\n" + line + b"\n" + good)
    assert isinstance(error, SourceError)
    assert problem in error.problem
    assert (error.line, bool(error.remedy)) == (2, True)
    assert first == last == Draft(text="One.")


@pytest.mark.parametrize(
    ("data", "problem", "remedy"),
    [
        (b"", "it is empty", "one JSON object per line"),
        (b"\n \n", "it is empty", "one JSON object per line"),
        (b'[{"text": "One."},\n{"text": "Two."}]', "one JSON array", "jq -c '.[]' a.jsonl"),
        (b'{\n"text": "One."\n}', "one JSON object over many lines", "jq -c . a.jsonl"),
        (b"\x1f\x8b\x08\x00", "a gzip archive", "save the article as text"),
        (b'\xff\xfe{\x00"\x00', "UTF-16", "iconv -f UTF-16 -t UTF-8 a.jsonl"),
    ],
)
def test_a_file_that_is_no_json_lines_gets_one_error_not_one_per_line(data: bytes, problem: str, remedy: str) -> None:
    (error,) = read(data)
    assert isinstance(error, SourceError)
    assert problem in error.problem
    assert remedy in error.remedy


@pytest.mark.slow
def test_a_line_beyond_the_limit_is_refused_and_the_next_one_read() -> None:
    error, draft = read(b'{"text": "' + b"x" * 50_000_000 + b'"}\n{"text": "One."}')
    assert isinstance(error, SourceError)
    assert "longer than" in error.problem
    assert draft == Draft(text="One.")


@given(st.lists(st.binary(max_size=80)).map(b"\n".join))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    assert all(isinstance(result, Draft | SourceError) for result in read(data))
