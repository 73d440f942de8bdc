from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chat import ask, chip, lit, open_page, wait_for
from tests.browser.conftest import watched
from tests.browser.host import host_site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FOOTNOTE = [sys.executable, "-c", "from api.cli import main; main()"]
ROOT = Path(__file__).parents[2]


HOST = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>A newsroom</title></head>
<body>
<article>
{paragraphs}
</article>
<script type="module" src="{at}/widget/footnote.js"></script><footnote-chat site="{key}" article="{id}"></footnote-chat>
</body>
</html>"""
KEY = "pk_0123456789abcdef"
SITES = """[[site]]
key = "{key}"
origins = ["{origin}"]
articles = ["*"]
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled article, indexed."""
    folder = tmp_path_factory.mktemp("index")
    environ = os.environ | {"FOOTNOTE_INDEX": str(folder)}
    subprocess.run([*FOOTNOTE, "index", "--sample"], cwd=ROOT, env=environ, check=True)
    return folder


@pytest.fixture(scope="module")
def address(index: Path) -> Iterator[str]:
    """A real service over the bundled article."""
    with served(os.environ | {"FOOTNOTE_INDEX": str(index)}) as url:
        yield url


@contextmanager
def served(environ: dict[str, str]) -> Iterator[str]:
    """A real service; yields its address."""
    command = [*FOOTNOTE, "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, env=environ, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        found = next(filter(None, (re.search(r"http://\S+", line) for line in server.stderr)))
        yield found[0]
        server.terminate()
        server.communicate()


@pytest.fixture
def real(browser: Browser, address: str) -> Iterator[Page]:
    with watched(browser, address) as page:
        open_page(page)
        yield page


def test_a_question_is_answered_and_each_chip_lights_up_its_citation(real: Page) -> None:
    real.evaluate("document.addEventListener('footnote:answer', (event) => { window.answer = event.detail.answer; })")
    ask(real, "Who answers the Trust Line?")
    wait_for(real, "answered")
    answer = real.evaluate("window.answer")
    assert answer["citations"]
    for citation in answer["citations"]:
        chip(real, citation["number"]).click()
        assert lit(real) == [citation["exact"]]


def test_what_the_article_does_not_say_is_not_covered(real: Page) -> None:
    ask(real, "Who won the football world cup?")
    wait_for(real, "not_covered")


def test_a_suggested_question_is_answered(real: Page) -> None:
    real.locator(".idea").first.click()
    wait_for(real, "answered")


def test_ten_lines_on_another_origin_and_a_site_key_are_enough(browser: Browser, index: Path, tmp_path: Path) -> None:
    pages: dict[str, str] = {}
    with host_site(pages) as site:
        sites = tmp_path / "sites.toml"
        sites.write_text(SITES.format(key=KEY, origin=site), encoding="utf-8")
        environ = os.environ | {"FOOTNOTE_INDEX": str(index), "FOOTNOTE_SITES": str(sites)}
        with served(environ) as service, watched(browser, site, service) as page:
            pages["/"] = a_page(service)
            page.goto("/")
            ask(page, "Who answers the Trust Line?")
            wait_for(page, "answered")
            chip(page, 1).click()
            assert len(lit(page)) == 1
            page.get_by_role("button", name="Helpful", exact=True).click()
            expect(page.locator(".thanks")).to_have_text("Thank you.")


def a_page(service: str) -> str:
    """The bundled article on a page of ten lines."""
    with urlopen(f"{service}/v1/articles") as response:
        name = json.load(response)["data"][0]["id"]
    with urlopen(f"{service}/v1/articles/{name}") as response:
        lines = json.load(response)["text"].split("\n")
    paragraphs = "".join(f"<p>{line}</p>" for line in lines)
    return HOST.format(paragraphs=paragraphs, at=service, key=KEY, id=name)
