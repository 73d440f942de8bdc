"""Take a picture of every state: `python -m tests.browser.screenshots FOLDER [--url URL]`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.fake_service import FakeService
from tests.browser.script import FERRY_HEAD

SIZES = {"wide": (1280, 900), "phone": (390, 844)}


def ask(page: Page, question: str, state: str) -> None:
    """Ask, and wait for the state."""
    page.locator("footnote-chat").scroll_into_view_if_needed()
    page.get_by_label("Your question").fill(question)
    page.get_by_label("Your question").press("Enter")
    page.locator(f"footnote-chat[data-state={state}]").wait_for()


def first(page: Page, service: FakeService) -> None:
    """The page as it opens."""


def first_chat(page: Page, service: FakeService) -> None:
    """The chat before any question."""
    page.locator("#ask").scroll_into_view_if_needed()


def searching(page: Page, service: FakeService) -> None:
    """Nothing has come yet."""
    ask(page, "What does it cost? wait", "searching")


def answering(page: Page, service: FakeService) -> None:
    """Half of it has come."""
    ask(page, "What does it cost? hold", "answering")


def answered(page: Page, service: FakeService) -> None:
    """An answer."""
    ask(page, "What will the ferry cost?", "answered")


def cited(page: Page, service: FakeService) -> None:
    """An answer, and its second sentence lit up."""
    answered(page, service)
    page.get_by_role("button", name="Footnote 2, show").click()


def partial(page: Page, service: FakeService) -> None:
    """Half of the question is answered."""
    ask(page, "Who pays for the free ferry, and until when?", "partial")


def table(page: Page, service: FakeService) -> None:
    """A comparison."""
    ask(page, "Compare Norrland, Hale and Denmark", "answered")


def not_covered(page: Page, service: FakeService) -> None:
    """Not in this article."""
    ask(page, "Was the captain arrested?", "not_covered")


def other(page: Page, service: FakeService) -> None:
    """An answer from another article."""
    page.get_by_role("checkbox").check()
    ask(page, "How many pupils has the school?", "answered")
    page.get_by_role("button", name="Footnote 1, go to").click()


def stopped(page: Page, service: FakeService) -> None:
    """The reader stopped it."""
    ask(page, "What does it cost? hold", "answering")
    page.get_by_role("button", name="Stop").click()


def error(page: Page, service: FakeService) -> None:
    """It failed."""
    service.refuse_next(500, "an unforeseen error; the service's log says more under this request's id")
    ask(page, "What will the ferry cost?", "error")


def unavailable(page: Page, service: FakeService) -> None:
    """It is too busy."""
    service.refuse_next(503, "too many questions are waiting; try again in a moment", **{"Retry-After": "12"})
    ask(page, "What will the ferry cost?", "unavailable")


def second(page: Page, service: FakeService) -> None:
    """A conversation."""
    answered(page, service)
    ask(page, "What do the mainland towns say?", "answered")
    page.wait_for_timeout(300)


def card(page: Page, service: FakeService) -> None:
    """The card of a citation."""
    answered(page, service)
    chip = page.locator(".answer button.chip").last
    chip.scroll_into_view_if_needed()
    if page.evaluate("matchMedia('(pointer: coarse)').matches"):
        chip.tap()
    else:
        chip.hover()
    page.locator(".card").wait_for()


def edited(page: Page, service: FakeService) -> None:
    """The sentence is no longer on the page."""
    ask(page, "What was edited?", "answered")


def feedback(page: Page, service: FakeService) -> None:
    """What was wrong?"""
    answered(page, service)
    page.get_by_role("button", name="Not helpful").click()
    page.get_by_text("What was wrong?").scroll_into_view_if_needed()


def rate_limited(page: Page, service: FakeService) -> None:
    """Too many questions."""
    service.refuse_next(429, "no more than 20 questions a minute", **{"Retry-After": "42"})
    ask(page, "What will the ferry cost?", "rate_limited")


def offline(page: Page, service: FakeService) -> None:
    """No connection."""
    page.get_by_label("Your question").focus()
    page.wait_for_timeout(300)
    page.context.set_offline(True)
    ask(page, "What will the ferry cost?", "offline")


def launcher(page: Page, service: FakeService) -> None:
    """A button in the corner."""
    page.goto(f"/host?mode=launcher&article={FERRY_HEAD['id']}")
    page.locator(".launcher").wait_for()


def panel(page: Page, service: FakeService) -> None:
    """The panel it opens; on a phone a sheet."""
    launcher(page, service)
    page.locator(".launcher").click()
    page.locator("footnote-chat").evaluate("(chat) => chat.ask('What will the ferry cost?')")


def arabic(page: Page, service: FakeService) -> None:
    """From right to left."""
    page.goto("/arabic")
    page.locator("textarea").fill("كم ستكلّف العبّارة؟")
    page.locator("textarea").press("Enter")
    page.locator("footnote-chat[data-state=answered]").wait_for()
    page.locator("footnote-chat").scroll_into_view_if_needed()


def german(page: Page, service: FakeService) -> None:
    """Long words."""
    page.evaluate("document.querySelector('footnote-chat').setAttribute('lang', 'de')")
    page.get_by_role("button", name="Fragen", exact=True).wait_for()
    page.locator("#ask").scroll_into_view_if_needed()
    page.locator("textarea").fill("Was the captain arrested?")
    page.locator("textarea").press("Enter")
    page.locator("footnote-chat[data-state=not_covered]").wait_for()


def room(page: Page, service: FakeService) -> None:
    """The reading room."""
    page.goto("/widget/reading.html")
    page.get_by_role("link", name="County Keeps").first.wait_for()


def room_answer(page: Page, service: FakeService) -> None:
    """An answer from several articles."""
    room(page, service)
    ask(page, "What do both articles say?", "answered")


STATES: tuple[Callable[[Page, FakeService], None], ...] = (
    first, first_chat, searching, answering, answered, card, cited, partial, table, not_covered, other, edited,
    feedback, stopped, offline, rate_limited, error, unavailable, second, launcher, panel, arabic, german, room,
    room_answer,
)  # fmt: skip


def main() -> None:
    """Take them all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="*", help="names of states")
    parser.add_argument("--schemes", nargs="*", default=["light", "dark"])
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    service = FakeService()
    service.start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for size, (width, height) in SIZES.items():
            for scheme in args.schemes:
                for state in STATES:
                    if args.only and state.__name__ not in args.only:
                        continue
                    service.reset()
                    phone = size == "phone"
                    context = browser.new_context(
                        viewport={"width": width, "height": height}, color_scheme=scheme, base_url=service.url,
                        has_touch=phone, is_mobile=phone, device_scale_factor=1 + phone, reduced_motion="reduce",
                    )  # fmt: skip
                    page = context.new_page()
                    page.goto("/")
                    page.get_by_text("You could ask").wait_for()
                    state(page, service)
                    page.wait_for_timeout(150)
                    page.screenshot(path=args.folder / f"{state.__name__}-{size}-{scheme}.png")
                    context.close()
        browser.close()
    service.stop()


if __name__ == "__main__":
    main()
