import assert from "node:assert/strict";
import { test } from "node:test";
import { locate } from "../../api/widget/anchor.js";
import { citationOf, dice, makeArticle, makePage, plain } from "./pages.mjs";

const PAGES = Number(process.env.FOOTNOTE_PAGES ?? 400);

/** The page as the widget reads it, and where each of the article's sentences stands in it. */
function read({ blocks }) {
  let text = "";
  const places = new Map();
  for (const { pieces } of blocks) {
    if (text) text += "\n";
    for (const [at, { words, of }] of pieces.entries()) {
      if (at) text += " ";
      const shown = words.replace(/\n/g, " ");
      if (of !== null) places.set(of, [text.length, text.length + shown.length]);
      text += shown;
    }
  }
  return { text, places };
}

function* cases(options) {
  for (let seed = 1; seed <= PAGES; seed += 1) {
    const roll = dice(seed);
    const article = makeArticle(roll);
    const page = makePage(article, roll, options);
    const { text, places } = read(page);
    for (const number of article.sentences.keys()) {
      yield { seed, article, page, text, places, number, citation: citationOf(article, number) };
    }
  }
}

test("whatever becomes of a page, what is found are the quoted words and nothing else", () => {
  for (const { seed, text, citation } of cases({ edits: 0.3 })) {
    const place = locate(text, citation);
    if (place) assert.equal(plain(text.slice(...place)), plain(citation.exact), `seed ${seed}`);
  }
});

test("a sentence is never found in place of another one with the same words, if its neighbours are its own", () => {
  let found = 0;
  for (const { seed, text, places, number, citation, article, page } of cases({ edits: 0.1 })) {
    const place = locate(text, citation);
    if (!place) continue;
    found += 1;
    const twins = article.sentences.filter(({ start, end }, other) => {
      const twin = citationOf(article, other);
      const like = plain(article.text.slice(start, end)) === plain(citation.exact);
      return like && (Math.abs(other - number) < 2 || plain(twin.prefix) === plain(citation.prefix) || plain(twin.suffix) === plain(citation.suffix));
    });
    if (twins.length > 1) continue; // nobody could tell these apart once one of them is gone
    assert.ok(!page.edited.has(number), `seed ${seed}, sentence ${number}: found although it was edited`);
    assert.deepEqual(place, places.get(number), `seed ${seed}, sentence ${number}`);
  }
  assert.ok(found > PAGES);
});

test("on a page with advertisements and its own typography, but unedited, every sentence that can be told apart is found", () => {
  for (const { seed, text, places, number, citation, article } of cases({ edits: 0 })) {
    const twins = article.sentences.filter((_, other) => {
      const twin = citationOf(article, other);
      return plain(twin.exact) === plain(citation.exact);
    });
    if (twins.length > 1) continue;
    assert.deepEqual(locate(text, citation), places.get(number), `seed ${seed}: ${citation.exact}`);
  }
});

test("a page that is the article is read to the letter, twins and all", () => {
  for (let seed = 1; seed <= PAGES; seed += 1) {
    const article = makeArticle(dice(seed));
    for (const [number, { start, end }] of article.sentences.entries()) {
      assert.deepEqual(locate(article.text, citationOf(article, number)), [start, end]);
    }
  }
});
