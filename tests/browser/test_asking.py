from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import script
from tests.browser.chat import COST, ask, chip, field, listen, open_page, said, wait_for
from tests.browser.fake_service import FakeService

pytestmark = pytest.mark.browser


def test_an_answer_streams_in_and_ends_with_its_sources(page: Page, service: FakeService) -> None:
    open_page(page)
    ask(page, "What will it cost? hold")
    wait_for(page, "answering")
    expect(page.locator(".answer")).to_contain_text("The island council voted")
    service.held.set()
    wait_for(page, "answered")
    expect(page.locator(".footnotes q")).to_have_text([script.VOTE, script.COST])
    expect(page.locator(".footnotes")).to_contain_text("According to the council · The Coast Record · 15 November 2022")


def test_each_sentence_is_followed_by_its_chip(page: Page) -> None:
    open_page(page)
    ask(page, COST)
    wait_for(page, "answered")
    assert page.locator(".answer").inner_text().replace("\n", "") == f"{script.VOTE}1 {script.COST}2"
    expect(page.locator(".short")).to_contain_text("nothing for residents")


def test_chips_are_large_enough_for_a_thumb(page: Page) -> None:
    open_page(page)
    ask(page, COST)
    wait_for(page, "answered")
    box = chip(page, 1).bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 24


def test_a_suggestion_asks_and_the_suggestions_go(page: Page, service: FakeService) -> None:
    open_page(page)
    page.get_by_role("button", name="Who pays for the free ferry?").click()
    wait_for(page, "partial")
    expect(page.get_by_text("You could ask")).to_be_hidden()
    expect(page.get_by_text("Answered in part")).to_be_visible()
    assert service.asked[0]["article_ids"] == [script.FERRY_HEAD["id"]]


def test_what_is_not_in_the_article_is_said_with_the_nearest_passages(page: Page) -> None:
    open_page(page)
    ask(page, "Was the captain arrested?")
    wait_for(page, "not_covered")
    expect(page.get_by_text("Not in this article", exact=True)).to_be_visible()
    expect(page.locator(".covers")).to_contain_text("It covers the free ferry")
    expect(page.locator(".quotation > span:first-child")).to_have_text([script.REFUSE, script.REVIEW])
    expect(page.get_by_role("alert")).to_have_count(0)


def test_after_a_refusal_there_are_questions_that_can_be_answered(page: Page) -> None:
    open_page(page)
    ask(page, "Was the captain arrested?")
    wait_for(page, "not_covered")
    page.get_by_role("button", name="Who pays for the free ferry?").click()
    wait_for(page, "partial")
    expect(page.get_by_text("You could ask")).to_be_hidden()


def test_a_comparison_is_a_table_that_says_what_is_not_stated(page: Page) -> None:
    open_page(page)
    ask(page, "Compare Norrland, Hale and Denmark")
    wait_for(page, "answered")
    expect(page.get_by_role("row", name="Denmark")).to_contain_text("not stated")
    expect(page.get_by_role("row", name="Hale")).to_contain_text(script.MONEY)
    expect(page.locator(".answer")).to_have_count(0)


def test_notices_are_shown(page: Page) -> None:
    open_page(page)
    ask(page, "Who pays?")
    wait_for(page, "partial")
    expect(page.locator(".notices li")).to_have_text([script.REPORTED["text"], script.STALE["text"]])


def test_a_follow_up_sends_what_was_said_before(page: Page, service: FakeService) -> None:
    open_page(page)
    ask(page, "Who pays?")
    wait_for(page, "partial")
    ask(page, "And the towns?")
    wait_for(page, "answered")
    history = service.asked[1]["history"]
    assert [(turn["role"], turn["content"][:9]) for turn in history] == [
        ("user", "Who pays?"),
        ("assistant", "The count"),
    ]


def test_stop_keeps_what_has_come(page: Page) -> None:
    open_page(page)
    ask(page, "What will it cost? hold")
    wait_for(page, "answering")
    page.get_by_role("button", name="Stop").click()
    wait_for(page, "stopped")
    expect(page.locator(".answer")).to_contain_text("The island council voted")
    expect(page.locator(".state")).to_have_text("You stopped this answer")
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()


def test_enter_asks_the_next_question_while_an_answer_is_still_coming(page: Page, service: FakeService) -> None:
    open_page(page)
    ask(page, "What will it cost? hold")
    wait_for(page, "answering")
    ask(page, COST)
    wait_for(page, "answered")
    assert [asked["question"] for asked in service.asked] == ["What will it cost? hold", COST]
    expect(page.locator("li[data-state=stopped]")).to_have_count(1)


def test_starting_over_brings_the_suggestions_back(page: Page, service: FakeService) -> None:
    open_page(page)
    ask(page, COST)
    wait_for(page, "answered")
    page.get_by_role("button", name="Start over").click()
    wait_for(page, "idle")
    expect(page.get_by_text("You could ask")).to_be_visible()
    ask(page, COST)
    wait_for(page, "answered")
    assert service.asked[1]["history"] == []


def test_an_answer_is_announced_once_and_whole(page: Page) -> None:
    open_page(page)
    listen(page)
    ask(page, "Any emoji?")
    wait_for(page, "answered")
    assert said(page) == ["Searching the article…", f"{script.CARD} 1 source."]


def test_the_page_hears_of_answers_and_may_ask_itself(page: Page) -> None:
    open_page(page)
    page.evaluate(
        "document.addEventListener('footnote:answer', (event) => { window.heard = event.detail.answer.status; })"
    )
    status = page.evaluate(f"document.querySelector('footnote-chat').ask({COST!r}).then((answer) => answer.status)")
    assert status == page.evaluate("window.heard") == "answered"


def test_the_notice_that_answers_are_automatic_is_there_before_any_question(page: Page) -> None:
    open_page(page)
    expect(page.get_by_text("chosen automatically. Check the footnotes.")).to_be_in_viewport()
    expect(field(page)).to_be_editable()


def test_what_is_announced_in_each_outcome_is_this_and_in_this_order(page: Page, service: FakeService) -> None:
    open_page(page)
    listen(page)
    ask(page, "Was the captain arrested?")
    wait_for(page, "not_covered")
    ask(page, "What will it cost? hold")
    wait_for(page, "answering")
    page.get_by_role("button", name="Stop").click()
    ask(page, "Who pays?")
    wait_for(page, "partial")
    chip(page, 1).click()
    searching = "Searching the article…"
    assert said(page) == [
        searching,
        f"Not in this article. {script.scripted('captain')['text']}",
        searching,
        "You stopped this answer",
        searching,
        f"{script.PAYS} {script.REFUSE} 2 sources.",
        "Footnote 1 is marked in the article.",
    ]


def test_the_focus_is_never_moved_by_what_arrives(page: Page, service: FakeService) -> None:
    open_page(page)
    page.evaluate("""() => {
        window.moves = [];
        const hear = (event) => window.moves.push(event.target.id);
        document.querySelector("footnote-chat").shadowRoot.addEventListener("focusin", hear);
        document.body.tabIndex = -1;
    }""")
    service.refuse_next(500, "an unforeseen error")
    for question in ("What will it cost?", "Who pays?", "Was the captain arrested?"):
        page.evaluate("() => document.body.focus()")
        page.evaluate("(question) => document.querySelector('footnote-chat').ask(question)", question)
    assert page.evaluate("window.moves") == []
