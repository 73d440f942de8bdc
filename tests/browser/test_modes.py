from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import script
from tests.browser.chat import COST, ask, chip, field, lit, wait_for

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}


def launch(page: Page, mode: str = "launcher") -> None:
    page.goto(f"/host?mode={mode}")
    page.get_by_role("button", name="Ask this article").click()
    page.get_by_role("dialog", name="Ask this article").wait_for()


def test_a_button_opens_a_named_panel_that_leaves_the_page_alone(page: Page) -> None:
    launch(page)
    expect(field(page)).to_be_focused()
    assert not page.locator("dialog").evaluate("(panel) => panel.matches(':modal')")
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()


def test_escape_closes_the_card_then_the_panel_and_gives_the_focus_back(page: Page) -> None:
    launch(page)
    ask(page, COST)
    wait_for(page, "answered")
    page.keyboard.press("Shift+Tab")
    chip(page, 1).focus()
    page.locator(".card").wait_for()
    page.keyboard.press("Escape")
    expect(page.locator(".card")).to_have_count(0)
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("button", name="Ask this article")).to_be_focused()


def test_on_a_narrow_screen_it_is_a_sheet_and_the_page_behind_is_out_of_reach(page: Page) -> None:
    page.set_viewport_size(PHONE)
    launch(page)
    assert page.locator("dialog").evaluate("(panel) => panel.matches(':modal')")
    box = page.get_by_role("dialog").bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, 390)
    assert box["y"] + box["height"] == pytest.approx(844, abs=1)


def test_a_sheet_makes_way_for_the_sentence_and_comes_back(page: Page) -> None:
    page.set_viewport_size(PHONE)
    launch(page, "sheet")
    ask(page, COST)
    wait_for(page, "answered")
    page.locator(".footnotes button").nth(1).click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert lit(page) == [script.COST]
    page.get_by_role("button", name="Back to answer").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.locator(".footnotes button").nth(1)).to_be_focused()


def test_escape_closes_a_sheet(page: Page) -> None:
    launch(page, "sheet")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("button", name="Ask this article")).to_be_focused()


def test_the_page_opens_and_closes_it_and_hears_of_both(page: Page) -> None:
    page.goto("/host?mode=launcher")
    page.get_by_role("button", name="Ask this article").wait_for()
    page.evaluate("""() => {
        window.heard = [];
        const hear = (event) => window.heard.push(event.type);
        for (const type of ["open", "close"]) document.addEventListener(`footnote:${type}`, hear);
        document.querySelector("footnote-chat").open();
    }""")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.evaluate("document.querySelector('footnote-chat').removeAttribute('open')")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert page.evaluate("window.heard") == ["footnote:open", "footnote:close"]


def test_nothing_is_asked_of_the_service_before_the_panel_opens(page: Page) -> None:
    calls: list[str] = []
    page.on("request", lambda request: calls.extend([request.url] if "/v1/" in request.url else []))
    page.goto("/host?mode=launcher")
    page.get_by_role("button", name="Ask this article").wait_for()
    page.wait_for_timeout(200)
    assert calls == []


def test_words_typed_stay_when_the_panel_closes_and_when_the_language_changes(page: Page) -> None:
    launch(page)
    field(page).fill("Half a quest")
    page.keyboard.press("Escape")
    page.evaluate("document.querySelector('footnote-chat').setAttribute('lang', 'de')")
    page.get_by_role("button", name="Fragen an diesen Artikel").click()
    expect(page.get_by_label("Ihre Frage")).to_have_value("Half a quest")


def test_in_arabic_everything_runs_from_right_to_left(page: Page) -> None:
    page.goto("/arabic")
    page.get_by_label("سؤالك").fill("كم ستكلّف العبّارة؟")
    page.get_by_label("سؤالك").press("Enter")
    wait_for(page, "answered")
    expect(page.locator(".root")).to_have_attribute("dir", "rtl")
    send, box = page.locator(".send").bounding_box(), page.locator("textarea").bounding_box()
    assert send is not None
    assert box is not None
    assert send["x"] < box["x"]
    chip(page, 2).click()
    assert lit(page) == [
        script.cite(
            2, "كانت تذكرة الذهاب والإياب تكلّف 14 كرونة حتى الآن، كما قال المجلس.", article="island-ferry-arabic"
        )["exact"]
    ]


def test_an_answer_carries_its_own_language(page: Page) -> None:
    page.goto("/host?lang=ru")
    page.get_by_label("Ваш вопрос").fill(COST)
    page.get_by_label("Ваш вопрос").press("Enter")
    wait_for(page, "answered")
    expect(page.locator(".root")).to_have_attribute("lang", "ru")
    expect(page.locator(".answer")).to_have_attribute("lang", "en")
    expect(page.locator(".footnotes h4")).to_contain_text("По состоянию на 15 ноября 2022 г.")


def test_each_quotation_carries_the_language_of_its_article(page: Page) -> None:
    page.goto("/host?scope=all")
    ask(page, "What is said in Arabic too?")
    wait_for(page, "answered")
    expect(page.locator(".answer")).to_have_attribute("lang", "en")
    expect(page.locator(".answer span[lang=ar]")).to_contain_text(script.ARABIC.split("\n")[0].split()[0])
    languages = page.locator(".footnotes q").evaluate_all("(all) => all.map((quotation) => quotation.lang)")
    assert languages == ["en", "ar"]
    chip(page, 2).hover()
    expect(page.locator(".card blockquote")).to_have_attribute("lang", "ar")


@pytest.mark.parametrize("language", ["en", "fr", "de", "ru", "ar"])
def test_no_language_scrolls_sideways_at_320_pixels(page: Page, language: str) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(f"/host?lang={language}")
    page.locator("textarea").fill("Compare Norrland, Hale and Denmark")
    page.locator("textarea").press("Enter")
    wait_for(page, "answered")
    page.locator(".thumb").last.click()
    page.locator(".why").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    inside = "(box) => box.scrollWidth - box.clientWidth"
    assert page.locator(".scroll").evaluate(inside) <= 0


@pytest.mark.parametrize(("theme", "scheme"), [("light", "dark"), ("dark", "light")])
def test_a_theme_wins_over_the_readers_scheme(page: Page, theme: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(f"/host?theme={theme}")
    field(page).wait_for()
    colour = page.locator(".root").evaluate("(root) => getComputedStyle(root).backgroundColor")
    assert (colour == "rgb(255, 255, 255)") == (theme == "light")
