from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import script
from tests.browser.chat import COST, ask, chip, lit, wait_for
from tests.browser.conftest import watched
from tests.browser.fake_service import FakeService
from tests.browser.host import host_site

pytestmark = pytest.mark.browser

ID = script.FERRY_HEAD["id"]
TEN_LINES = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>The Coast Record</title></head>
<body>
<article>
{paragraphs}
</article>
<script type="module" src="{service}/widget/footnote.js"></script><footnote-chat article="{id}"></footnote-chat>
</body>
</html>"""


def paragraphs(text: str = script.FERRY) -> str:
    return "\n".join(f"<p>{line}</p>" for line in text.split("\n"))


def dressed() -> str:
    """The ferry article as a newsroom's system might set it."""
    lines = script.FERRY.split("\n")
    lines[0] = "<span style='float:left;font-size:3em'>T</span>" + lines[0][1:].replace("Norrland", "Norr&shy;land")
    lines[1] = lines[1].replace("“", '"').replace("”", '"').replace("14 crowns", "14&nbsp;crowns")
    lines[1] = lines[1].replace("⛴️", "<img class=emoji alt='⛴' src='data:,'>")
    lines[3] = lines[3].replace("year, and", "year,<br>and").replace("'", "’")
    lines[4] = lines[4].replace("residence card", "<a href='#'>residence <b>card</b></a>")
    box = "<div>Advertisement</div><aside>Islanders must show a residence card</aside><div class=ad>Yes.</div>"
    return box.join(f"<div>{line}</div>" for line in lines)


@pytest.fixture
def pages() -> dict[str, str]:
    return {}


@pytest.fixture
def site(pages: dict[str, str]) -> Iterator[str]:
    with host_site(pages) as address:
        yield address


@pytest.fixture
def guest(browser: Browser, service: FakeService, site: str) -> Iterator[Page]:
    """A page of another site, that may only talk to itself and the service."""
    with watched(browser, site, service.url) as page:
        yield page


def put(pages: dict[str, str], service: FakeService, body: str, page: Page) -> None:
    pages["/"] = TEN_LINES.format(paragraphs=body, service=service.url, id=ID)
    page.goto("/")
    page.get_by_label("Your question").wait_for()


def test_ten_lines_of_html_on_another_origin_are_enough(
    guest: Page, service: FakeService, pages: dict[str, str]
) -> None:
    put(pages, service, paragraphs(), guest)
    assert pages["/"].count("\n") - script.FERRY.count("\n") == 9
    ask(guest, COST)
    wait_for(guest, "answered")
    chip(guest, 2).click()
    assert lit(guest) == [script.COST]


@pytest.mark.parametrize("question", [COST, "Who pays?", "Any emoji?"])
def test_on_a_page_full_of_boxes_and_other_typography_each_sentence_is_found(
    guest: Page, service: FakeService, pages: dict[str, str], question: str
) -> None:
    put(pages, service, dressed(), guest)
    ask(guest, question)
    guest.locator("button.chip").first.wait_for()
    expected = [citation["exact"] for citation in script.scripted(question)["citations"]]
    for number, exact in enumerate(expected, start=1):
        chip(guest, number).click()
        [found] = lit(guest)
        assert _letters(found) == _letters(exact)


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum() or character in ".,")


def test_an_edited_sentence_is_said_not_to_be_there(guest: Page, service: FakeService, pages: dict[str, str]) -> None:
    put(pages, service, paragraphs().replace("14 crowns", "15 crowns"), guest)
    ask(guest, COST)
    wait_for(guest, "answered")
    expect(guest.get_by_text("no longer has these words")).to_have_count(1)
    chip(guest, 2).click()
    assert lit(guest) == []


@pytest.mark.parametrize(
    "between", ["", "<p>Subscribe today.</p>", "<aside>Advert</aside>", "<div class=ad>Advert</div><p>Subscribe.</p>"]
)
def test_a_quotation_over_two_paragraphs_is_marked_without_what_stands_between(
    guest: Page, service: FakeService, pages: dict[str, str], between: str
) -> None:
    put(pages, service, paragraphs().replace("</p>\n", f"</p>\n{between}\n"), guest)
    ask(guest, "What do both paragraphs say?")
    wait_for(guest, "answered")
    chip(guest, 1).click()
    assert _letters("".join(lit(guest))) == _letters(script.MONEY + script.CARD)


def test_a_quotation_over_two_paragraphs_of_which_one_was_edited_is_said_not_to_be_there(
    guest: Page, service: FakeService, pages: dict[str, str]
) -> None:
    put(pages, service, paragraphs().replace("at the gate", "at the pier"), guest)
    ask(guest, "What do both paragraphs say?")
    wait_for(guest, "answered")
    expect(guest.get_by_text("no longer has these words")).to_have_count(1)
    chip(guest, 1).click()
    assert lit(guest) == []


def test_what_is_hidden_behind_a_paywall_is_not_pointed_at(
    guest: Page, service: FakeService, pages: dict[str, str]
) -> None:
    first, _, rest = paragraphs().partition("\n")
    put(pages, service, f"{first}<div style='display:none'>{rest}</div>", guest)
    ask(guest, COST)
    wait_for(guest, "answered")
    chip(guest, 2).click()
    assert lit(guest) == []


HOSTILE = """<style>
* { all: unset !important; font: 9px/1 fantasy !important; color: lime !important; --ink: red; --accent: red }
html { font-size: 62.5%; direction: rtl } button { display: none !important } p { visibility: hidden !important }
</style>"""


def test_a_hostile_style_sheet_does_not_get_in(guest: Page, service: FakeService, pages: dict[str, str]) -> None:
    put(pages, service, paragraphs(), guest)
    ask(guest, COST)
    wait_for(guest, "answered")
    look = """() => ['.answer', 'button.send', '.root', 'h2'].map((name) => {
        const style = getComputedStyle(document.querySelector('footnote-chat').shadowRoot.querySelector(name));
        return [style.color, style.fontSize, style.fontFamily, style.display, style.visibility, style.direction];
    })"""
    before = guest.evaluate(look)
    pages["/"] = pages["/"].replace("</head>", f"{HOSTILE}</head>")
    guest.reload()
    guest.get_by_label("Your question").wait_for()
    ask(guest, COST)
    wait_for(guest, "answered")
    assert guest.evaluate(look) == before


STRICT = (
    "default-src 'none'; script-src {service}; connect-src {service}; style-src 'none'; img-src 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)


def test_the_strictest_policy_of_a_host_is_enough(browser: Browser, service: FakeService) -> None:
    pages = {"/": TEN_LINES.format(paragraphs=paragraphs(), service=service.url, id=ID)}
    with (
        host_site(pages, STRICT.format(service=service.url)) as site,
        watched(browser, site, service.url) as page,
    ):
        page.goto("/")
        ask(page, COST)
        wait_for(page, "answered")
        chip(page, 1).click()
        assert lit(page) == [script.VOTE]
        page.get_by_role("button", name="Not helpful").click()
        expect(page.get_by_text("What was wrong?")).to_be_visible()


def test_a_site_key_is_changed_into_a_token_that_no_address_shows(
    guest: Page, service: FakeService, pages: dict[str, str]
) -> None:
    service.site = "pk_0123456789abcdef"
    addresses: list[str] = []
    guest.on("request", lambda request: addresses.append(request.url))
    put(pages, service, paragraphs(), guest)
    guest.evaluate("document.querySelector('footnote-chat').site = 'pk_0123456789abcdef'")
    ask(guest, COST)
    wait_for(guest, "answered")
    service.tokens.append("ft_of_a_restarted_service")
    ask(guest, "Who pays?")
    wait_for(guest, "partial")
    assert not [address for address in addresses if "pk_" in address or "ft_" in address]
    assert guest.evaluate("[document.cookie, localStorage.length, sessionStorage.length]") == ["", 0, 0]


def test_a_key_of_another_site_is_said_not_to_be_for_this_page(
    guest: Page, service: FakeService, pages: dict[str, str]
) -> None:
    service.site = "pk_0123456789abcdef"
    put(pages, service, paragraphs(), guest)
    guest.evaluate("document.querySelector('footnote-chat').site = 'pk_of_somebody_else'")
    ask(guest, COST)
    wait_for(guest, "error")
    expect(guest.get_by_role("alert")).to_contain_text("not set up for this page")
    expect(guest.get_by_role("button", name="Try again")).to_have_count(0)


def test_a_widget_added_and_removed_fifty_times_leaves_nothing(
    guest: Page, service: FakeService, pages: dict[str, str]
) -> None:
    put(pages, service, paragraphs(), guest)
    client = guest.context.new_cdp_session(guest)

    def nodes() -> int:
        guest.wait_for_timeout(2_000)  # announcements stay for a moment
        client.send("HeapProfiler.collectGarbage")
        counters = client.send("Memory.getDOMCounters")
        return int(counters["nodes"] + counters["jsEventListeners"])

    cycle = """async (id) => {
        document.querySelector('footnote-chat')?.remove();
        for (let n = 0; n < 25; n += 1) {
            const chat = document.createElement('footnote-chat');
            chat.setAttribute('article', id);
            document.body.append(chat);
            await chat.ask('What will the ferry cost?');
            chat.remove();
        }
    }"""
    guest.evaluate(cycle, ID)
    before = nodes()
    guest.evaluate(cycle, ID)
    assert nodes() - before < 150  # one widget with an answer has more
    assert guest.evaluate("[CSS.highlights.size, document.adoptedStyleSheets.length]") == [0, 0]


def test_the_script_alone_puts_the_chat_after_itself(guest: Page, service: FakeService, pages: dict[str, str]) -> None:
    pages["/"] = (
        f"<!doctype html><title>x</title><article>{paragraphs()}</article>"
        f'<script type="module" src="{service.url}/widget/footnote.js" data-article="{ID}" data-theme="dark"></script>'
    )
    guest.goto("/")
    ask(guest, COST)
    wait_for(guest, "answered")
    expect(guest.locator("script + footnote-chat[theme=dark]")).to_have_count(1)


def test_where_modules_are_stripped_a_classic_script_does_it(
    guest: Page, service: FakeService, pages: dict[str, str]
) -> None:
    script_alone = (
        f'<script async src="{service.url}/widget/classic.js" data-article="{ID}" data-theme="dark"></script>'
    )
    pages["/"] = f"<!doctype html><title>x</title><article>{paragraphs()}</article>{script_alone}"
    guest.goto("/")
    ask(guest, COST)
    wait_for(guest, "answered")
    expect(guest.locator("script + footnote-chat[theme=dark]")).to_have_count(1)


def test_what_stands_between_the_tags_is_shown_when_the_script_does_not_come(
    guest: Page, pages: dict[str, str]
) -> None:
    pages["/"] = "<!doctype html><title>x</title><footnote-chat>Write to us</footnote-chat>"
    guest.goto("/")
    expect(guest.get_by_text("Write to us")).to_be_visible()
