from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import script
from tests.browser.chat import COST, ask, lit, wait_for
from tests.browser.fake_service import FakeService

pytestmark = pytest.mark.browser

CHAT = "document.querySelector('footnote-chat')"
START_OVER = (
    f"[...{CHAT}.shadowRoot.querySelectorAll('button')].find((one) => one.textContent === 'Start over').click();"
)
KEPT_WHEN_SHOWN = f"""async () => {{
    const chat = {CHAT};
    const shown = new Promise((resolve) => new MutationObserver(() => {{
        if (chat.dataset.state === "partial") resolve(sessionStorage.length);
    }}).observe(chat, {{ attributes: true }}));
    chat.ask("Who pays?");
    return await shown;
}}"""


@pytest.fixture
def kept(page: Page) -> Page:
    """A conversation of one answer, on a page that asks for it to be kept."""
    page.goto("/host?history=session")
    ask(page, COST)
    wait_for(page, "answered")
    return page


def questions(page: Page) -> list[str]:
    return page.locator("footnote-chat h3").all_inner_texts()


def test_a_conversation_is_kept_for_the_visit_only_where_the_page_asks_for_it(kept: Page, service: FakeService) -> None:
    kept.reload()
    wait_for(kept, "answered")
    expect(kept.get_by_role("heading", name=COST)).to_be_visible()
    ask(kept, "Who pays?")
    wait_for(kept, "partial")
    assert len(service.asked[1]["history"]) == 2
    kept.get_by_role("button", name="Start over").click()
    kept.reload()
    kept.get_by_text("You could ask").wait_for()
    assert kept.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_starting_over_forgets_at_once(kept: Page) -> None:
    assert kept.evaluate(f"() => {{ {START_OVER} return sessionStorage.length; }}") == 0


def test_an_answer_is_kept_as_soon_as_it_is_shown(page: Page) -> None:
    page.goto("/host?history=session")
    page.get_by_text("You could ask").wait_for()
    assert page.evaluate(KEPT_WHEN_SHOWN) == 1


def test_starting_over_while_all_articles_are_searched_forgets_what_was_asked_before(kept: Page) -> None:
    kept.evaluate(f"{CHAT}.setAttribute('scope', 'all')")
    ask(kept, "Who pays?")
    wait_for(kept, "partial")
    assert kept.evaluate(f"() => {{ {START_OVER} return sessionStorage.length; }}") == 0


def test_a_question_asked_while_the_page_is_still_being_read_comes_after_those_of_before(kept: Page) -> None:
    held: list[Route] = []
    kept.route("**/pointer.js", lambda route: held.append(route))
    kept.reload()
    expect(kept.get_by_role("heading", name=COST)).to_be_visible()
    ask(kept, "Who pays? wait")
    wait_for(kept, "searching")
    assert questions(kept) == [COST, "Who pays? wait"]
    for route in held:
        route.continue_()


def test_the_sentences_of_a_kept_answer_are_marked_again(kept: Page) -> None:
    kept.reload()
    kept.wait_for_function("() => CSS.highlights.has('footnote-cited')")
    assert lit(kept, "cited") == [script.VOTE, script.COST]


def test_each_article_has_a_conversation_of_its_own(kept: Page) -> None:
    kept.evaluate(f"{CHAT}.article = 'another'")
    wait_for(kept, "idle")
    assert questions(kept) == []
    kept.evaluate(f"{CHAT}.article = '{script.FERRY_HEAD['id']}'")
    wait_for(kept, "answered")
    assert questions(kept) == [COST]


def test_a_page_that_no_longer_wants_it_kept_has_it_forgotten(kept: Page) -> None:
    kept.evaluate(f"{CHAT}.removeAttribute('history')")
    kept.wait_for_function("() => sessionStorage.length === 0")
    assert questions(kept) == [COST]


def test_a_page_that_wants_it_kept_later_has_what_is_there_kept(page: Page) -> None:
    page.goto("/host")
    ask(page, COST)
    wait_for(page, "answered")
    page.evaluate(f"{CHAT}.history = 'session'")
    page.wait_for_function("() => sessionStorage.length === 1")


def test_what_keeps_it_may_fail_to_load(page: Page) -> None:
    page.route("**/memory.js", lambda route: route.abort())
    page.goto("/host?history=session")
    ask(page, COST)
    wait_for(page, "answered")
    assert page.evaluate("sessionStorage.length") == 0
