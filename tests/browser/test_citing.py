from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import script
from tests.browser.chat import COST, ask, chip, lit, open_page, wait_for

pytestmark = pytest.mark.browser

WITHOUT_HIGHLIGHTS = "delete CSS.highlights; Object.defineProperty(CSS, 'highlights', { value: undefined });"

TOP = "[...CSS.highlights.get('footnote-active')][0].getBoundingClientRect().top"


def answered(page: Page, question: str = COST, state: str = "answered") -> None:
    open_page(page)
    ask(page, question)
    wait_for(page, state)


def test_a_chip_lights_up_exactly_the_cited_words_although_emoji_stand_before_them(page: Page) -> None:
    answered(page, "Any emoji?")
    chip(page, 1).click()
    assert lit(page) == [script.CARD]
    expect(page.locator("#text p", has_text="residence card")).to_be_in_viewport()


def test_every_cited_sentence_is_marked_faintly_until_one_is_lit(page: Page) -> None:
    answered(page)
    assert lit(page, "cited") == [script.VOTE, script.COST]
    chip(page, 2).click()
    assert (lit(page), lit(page, "cited")) == ([script.COST], [script.VOTE])


@pytest.mark.parametrize("height", [700, 280])
def test_a_far_sentence_is_scrolled_to_and_the_way_back_returns_to_the_chip(page: Page, height: int) -> None:
    page.set_viewport_size({"width": 390, "height": height})
    answered(page, "Who pays?", "partial")
    chip(page, 2).click()
    assert 0 < page.evaluate(TOP) < height / 2
    page.get_by_role("button", name="Back to answer").click()
    expect(chip(page, 2)).to_be_focused()
    expect(chip(page, 2)).to_be_in_viewport()
    expect(page.get_by_role("button", name="Back to answer")).to_be_hidden()


def test_a_source_and_a_nearest_passage_light_up_too(page: Page) -> None:
    answered(page)
    page.locator(".footnotes button").nth(1).click()
    assert lit(page) == [script.COST]
    ask(page, "Was the captain arrested?")
    wait_for(page, "not_covered")
    assert lit(page) == []
    page.locator("button.quotation").first.click()
    assert lit(page) == [script.REFUSE]


def test_words_that_are_no_longer_on_the_page_are_said_to_be_gone(page: Page) -> None:
    answered(page, "What was edited?")
    expect(page.get_by_text("no longer has these words")).to_be_visible()
    chip(page, 1).click()
    assert lit(page) == []


def test_a_sentence_of_another_article_is_a_link_that_lights_it_up_there(page: Page) -> None:
    open_page(page)
    page.get_by_role("checkbox", name="Search all the articles").check()
    ask(page, "How many pupils has the school?")
    wait_for(page, "answered")
    chip(page, 1).click()
    expect(page.locator("[data-note='1']")).to_be_focused()
    page.get_by_role("link", name="Read in “County Keeps").click()
    page.get_by_role("heading", name="County Keeps the Island School Open", level=1).wait_for()
    page.wait_for_function("() => CSS.highlights.has('footnote-active')")
    assert lit(page) == [script.PUPILS]


def test_a_sentence_lit_by_a_link_goes_out_when_another_is_chosen(page: Page) -> None:
    at = script.FERRY.index(script.CARD)
    open_page(page, f"/?article={script.FERRY_HEAD['id']}&cite={at}-{at + len(script.CARD)}&version=1")
    assert lit(page) == [script.CARD]
    page.keyboard.press("Escape")
    ask(page, COST)
    wait_for(page, "answered")
    chip(page, 1).click()
    assert lit(page) == [script.VOTE]


def test_a_link_to_an_older_version_says_that_the_article_has_changed(page: Page) -> None:
    open_page(page, f"/?article={script.SCHOOL_HEAD['id']}&cite=0-10&version=7")
    expect(page.get_by_text("The article has changed")).to_be_visible()
    assert lit(page) == []


def test_where_highlights_are_missing_the_paragraph_is_outlined(page: Page) -> None:
    page.add_init_script(WITHOUT_HIGHLIGHTS)
    answered(page)
    chip(page, 2).click()
    expect(page.locator("[data-footnote-active]")).to_have_count(1)
    expect(page.locator("[data-footnote-active]")).to_contain_text(script.COST)


def test_the_page_may_take_a_citation_over(page: Page) -> None:
    answered(page)
    page.evaluate("document.addEventListener('footnote:citation', (event) => event.preventDefault())")
    chip(page, 1).click()
    assert lit(page) == []


def test_a_widget_that_is_taken_away_leaves_nothing_behind(page: Page) -> None:
    answered(page)
    chip(page, 1).click()
    page.evaluate("document.querySelector('footnote-chat').remove()")
    assert page.evaluate("[CSS.highlights.size, document.adoptedStyleSheets.length]") == [0, 0]
    assert page.locator("[data-footnote-target]").count() == 0


def test_coming_and_going_fifty_times_leaves_nothing_behind(page: Page) -> None:
    answered(page)
    page.evaluate("""() => {
        const chat = document.querySelector("footnote-chat");
        const home = chat.parentElement;
        for (let n = 0; n < 50; n += 1) { chat.remove(); home.append(chat); }
        chat.remove();
    }""")
    assert page.evaluate("[CSS.highlights.size, document.adoptedStyleSheets.length]") == [0, 0]


def test_two_chats_on_one_page_mark_each_their_own_article(page: Page) -> None:
    page.goto("/two")
    for name, question in (("a", COST), ("b", "Who pays?")):
        page.locator(f"#{name}").get_by_label("Your question").fill(question)
        page.locator(f"#{name}").get_by_label("Your question").press("Enter")
        page.locator(f"#{name} button.chip").first.wait_for()
    page.locator("#a button.chip").first.click()
    page.locator("#b button.chip").first.click()
    assert sorted(lit(page)) == sorted([script.VOTE, script.PAYS])
    page.evaluate("document.querySelector('#a').clear()")
    assert lit(page) == [script.PAYS]
