from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import script
from tests.browser.chat import COST, ask, chip, field, lit, open_page, wait_for

pytestmark = pytest.mark.browser

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def test_the_article_is_set_with_its_headline_date_and_every_paragraph(page: Page) -> None:
    open_page(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(str(script.FERRY_HEAD["title"]))
    expect(page.locator("#article header")).to_contain_text("By Maren Holt · 15 November 2022")
    lines = page.locator("#text > *").evaluate_all("(all) => all.map((line) => line.textContent)")
    assert "\n".join(lines) == script.FERRY
    expect(page.locator("#text h2")).to_have_text(["Who pays"])


def test_the_other_articles_are_listed(page: Page) -> None:
    open_page(page)
    page.get_by_role("link", name="County Keeps the Island School Open").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("County Keeps the Island School Open")
    expect(page.get_by_role("button", name="How many pupils has the school?")).to_be_visible()


@pytest.mark.parametrize("width", [320, 390, 768, 1000, 1280])
@pytest.mark.parametrize("question", ["Compare Norrland, Hale and Denmark", "Was the captain arrested?", "x" * 300])
def test_no_width_scrolls_sideways(page: Page, width: int, question: str) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    open_page(page)
    assert page.evaluate(OVERFLOW) == 0
    ask(page, question)
    page.locator("footnote-chat li[data-state=answered], footnote-chat li[data-state=not_covered]").wait_for()
    assert page.evaluate(OVERFLOW) == 0


def test_on_a_wide_screen_the_field_stays_in_sight_while_the_article_scrolls(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 620})
    open_page(page)
    expect(field(page)).to_be_in_viewport(ratio=1)
    page.locator("#text p").last.scroll_into_view_if_needed()
    expect(field(page)).to_be_in_viewport(ratio=1)


def test_on_a_phone_a_button_leads_to_the_chat_and_then_goes(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page)
    page.get_by_role("link", name="Ask this article").click()
    expect(page.get_by_role("heading", name="Ask this article")).to_be_in_viewport()
    expect(page.get_by_role("link", name="Ask this article")).to_be_hidden()


def test_enter_sends_shift_enter_does_not_and_neither_does_composing(page: Page) -> None:
    open_page(page)
    field(page).fill("one")
    field(page).press("Shift+Enter")
    field(page).press_sequentially("two")
    expect(field(page)).to_have_value("one\ntwo")
    field(page).dispatch_event("keydown", {"key": "Enter", "isComposing": True, "bubbles": True})
    expect(page.locator("footnote-chat")).to_have_attribute("data-state", "idle")
    field(page).press("Enter")
    wait_for(page, "not_covered")


def test_everything_can_be_done_with_the_keyboard(page: Page) -> None:
    open_page(page)
    page.get_by_role("button", name=COST).focus()
    page.keyboard.press("Enter")
    wait_for(page, "answered")
    expect(field(page)).to_be_focused()
    chip(page, 1).focus()
    page.keyboard.press("Enter")
    assert lit(page) == [script.VOTE]
    expect(page.locator("#text p").first).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Back to answer")).to_be_focused()
    page.keyboard.press("Enter")
    expect(chip(page, 1)).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(chip(page, 1)).to_be_focused()


def test_the_focus_stays_in_the_field_while_an_answer_comes(page: Page) -> None:
    open_page(page)
    ask(page, COST)
    wait_for(page, "answered")
    expect(field(page)).to_be_focused()


def test_the_page_keeps_no_cookie_and_stores_nothing(page: Page) -> None:
    open_page(page)
    ask(page, COST)
    wait_for(page, "answered")
    assert page.evaluate("[document.cookie, localStorage.length, sessionStorage.length]") == ["", 0, 0]


def test_the_reading_room_lists_the_articles_and_marks_those_an_answer_cites(page: Page) -> None:
    page.goto("/widget/reading.html")
    expect(page.get_by_text("2 articles")).to_be_visible()
    ask(page, "How many pupils has the school?")
    wait_for(page, "answered")
    expect(page.locator(".shelf li[data-cited]")).to_have_count(1)
    expect(page.locator(".shelf li[data-cited]")).to_contain_text("County Keeps the Island School Open")


def test_an_answer_from_several_articles_names_each(page: Page) -> None:
    page.goto("/widget/reading.html")
    ask(page, "What do both articles say?")
    wait_for(page, "answered")
    expect(page.locator(".footnotes h4")).to_contain_text("From 2 articles")
    expect(page.get_by_role("link", name="Read in “An Island Makes Its Ferry Free")).to_be_visible()
    expect(page.get_by_role("link", name="Read in “County Keeps")).to_be_visible()


def test_the_live_example_writes_the_line_that_it_shows(page: Page) -> None:
    page.goto("/widget/example.html")
    expect(page.locator("#line")).to_contain_text(
        f'<footnote-chat article="{script.FERRY_HEAD["id"]}"></footnote-chat>'
    )
    page.get_by_label("lang").select_option("fr")
    expect(page.get_by_label("Votre question")).to_be_visible()
    expect(page.locator("#line")).to_contain_text('lang="fr"')
    expect(page.locator("#events")).to_contain_text("footnote:ready")


def test_in_forced_colours_and_with_reduced_motion_the_chat_can_be_used(page: Page) -> None:
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    open_page(page)
    ask(page, COST)
    wait_for(page, "answered")
    border = chip(page, 1).locator("span").evaluate("(chip) => getComputedStyle(chip).borderTopStyle")
    assert border == "solid"
    chip(page, 1).click()
    assert (lit(page), lit(page, "cited")) == ([script.VOTE], [])


def test_a_table_is_set_in_columns_on_a_wide_page_and_stacked_on_a_phone(page: Page) -> None:
    open_page(page)
    ask(page, "Compare Norrland, Hale and Denmark")
    wait_for(page, "answered")
    assert page.locator("td").first.evaluate("(cell) => getComputedStyle(cell).display") == "table-cell"
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.locator("td").first.evaluate("(cell) => getComputedStyle(cell).display") == "block"
    expect(page.get_by_role("row", name="Denmark")).to_contain_text("not stated")
