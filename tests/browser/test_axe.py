from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.fake_service import FakeService
from tests.browser.screenshots import STATES

pytestmark = pytest.mark.browser

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
RUN = """async () => {
    const rules = { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] };
    const { violations } = await axe.run(document, rules);
    return violations.map(({ id, nodes }) => [id, nodes.map(({ target, failureSummary }) => [target, failureSummary])]);
}"""

State = Callable[[Page, FakeService], None]
LOOKS: list[dict[str, Any]] = [
    {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark", "has_touch": True, "is_mobile": True},
]


@pytest.mark.parametrize("look", LOOKS, ids=["wide-light", "phone-dark"])
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_axe_finds_nothing_in_any_state(
    browser: Browser, service: FakeService, state: State, look: dict[str, Any]
) -> None:
    if not AXE.exists():
        pytest.skip("needs axe-core: npm install --prefix tests/browser --no-save axe-core")
    # axe makes elements out of strings, which the page's policy forbids.
    context = browser.new_context(base_url=service.url, bypass_csp=True, reduced_motion="reduce", **look)
    page = context.new_page()
    page.goto("/")
    page.get_by_text("You could ask").wait_for()
    state(page, service)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(RUN)
    context.close()
    assert found == []
