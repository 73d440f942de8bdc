"""What the browser tests do with the page, in the reader's words."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

COST = "What will the ferry cost?"

LIT = """(name) => [...(CSS.highlights.get(`footnote-${name}`) ?? [])].map((range) => range.toString())"""


def open_page(page: Page, address: str = "/") -> None:
    """Open the demo page and wait until it can be used."""
    page.goto(address)
    page.get_by_text("You could ask").wait_for()


def field(page: Page) -> Locator:
    """The field for the question."""
    return page.get_by_label("Your question")


def ask(page: Page, question: str) -> None:
    """Type a question and press Enter."""
    field(page).fill(question)
    field(page).press("Enter")


def wait_for(page: Page, state: str) -> None:
    """Wait until the chat is in this state."""
    page.locator(f"footnote-chat[data-state={state}]").wait_for(state="attached")


def chip(page: Page, number: int) -> Locator:
    """The chip of the last answer with this number."""
    return page.locator(f"button.chip[data-number='{number}']").last


def lit(page: Page, kind: str = "active") -> list[str]:
    """The words that are marked in the article."""
    marked: list[str] = page.evaluate(LIT, kind)
    return marked


def said(page: Page) -> list[str]:
    """What a screen reader was told, in order (after `listen`)."""
    words: list[str] = page.evaluate("window.said")
    return words


def listen(page: Page) -> None:
    """Write down what comes into the live region."""
    page.evaluate("""() => {
        window.said = [];
        const live = document.querySelector("footnote-chat").shadowRoot.querySelector("[role=status]");
        const hear = (change) => change.addedNodes.forEach((node) => window.said.push(node.textContent));
        new MutationObserver((changes) => changes.forEach(hear)).observe(live, { childList: true });
    }""")
