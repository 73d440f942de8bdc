from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chat import COST, ask, field, open_page, wait_for
from tests.browser.fake_service import FakeService

pytestmark = pytest.mark.browser


def test_an_error_says_what_happened_and_keeps_the_question(page: Page, service: FakeService) -> None:
    open_page(page)
    service.refuse_next(422, "the question is too long")
    ask(page, COST)
    wait_for(page, "error")
    expect(page.get_by_role("alert")).to_contain_text("The question is too long.")
    expect(field(page)).to_have_value(COST)


def test_words_typed_meanwhile_are_not_overwritten(page: Page, service: FakeService) -> None:
    open_page(page)
    ask(page, "Does it break off? wait cost break")
    wait_for(page, "searching")
    field(page).fill("Something else")
    service.held.set()
    wait_for(page, "error")
    expect(field(page)).to_have_value("Something else")


def test_trying_again_asks_the_same_and_leaves_one_question(page: Page, service: FakeService) -> None:
    open_page(page)
    service.refuse_next(500, "an unforeseen error")
    ask(page, COST)
    wait_for(page, "error")
    page.get_by_role("button", name="Try again").click()
    wait_for(page, "answered")
    expect(page.get_by_role("heading", name=COST)).to_have_count(1)
    expect(field(page)).to_have_value("")
    expect(field(page)).to_be_focused()


@pytest.mark.parametrize(("status", "state"), [(429, "rate_limited"), (503, "unavailable")])
def test_a_service_that_is_busy_says_when_to_come_back(
    page: Page, service: FakeService, status: int, state: str
) -> None:
    page.clock.install()
    open_page(page)
    service.refuse_next(status, "too many questions", **{"Retry-After": "600"})
    ask(page, COST)
    wait_for(page, state)
    again = page.get_by_role("button", name="Try again")
    expect(page.get_by_text("You can ask again in")).to_be_visible()
    expect(again).to_have_attribute("aria-disabled", "true")
    again.click(force=True)
    assert len(service.asked) == 1
    page.clock.fast_forward(601_000)
    expect(again).to_have_attribute("aria-disabled", "false")
    again.click()
    wait_for(page, "answered")


def test_a_stream_that_breaks_off_keeps_what_has_come(page: Page) -> None:
    open_page(page)
    ask(page, "What will it cost? break")
    wait_for(page, "error")
    expect(page.locator(".answer")).to_contain_text("The island council")
    expect(page.get_by_role("alert")).to_contain_text("The answer broke off")


def test_a_failure_in_the_stream_is_an_error(page: Page) -> None:
    open_page(page)
    ask(page, "What will it cost? fail")
    wait_for(page, "error")
    expect(page.get_by_role("alert")).to_contain_text("An unforeseen error.")


def test_without_a_connection_the_chat_says_so(page: Page) -> None:
    open_page(page)
    page.context.set_offline(True)
    ask(page, COST)
    wait_for(page, "offline")
    expect(page.get_by_role("alert")).to_contain_text("You are offline")
    expect(field(page)).to_have_value(COST)
    page.context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    wait_for(page, "answered")


def test_the_page_hears_of_errors(page: Page, service: FakeService) -> None:
    open_page(page)
    page.evaluate(
        "document.addEventListener('footnote:error', (event) => { window.heard = event.detail.problem.status; })"
    )
    service.refuse_next(500, "an unforeseen error")
    ask(page, COST)
    wait_for(page, "error")
    assert page.evaluate("window.heard") == 500


def test_an_article_that_does_not_exist_is_a_page_that_says_so(page: Page) -> None:
    page.goto("/?article=nothing")
    expect(page.get_by_role("heading", name="There is no such article")).to_be_visible()
    page.get_by_role("link", name="Go to the first article").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("An Island Makes Its Ferry Free")


def test_a_hostile_question_and_problem_stay_words(page: Page, service: FakeService) -> None:
    open_page(page)
    service.refuse_next(422, "<img src=x onerror=alert(1)>")
    ask(page, "<script>alert(1)</script><a href='javascript:alert(1)'>x</a>")
    wait_for(page, "error")
    expect(page.get_by_role("alert")).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.locator("footnote-chat img, footnote-chat script, footnote-chat a").count() == 0
