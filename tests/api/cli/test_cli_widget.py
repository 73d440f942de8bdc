"""`footnote widget`."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from api.release import read_release
from tests.cli_world import Footnote

RELEASE = read_release()
SRC = f"https://answers.example/widget/{RELEASE.name}/footnote.js"


def test_the_line_is_pinned_to_the_release_and_its_bytes(footnote: Footnote) -> None:
    ran = footnote("widget", "--url", "https://answers.example/", "--article", 'a"b')
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        f'<script type="module" src="{SRC}" integrity="{RELEASE.integrity("footnote.js")}" crossorigin="anonymous">'
        '</script><footnote-chat article="a&quot;b"></footnote-chat>\n'
    )


def test_the_import_map_names_every_file_and_comes_first(footnote: Footnote) -> None:
    out = footnote("widget", "--url", "https://answers.example", "--import-map").out
    found = re.match(r'<script type="importmap">(.*?)</script>\n<script type="module"', out, re.DOTALL)
    assert found
    every = json.loads(found[1])["integrity"]
    assert every[SRC] == RELEASE.integrity("footnote.js")
    assert len(every) == len(RELEASE.files)


def test_a_program_gets_the_parts(footnote: Footnote) -> None:
    found = json.loads(footnote("widget", "--url", "https://answers.example", "--json").out)
    assert (found["release"], found["src"]) == (RELEASE.name, SRC)
    assert found["files"]["footnote.js"] == found["integrity"]


def test_the_files_can_be_copied_to_serve_them_elsewhere(footnote: Footnote, tmp_path: Path) -> None:
    for _ in range(2):  # again changes nothing
        ran = footnote("widget", "--copy", str(tmp_path / "static"), "--json")
        assert ran.code == 0
        assert RELEASE.name in ran.err
        json.loads(ran.out)
    assert read_release(tmp_path / "static" / RELEASE.name) == RELEASE


def test_a_folder_that_cannot_be_written_is_a_failure(footnote: Footnote, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    ran = footnote("widget", "--copy", str(tmp_path / "file"))
    assert (ran.code, ran.out) == (1, "")
    assert "error: " in ran.err


@pytest.mark.parametrize("url", ["answers.example", "ftp://answers.example", "https://", "https://a.example/?b"])
def test_what_is_no_address_is_wrong_usage(footnote: Footnote, url: str) -> None:
    ran = footnote("widget", "--url", url)
    assert (ran.code, ran.out) == (2, "")
    assert "answers.example" in ran.err
