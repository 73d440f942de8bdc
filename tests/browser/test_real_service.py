from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.chat import ask, chip, lit, open_page, wait_for
from tests.browser.conftest import watched

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FOOTNOTE = [sys.executable, "-c", "from api.cli import main; main()"]
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real service over the bundled article."""
    environ = os.environ | {"FOOTNOTE_INDEX": str(tmp_path_factory.mktemp("index"))}
    subprocess.run([*FOOTNOTE, "index", "--sample"], cwd=ROOT, env=environ, check=True)
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
