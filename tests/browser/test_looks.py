"""What a newsroom can set from outside: every custom property that docs/widget.md names has its effect."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chat import COST, ask, chip, field, wait_for

pytestmark = pytest.mark.browser

DOCS = (Path(__file__).parents[2] / "docs" / "widget.md").read_text(encoding="utf-8")
COLOUR = "rgb(1, 2, 3)"
# property: value, whose style, which one of it, what it is then
CHAT = {
    "accent": (COLOUR, ".send", "backgroundColor", COLOUR),
    "on-accent": (COLOUR, ".send", "color", COLOUR),
    "ink": (COLOUR, ".root", "color", COLOUR),
    "quiet": (COLOUR, ".notice", "color", COLOUR),
    "line": (COLOUR, ".top", "borderBottomColor", COLOUR),
    "edge": (COLOUR, ".field", "borderTopColor", COLOUR),
    "surface": (COLOUR, ".root", "backgroundColor", COLOUR),
    "tint": (COLOUR, "button.chip span", "backgroundColor", COLOUR),
    "wash": (COLOUR, ".notices", "backgroundColor", COLOUR),
    "mark": (COLOUR, ".card mark", "backgroundColor", COLOUR),
    "shadow": ("rgb(1, 2, 3) 1px 1px", ".card", "boxShadow", "rgb(1, 2, 3) 1px 1px 0px 0px"),
    "radius": ("7px", ".root", "borderTopLeftRadius", "7px"),
    "serif": ("fantasy", ".answer", "fontFamily", "fantasy"),
    "sans": ("cursive", ".root", "fontFamily", "cursive"),
    "size": ("20px", ".notice", "fontSize", "16.25px"),
}
PANEL = {
    "launcher-inset": ("33px", ".launcher", "bottom", "33px"),
    "panel-inline-size": ("321px", "dialog", "width", "321px"),
    "panel-block-size": ("234px", "dialog", "maxHeight", "234px"),
}
ARTICLE = {
    "lit": (COLOUR, "#text p", "backgroundColor", COLOUR),
    "lit-ink": (COLOUR, "#text p", "color", COLOUR),
    "underline": (COLOUR, "#text p", "textDecorationColor", COLOUR),
}
SET = """([selector, properties]) => {
    const style = document.querySelector(selector).style;
    for (const [name, value] of properties) style.setProperty(`--footnote-${name}`, value);
}"""
SEEN = """([all, pseudo]) => all.map(([selector, name]) => {
    const root = pseudo ? document : document.querySelector("footnote-chat").shadowRoot;
    return getComputedStyle(root.querySelector(selector), pseudo)[name];
})"""
Looks = dict[str, tuple[str, str, str, str]]


def dress(page: Page, looks: Looks, where: str = "footnote-chat") -> None:
    page.evaluate(SET, [where, [[name, value] for name, (value, *_) in looks.items()]])


def seen(page: Page, looks: Looks, pseudo: str | None = None) -> dict[str, str]:
    found = page.evaluate(SEEN, [[[selector, name] for _, selector, name, _ in looks.values()], pseudo])
    return dict(zip(looks, found, strict=True))


def expected(looks: Looks) -> dict[str, str]:
    return {name: then for name, (_, _, _, then) in looks.items()}


def test_the_chats_own_properties(page: Page) -> None:
    page.goto("/host")
    ask(page, COST)
    wait_for(page, "answered")
    field(page).blur()
    chip(page, 2).hover()
    page.locator(".card").wait_for()
    dress(page, CHAT)
    assert seen(page, CHAT) == expected(CHAT)


def test_those_of_the_button_and_its_panel(page: Page) -> None:
    page.goto("/host?mode=launcher")
    dress(page, PANEL)
    page.get_by_role("button", name="Ask this article").click()
    assert seen(page, PANEL) == expected(PANEL)


def test_those_of_the_marks_in_the_article(page: Page) -> None:
    page.goto("/host")
    dress(page, ARTICLE, ":root")
    ask(page, COST)
    wait_for(page, "answered")
    chip(page, 1).click()
    assert seen(page, ARTICLE, "::highlight(footnote-active)") == expected(ARTICLE)


def test_these_are_the_ones_that_are_documented() -> None:
    looks = DOCS[DOCS.index("- Custom properties") : DOCS.index("- Parts:")]
    named = set(re.findall(r"`-(?:-footnote)?-([a-z-]+)`|`-([a-z-]+)`", looks))
    assert {one or other for one, other in named} == {*CHAT, *PANEL, *ARTICLE}


def test_the_page_can_put_the_focus_in_the_field(page: Page) -> None:
    page.goto("/host")
    expect(field(page)).to_be_visible()
    expect(field(page)).not_to_be_focused()
    page.evaluate("document.querySelector('footnote-chat').focusComposer()")
    expect(field(page)).to_be_focused()
