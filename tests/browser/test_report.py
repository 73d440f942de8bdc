"""The evaluation's report in Chromium: nothing is blocked by its own policy, and the filter filters."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from eval.report import write_html
from tests.browser.conftest import WATCH
from tests.eval_systems import asked, wavering

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    write_html([asked(folder / "run", wavering, count=90, failing=frozenset({4}))], folder / "report.html")
    return folder / "report.html"


@pytest.fixture(params=[1280, 390], ids=["wide", "phone"])
def page(browser: Browser, report: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": request.param, "height": 900})
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(report.as_uri())
    yield page
    assert page.evaluate("window.violations") == []
    context.close()


def test_nothing_hangs_over_the_side(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_pictures_are_drawn(page: Page) -> None:
    widths = page.evaluate("[...document.images].map((image) => image.naturalWidth)")
    assert widths
    assert all(widths)


def test_the_filter_shows_what_was_asked_for_and_how_many(page: Page) -> None:
    expect(page.locator(".filter")).to_be_visible()
    page.get_by_label("Step").select_option("why=error")
    expect(page.locator(".case:visible")).to_have_count(1)
    expect(page.locator("output")).to_contain_text("1 of ")
    page.get_by_label("Words").fill("nothing says this")
    expect(page.locator(".case:visible")).to_have_count(0)


def test_all_that_are_shown_can_be_opened_at_once(page: Page) -> None:
    page.get_by_label("Step").select_option("why=refused")
    page.get_by_role("button", name="Open all").click()
    expect(page.locator(".case:visible:not([open])")).to_have_count(0)
    expect(page.locator(".case:visible[open]").first).to_be_visible()
