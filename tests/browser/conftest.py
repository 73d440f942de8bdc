"""Chromium and a service for it to talk to. Without Chromium these tests are skipped, and say so."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.fake_service import FakeService

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => window.violations.push(event.violatedDirective));
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for the tests of a file: while Playwright runs, no other test can run an event loop of its own."""
    if not Path(CHROMIUM).exists():
        pytest.skip("needs Debian's chromium (apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def _running() -> Iterator[FakeService]:
    service = FakeService()
    service.start()
    yield service
    service.stop()


@pytest.fixture
def service(_running: FakeService) -> Iterator[FakeService]:
    """The scripted service, with nothing asked yet."""
    _running.reset()
    yield _running
    _running.reset()


@contextmanager
def watched(browser: Browser, url: str, *others: str, **more: object) -> Iterator[Page]:
    """A wide page; afterwards: no violation of the policy, no error, no request to anybody but `url` and `others`."""
    options = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce", "base_url": url}
    context = browser.new_context(**(options | more))
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.add_init_script(WATCH)
    errors: list[str] = []
    elsewhere: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on(
        "request",
        lambda request: elsewhere.extend([] if request.url.startswith((url, "data:", *others)) else [request.url]),
    )
    yield page
    assert page.evaluate("window.violations") == []
    assert errors == []
    assert elsewhere == []
    context.close()


@pytest.fixture
def page(browser: Browser, service: FakeService) -> Iterator[Page]:
    """A page on the scripted service."""
    with watched(browser, service.url) as page:
        yield page
