"""The same widget in Firefox, on another origin's page under the strictest policy that it has to live with."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser import script
from tests.browser.chat import COST, LIT
from tests.browser.fake_service import FakeService
from tests.browser.firefox import BINARY, Firefox, firefox
from tests.browser.host import host_site
from tests.browser.test_host import STRICT, TEN_LINES, paragraphs

pytestmark = pytest.mark.browser

ASKED = "await chat.ask(args[0]); return chat.dataset.state;"
WATCH = """
    window.violations = [];
    document.addEventListener("securitypolicyviolation", (event) => window.violations.push(event.violatedDirective));
"""
COLOUR = """const style = getComputedStyle(document.querySelector("article"), "::highlight(footnote-active)");
    return style.backgroundColor;"""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    """One Firefox for all of them."""
    if BINARY is None:
        pytest.skip("needs Debian's Firefox (apt-get install firefox-esr)")
    with firefox(tmp_path_factory.mktemp("profile")) as browser:
        yield browser


@pytest.fixture
def fox(running: Firefox, service: FakeService) -> Iterator[Firefox]:
    """The ten lines of a newsroom's page, opened."""
    page = TEN_LINES.format(paragraphs=paragraphs(), service=service.url, id=script.FERRY_HEAD["id"])
    with host_site({"/": page}, STRICT.format(service=service.url)) as site:
        running.goto(site)
        running.run(WATCH)
        running.wait("root?.querySelector('textarea')")
        yield running
        assert running.run("return window.violations;") == []
        running.goto("about:blank")


def lit(fox: Firefox) -> list[str]:
    marked: list[str] = fox.run(f"return ({LIT})('active');")
    return marked


def test_a_question_typed_is_answered_and_a_chip_lights_up_its_words(fox: Firefox) -> None:
    fox.run("chat.focusComposer();")
    fox.press(*COST, "Enter")
    fox.wait("chat.dataset.state === 'answered'")
    fox.point("button.chip[data-number='2']", click=True)
    assert lit(fox) == [script.COST]
    fox.press("Escape")
    assert fox.run("return root.activeElement?.dataset.number;") == "2"


def test_the_card_comes_by_hover_and_goes_by_escape(fox: Firefox) -> None:
    assert fox.run(ASKED, COST) == "answered"
    fox.point("button.chip[data-number='2']")
    fox.wait("root.querySelector('.card mark')?.textContent.length > 20")
    fox.press("Escape")
    fox.wait("!root.querySelector('.card')")


def test_a_sentence_after_emoji_is_marked_to_the_letter(fox: Firefox) -> None:
    assert fox.run(ASKED, "Any emoji?") == "answered"
    fox.run("root.querySelector('button.chip').click();")
    assert lit(fox) == [script.CARD]


def test_a_refusal_a_failure_and_a_stop_are_each_their_own(fox: Firefox, service: FakeService) -> None:
    assert fox.run(ASKED, "Was the captain arrested?") == "not_covered"
    service.refuse_next(429, "too many", **{"Retry-After": "2"})
    assert fox.run(ASKED, COST) == "rate_limited"
    fox.run("chat.ask('What does it cost? hold');")
    fox.wait("chat.dataset.state === 'answering'")
    fox.point(".send", click=True)
    assert fox.run("return chat.dataset.state;") == "stopped"


def test_the_conversation_is_kept_and_forgotten_at_once(fox: Firefox) -> None:
    fox.run("chat.history = 'session';")
    assert fox.run(ASKED, "Who pays?") == "partial"
    fox.wait("sessionStorage.length === 1")
    assert fox.run("chat.clear(); return sessionStorage.length;") == 0


def test_the_panel_opens_and_closes_with_the_keyboard(fox: Firefox) -> None:
    fox.run("chat.mode = 'launcher';")
    fox.wait("root.querySelector('.launcher')")
    fox.run("root.querySelector('.launcher').focus();")
    fox.press("Enter")
    fox.wait("root.querySelector('dialog').open")
    assert fox.run("return root.activeElement.tagName;") == "TEXTAREA"
    fox.press("Escape")
    fox.wait("!root.querySelector('dialog').open")
    assert fox.run("return root.activeElement.className;") == "launcher"


def test_the_looks_come_from_the_style_sheets_that_the_policy_lets_in(fox: Firefox) -> None:
    assert fox.run(ASKED, COST) == "answered"
    chips = "return getComputedStyle(root.querySelector('button.chip span')).borderRadius;"
    assert fox.run(chips) == "5px"
    fox.run("root.querySelector('button.chip').click();")
    assert fox.run(COLOUR) == "rgb(255, 229, 143)"
