from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser import script
from tests.browser.chat import COST, ask, chip, lit, open_page, wait_for
from tests.browser.conftest import watched
from tests.browser.fake_service import FakeService

pytestmark = pytest.mark.browser


@pytest.fixture
def answered(page: Page) -> Page:
    open_page(page)
    ask(page, COST)
    wait_for(page, "answered")
    return page


@pytest.fixture
def phone(browser: Browser, service: FakeService) -> Iterator[Page]:
    size = {"width": 390, "height": 844}
    with watched(browser, service.url, viewport=size, has_touch=True, is_mobile=True) as page:
        open_page(page)
        ask(page, COST)
        wait_for(page, "answered")
        yield page


def test_hovering_shows_who_said_it_where_and_when_with_the_words_in_context(answered: Page) -> None:
    chip(answered, 2).hover()
    card = answered.locator(".card")
    expect(card).to_be_visible()
    expect(card).to_contain_text("According to the council · The Coast Record · 15 November 2022")
    expect(card.locator(".headline")).to_have_text(str(script.FERRY_HEAD["title"]))
    expect(card.locator("mark")).to_have_text(script.COST)
    expect(card.locator("blockquote")).to_contain_text("“We are not tourists in our …")
    expect(chip(answered, 2)).to_have_attribute("aria-expanded", "true")


def test_the_pointer_may_go_into_the_card_and_the_card_goes_when_the_pointer_does(answered: Page) -> None:
    chip(answered, 2).hover()
    answered.locator(".card mark").hover()
    answered.wait_for_timeout(500)
    expect(answered.locator(".card")).to_be_visible()
    answered.get_by_label("Your question").hover()
    expect(answered.locator(".card")).to_have_count(0)
    expect(chip(answered, 2)).to_have_attribute("aria-expanded", "false")


def test_the_card_opens_by_focus_and_its_button_is_the_next_stop(answered: Page) -> None:
    answered.keyboard.press("Shift+Tab")
    chip(answered, 1).focus()
    expect(answered.locator(".card mark")).to_have_text(script.VOTE)
    answered.keyboard.press("Tab")
    expect(answered.locator(".card button")).to_be_focused()
    answered.keyboard.press("Enter")
    assert lit(answered) == [script.VOTE]
    expect(answered.locator(".card")).to_have_count(0)


@pytest.mark.parametrize("way", ["hover", "focus"])
def test_a_chip_that_is_pointed_at_before_the_card_has_come_gets_it_when_it_comes(page: Page, way: str) -> None:
    held: list[Route] = []
    page.route("**/card.js", lambda route: held.append(route))
    open_page(page)
    ask(page, COST)
    wait_for(page, "answered")
    page.keyboard.press("Shift+Tab")
    getattr(chip(page, 2), way)()
    expect(page.locator(".card")).to_have_count(0)
    held[0].continue_()
    expect(page.locator(".card mark")).to_have_text(script.COST)


def test_escape_puts_the_card_away_and_the_focus_back_on_the_chip(answered: Page) -> None:
    answered.keyboard.press("Shift+Tab")
    chip(answered, 1).focus()
    answered.locator(".card").wait_for()
    answered.keyboard.press("Tab")
    answered.keyboard.press("Escape")
    expect(answered.locator(".card")).to_have_count(0)
    expect(chip(answered, 1)).to_be_focused()


def test_a_chip_is_described_by_its_words_without_any_card(answered: Page) -> None:
    described = """(chip) => chip.getRootNode().getElementById(chip.getAttribute("aria-describedby")).textContent"""
    assert chip(answered, 2).evaluate(described) == script.COST


def test_on_a_phone_a_tap_opens_the_card_and_its_button_goes_to_the_article(phone: Page) -> None:
    chip(phone, 2).tap()
    expect(phone.locator(".card")).to_be_visible()
    assert lit(phone) == []
    phone.locator(".card").get_by_role("button", name="Show in the article").tap()
    assert lit(phone) == [script.COST]
    phone.get_by_role("button", name="Back to answer").tap()
    expect(chip(phone, 2)).to_be_in_viewport()


def test_a_tap_beside_the_card_puts_it_away(phone: Page) -> None:
    chip(phone, 2).tap()
    phone.touchscreen.tap(4, 840)
    expect(phone.locator(".card")).to_have_count(0)


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_card_is_whole_within_the_window(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 600})
    open_page(page)
    ask(page, COST)
    wait_for(page, "answered")
    for at in range(page.locator("button.chip").count()):
        page.locator("button.chip").nth(at).scroll_into_view_if_needed()
        page.locator("button.chip").nth(at).hover()
        page.locator(".card").wait_for()
        box = page.locator(".card").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["y"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["y"] + box["height"] <= 600
        page.mouse.move(0, 0)
        expect(page.locator(".card")).to_have_count(0)


def test_the_card_of_another_article_leads_there(page: Page) -> None:
    page.goto("/widget/reading.html")
    ask(page, "What do both articles say?")
    wait_for(page, "answered")
    chip(page, 2).hover()
    page.locator(".card").get_by_role("link", name="Read in “County Keeps").click()
    page.get_by_role("heading", name="County Keeps the Island School Open", level=1).wait_for()
    page.wait_for_function("() => CSS.highlights.has('footnote-active')")
    assert lit(page) == [script.PUPILS]
