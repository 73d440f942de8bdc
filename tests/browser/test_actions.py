from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import script
from tests.browser.chat import COST, ask, field, listen, open_page, said, wait_for
from tests.browser.fake_service import FakeService

pytestmark = pytest.mark.browser


@pytest.fixture
def answered(page: Page) -> Page:
    open_page(page)
    ask(page, COST)
    wait_for(page, "answered")
    return page


def test_a_thumb_up_is_sent_and_thanked_for(answered: Page, service: FakeService) -> None:
    listen(answered)
    answered.get_by_role("button", name="Helpful", exact=True).click()
    expect(answered.locator(".thanks")).to_have_text("Thank you.")
    assert service.opinions == [{"answer_id": "ans_0", "verdict": "up"}]
    expect(answered.get_by_role("button", name="Helpful", exact=True)).to_have_attribute("aria-pressed", "true")
    assert said(answered) == ["Thank you."]


def test_a_thumb_down_counts_at_once_and_may_be_explained(answered: Page, service: FakeService) -> None:
    answered.get_by_role("button", name="Not helpful").click()
    answered.get_by_label("Something is missing").check()
    answered.get_by_label("Anything to add?").fill("Who decided? 🪪")
    answered.get_by_role("button", name="Send").click()
    expect(answered.locator(".thanks")).to_have_text("Thank you.")
    down = {"answer_id": "ans_0", "verdict": "down"}
    assert service.opinions == [down, {**down, "reasons": ["incomplete"], "comment": "Who decided? 🪪"}]
    assert len(service.asked) == 1


def test_a_comment_is_cut_at_a_thousand_code_points(answered: Page, service: FakeService) -> None:
    answered.get_by_role("button", name="Not helpful").click()
    answered.get_by_label("Anything to add?").fill("🪪" * 1200)
    answered.get_by_role("button", name="Send").click()
    expect(answered.locator(".thanks")).to_have_text("Thank you.")
    assert len(service.opinions[1]["comment"]) == 1000


def test_feedback_on_a_forgotten_answer_is_thanked_for_all_the_same(answered: Page, service: FakeService) -> None:
    service.refuse_next(404, "there is no such answer")
    answered.get_by_role("button", name="Helpful", exact=True).click()
    expect(answered.locator(".thanks")).to_contain_text("too old to take feedback")


def test_feedback_that_cannot_be_sent_can_be_sent_again(answered: Page, service: FakeService) -> None:
    with answered.expect_response("**/v1/feedback"):  # the verdict alone
        answered.get_by_role("button", name="Not helpful").click()
    answered.get_by_label("It is incorrect").check()
    service.refuse_next(503, "busy")
    answered.get_by_role("button", name="Send").click()
    expect(answered.locator(".thanks")).to_contain_text("could not be sent")
    expect(answered.get_by_label("It is incorrect")).to_be_checked()
    answered.get_by_role("button", name="Send").click()
    expect(answered.locator(".thanks")).to_have_text("Thank you.")


def test_copying_takes_the_question_the_answer_and_the_footnotes(answered: Page) -> None:
    answered.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
    answered.get_by_role("button", name="Copy", exact=True).click()
    expect(answered.get_by_role("button", name="Copied, with the footnotes")).to_be_visible()
    copied = answered.evaluate("window.copied")
    assert copied.startswith(f"{COST}\n\nnothing for residents, where it was 14 crowns [1]\n{script.VOTE} [1]")
    assert f"[2] “{script.COST}” According to the council, {script.FERRY_HEAD['title']}, The Coast Record" in copied


def test_copying_works_where_the_clipboard_is_not_allowed(answered: Page) -> None:
    answered.evaluate("""() => {
        navigator.clipboard.writeText = async () => { throw new DOMException("no", "NotAllowedError"); };
        document.addEventListener("copy", () => { window.copied = document.activeElement.value; });
    }""")
    answered.get_by_role("button", name="Copy", exact=True).click()
    expect(answered.get_by_role("button", name="Copied, with the footnotes")).to_be_visible()
    assert answered.evaluate("window.copied").startswith(COST)


def test_asking_again_asks_the_same_question_anew(answered: Page, service: FakeService) -> None:
    answered.get_by_role("button", name="Ask again").click()
    expect(answered.get_by_role("heading", name=COST)).to_have_count(2)
    wait_for(answered, "answered")
    assert [asked["question"] for asked in service.asked] == [COST, COST]
    expect(field(answered)).to_be_focused()


def test_an_answer_to_an_older_version_of_the_article_says_so(page: Page) -> None:
    open_page(page)
    ask(page, COST)
    wait_for(page, "answered")
    ask(page, "What does the updated article say?")
    expect(page.get_by_text("updated since this answer")).to_have_count(1)
    expect(page.locator("li[data-state]").first).to_contain_text("updated since this answer")


def test_after_the_last_answer_of_the_day_there_is_no_countdown(page: Page, service: FakeService) -> None:
    open_page(page)
    service.refuse_next(429, "day", **{"Retry-After": "40000"})
    ask(page, COST)
    wait_for(page, "rate_limited")
    expect(page.get_by_text("come back tomorrow")).to_be_visible()
    expect(page.get_by_text("You can ask again in")).to_be_hidden()


def test_a_connection_that_comes_back_is_announced(page: Page) -> None:
    open_page(page)
    page.context.set_offline(True)
    ask(page, COST)
    wait_for(page, "offline")
    listen(page)
    page.context.set_offline(False)
    page.wait_for_function("() => window.said.length > 0")
    assert said(page) == ["You are back online."]


def test_the_jump_to_the_latest_answer_is_offered_after_scrolling_away(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 620})
    open_page(page)
    for question, state in ((COST, "answered"), ("Who pays?", "partial")):
        ask(page, question)
        wait_for(page, state)
    scroll = page.locator(".scroll")
    scroll.evaluate("(box) => { box.scrollTop = 0; }")
    page.get_by_role("button", name="Jump to the latest answer").click()
    expect(page.get_by_role("heading", name="Who pays?")).to_be_in_viewport()
    expect(field(page)).to_be_focused()
