from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PAGES = Path(__file__).parents[1] / "widget" / "pages.mjs"
TRY = """async (count) => {
    %s
    const { readText, rangesIn } = await import("/widget/page-text.js");
    const wrong = [];
    let found = 0;
    for (let seed = 1; seed <= count; seed += 1) {
        const roll = dice(seed);
        const article = makeArticle(roll);
        const { blocks, edited } = makePage(article, roll);
        const root = document.createElement("section");
        for (const { isAd, pieces } of blocks) {
            const block = document.createElement(isAd ? "div" : ["p", "div", "blockquote"][Math.floor(roll() * 3)]);
            for (const [at, { words, of }] of pieces.entries()) {
                if (at) block.append(roll() < 0.2 ? document.createElement("br") : roll() < 0.5 ? " " : "\\n   ");
                const cut = Math.floor(roll() * words.length);
                const holder = document.createElement(["span", "em", "a"][Math.floor(roll() * 3)]);
                holder.dataset.of = String(of);
                const inner = document.createElement("b");
                inner.append(words.slice(cut));
                holder.append(words.slice(0, cut), inner);
                block.append(holder);
            }
            if (roll() < 0.2) block.append(Object.assign(document.createElement("script"), { type: "text/plain" }));
            root.append("\\n  ", block);
        }
        document.body.append(root);
        const before = root.outerHTML;
        const page = readText(root);
        for (const number of article.sentences.keys()) {
            const citation = citationOf(article, number);
            const ranges = rangesIn(page, citation);
            if (!ranges) continue;
            found += 1;
            const shown = ranges.map(String).join("");
            if (plain(shown) !== plain(citation.exact)) wrong.push([seed, number, shown]);
            const words = plain(citation.exact);
            const twins = article.sentences.filter((_, other) => plain(citationOf(article, other).exact) === words);
            const holder = ranges[0].startContainer.parentElement.closest("[data-of]");
            if (twins.length > 1) continue;
            if (Number(holder.dataset.of) !== number) wrong.push([seed, number, holder.dataset.of]);
            if (edited.has(number)) wrong.push([seed, number, "edited"]);
        }
        if (root.outerHTML !== before) wrong.push([seed, "the page was changed"]);
        root.remove();
    }
    return [found, wrong];
}"""


def test_on_generated_pages_what_is_found_is_what_was_quoted_and_the_page_stays_as_it_was(page: Page) -> None:
    page.goto("/two")
    source = PAGES.read_text(encoding="utf-8").replace("export ", "")
    found, wrong = page.evaluate(TRY.replace("%s", source), 300)
    assert wrong == []
    assert found > 1000
