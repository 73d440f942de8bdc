"""The line on a newsroom's page: pinned to a release, and what its attributes do."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser import script
from tests.browser.chat import COST, ask, chip, field, lit, wait_for
from tests.browser.conftest import watched
from tests.browser.fake_service import RELEASE, FakeService
from tests.browser.host import host_site
from tests.browser.test_host import paragraphs

pytestmark = pytest.mark.browser

ID = script.FERRY_HEAD["id"]
REFUSED = "Was the captain arrested?"


@pytest.fixture
def pages() -> dict[str, str]:
    return {}


@pytest.fixture
def guest(browser: Browser, service: FakeService, pages: dict[str, str]) -> Iterator[Page]:
    """A page of another site."""
    with host_site(pages) as site, watched(browser, site, service.url) as page:
        yield page


def pinned(service: FakeService, *, maps: bool = False) -> str:
    """A page with the line for this release; with an import map that names every file's integrity."""
    home = f"{service.url}/widget/{RELEASE.name}/"
    every = json.dumps({"integrity": {home + path: RELEASE.integrity(path) for path in RELEASE.files}})
    return (
        f"<!doctype html><html lang=en><title>x</title>{f'<script type=importmap>{every}</script>' if maps else ''}"
        f"<article>{paragraphs()}</article>"
        f'<script type="module" src="{home}footnote.js" integrity="{RELEASE.integrity("footnote.js")}" '
        f'crossorigin="anonymous"></script><footnote-chat article="{ID}">Write to us</footnote-chat>'
    )


def spoil(page: Page, name: str) -> None:
    """Let one file come with a byte more than it has."""

    def more(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=response.text() + "\n")

    page.route(f"**/{name}", more)


@pytest.mark.parametrize("maps", [False, True])
def test_a_pinned_line_loads_every_file_from_the_release(
    guest: Page, service: FakeService, pages: dict[str, str], maps: bool
) -> None:
    pages["/"] = pinned(service, maps=maps)
    loaded: list[str] = []
    guest.on("request", lambda request: loaded.extend([request.url] if "/widget/" in request.url else []))
    guest.goto("/")
    ask(guest, COST)
    wait_for(guest, "answered")
    chip(guest, 2).click()
    assert lit(guest) == [script.COST]
    assert len(loaded) > 15
    assert [url for url in loaded if f"/widget/{RELEASE.name}/" not in url] == []


def test_a_pinned_script_that_was_changed_is_not_run(guest: Page, service: FakeService, pages: dict[str, str]) -> None:
    pages["/"] = pinned(service)
    spoil(guest, "footnote.js")
    guest.goto("/")
    expect(guest.get_by_text("Write to us")).to_be_visible()
    assert guest.evaluate("customElements.get('footnote-chat')") is None


def test_with_the_import_map_a_changed_file_that_comes_later_is_not_run(
    guest: Page, service: FakeService, pages: dict[str, str]
) -> None:
    pages["/"] = pinned(service, maps=True)
    spoil(guest, "card.js")
    guest.goto("/")
    ask(guest, COST)
    wait_for(guest, "answered")
    chip(guest, 2).click()
    assert lit(guest) == [script.COST]
    chip(guest, 2).hover()
    guest.wait_for_timeout(400)
    expect(guest.locator(".card")).to_have_count(0)


def test_the_newsrooms_own_questions_take_the_place_of_the_services(page: Page) -> None:
    calls: list[str] = []
    page.on("request", lambda request: calls.append(request.url))
    page.goto("/host?suggestions=Who pays?| What%20is it? ||c|d|e")
    expect(page.locator(".idea")).to_have_text(["Who pays?", "What is it?", "c"])
    assert not [url for url in calls if "/v1/suggestions" in url]
    page.get_by_role("button", name="Who pays?").click()
    wait_for(page, "partial")


def test_a_newsroom_may_want_no_suggestions_and_may_change_its_mind(page: Page) -> None:
    page.goto("/host?suggestions=|")
    field(page).wait_for()
    expect(page.get_by_text("You could ask")).to_be_hidden()
    page.evaluate("document.querySelector('footnote-chat').suggestions = null")
    expect(page.get_by_text("You could ask")).to_be_visible()


def test_the_notice_leads_to_the_newsrooms_page_about_it(page: Page) -> None:
    page.goto("/host?disclaimer-href=/about")
    link = page.get_by_role("link", name="How answers are made")
    expect(link).to_have_attribute("href", f"{page.url.split('/host')[0]}/about")
    page.evaluate("document.querySelector('footnote-chat').disclaimerHref = 'javascript:alert(1)'")
    expect(link).to_have_count(0)


def test_after_a_refusal_the_newsrooms_own_search_is_a_link_with_the_question(page: Page) -> None:
    page.goto("/host?archive=/search?q={question}")
    ask(page, REFUSED)
    wait_for(page, "not_covered")
    link = page.get_by_role("link", name="Search the archive")
    expect(link).to_have_attribute("href", f"{page.url.split('/host')[0]}/search?q=Was%20the%20captain%20arrested%3F")


def test_after_a_refusal_all_the_articles_can_be_asked_until_the_reader_starts_over(
    page: Page, service: FakeService
) -> None:
    page.goto("/host?archive=all")
    ask(page, REFUSED)
    wait_for(page, "not_covered")
    page.get_by_role("button", name="Ask all the articles").click()
    expect(page.get_by_text("Not in these articles", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Ask all the articles")).to_have_count(1)  # the first refusal's
    assert ["article_ids" in asked for asked in service.asked] == [True, False]
    page.get_by_role("button", name="Start over").click()
    ask(page, COST)
    wait_for(page, "answered")
    assert service.asked[2]["article_ids"] == [ID]


def test_without_an_archive_a_refusal_offers_none(page: Page) -> None:
    page.goto("/host")
    ask(page, REFUSED)
    wait_for(page, "not_covered")
    expect(page.get_by_role("link", name="Search the archive")).to_have_count(0)
    expect(page.get_by_role("button", name="Ask all the articles")).to_have_count(0)


def test_on_the_demo_page_the_box_says_what_is_asked(page: Page) -> None:
    page.goto("/")
    ask(page, REFUSED)
    wait_for(page, "not_covered")
    page.get_by_role("button", name="Ask all the articles").click()
    expect(page.get_by_role("checkbox", name="Search all the articles")).to_be_checked()
    page.get_by_role("button", name="Start over").click()
    expect(page.get_by_role("checkbox", name="Search all the articles")).not_to_be_checked()
