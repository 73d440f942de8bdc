import assert from "node:assert/strict";
import { test } from "node:test";
import { locate, locateAll, unitIndex } from "../../api/widget/anchor.js";

const EMOJI = "⛴️👩🏽‍🔧 The ferry is free. 𝒜 sign says so.";
const points = (text) => [...text].length;
const quote = (text, exact, extra = {}) => {
  const start = points(text.slice(0, text.indexOf(exact)));
  return { exact, start, end: start + points(exact), ...extra };
};

test("code points before an astral character are its UTF-16 units", () => {
  assert.equal(unitIndex("abc", 2), 2);
});

test("every astral character counts one code point and two units", () => {
  assert.equal(unitIndex("a😀b😀c", 4), 6);
});

test("a combining sequence is as many code points as it has", () => {
  assert.equal(unitIndex("👩🏽‍🔧x", 4), "👩🏽‍🔧".length);
});

test("the end of the text is a position, one past it is not", () => {
  assert.equal(unitIndex("a😀", 2), 3);
  assert.equal(unitIndex("a😀", 3), -1);
});

test("code-point slices and located slices agree at every position of a text full of astral characters", () => {
  const all = [...EMOJI];
  for (let start = 0; start < all.length; start += 1) {
    for (let end = start + 1; end <= all.length; end += 1) {
      const exact = all.slice(start, end).join("");
      const [from, to] = locate(EMOJI, { exact, start, end });
      assert.equal(EMOJI.slice(from, to), exact);
      assert.equal(points(EMOJI.slice(0, from)), start);
    }
  }
});

test("of two equal sentences the position tells which one is meant", () => {
  const text = "No. 😀 Yes. No.";
  assert.deepEqual(locate(text, { exact: "No.", start: 11, end: 14 }), [12, 15]);
});

test("words that moved are found again in their context", () => {
  const place = quote("First. The ferry is free. Last.", "The ferry is free.", { prefix: "First. ", suffix: " Last." });
  assert.deepEqual(locate("A new lead. First. The ferry is free. Last.", place), [19, 37]);
});

test("the same words in another context are not taken for them", () => {
  const place = quote("First. Yes. Last.", "Yes.", { prefix: "First. ", suffix: " Last." });
  assert.equal(locate("Other, longer lead. Yes. More.", place), null);
});

test("changed words are not found", () => {
  const place = quote("It costs 14 crowns.", "It costs 14 crowns.");
  assert.equal(locate("It costs 15 crowns.", place), null);
});

test("words that stand twice in the same context are given up rather than guessed", () => {
  assert.equal(locate("x. a b. Yes. c d. a b. Yes. c d.", { exact: "Yes.", start: 0, end: 4, prefix: "a b. ", suffix: " c d." }), null);
});

test("curly quotes and hard spaces on the page are no different words", () => {
  const place = { exact: "\"We go,\" he said", start: 0, end: 16, prefix: "Then ", suffix: "." };
  assert.deepEqual(locate("Then “We go,”\u00a0he said.", place), [5, 21]);
});

test("an empty quotation is nowhere", () => {
  assert.equal(locate("text", { exact: "", start: 0, end: 0 }), null);
});

const PAIR = { exact: "It opens in May.\nIt costs nothing.", prefix: "A bridge. ", suffix: " Nobody minds.\nThe end" };
const words = (text, quotation) => locateAll(text, quotation)?.map(([from, to]) => text.slice(from, to)) ?? null;

test("a quotation over two paragraphs is one place where nothing stands between them", () => {
  assert.deepEqual(words("A bridge. It opens in May.\nIt costs nothing. Nobody minds.\nThe end.", PAIR), [PAIR.exact]);
});

test("and one for each paragraph where something does", () => {
  const page = "A bridge. It opens in May.\nSubscribe!\nMost read\nIt costs nothing. Nobody minds.\nThe end.";
  assert.deepEqual(words(page, PAIR), ["It opens in May.", "It costs nothing."]);
});

test("of three paragraphs each is found between its neighbours", () => {
  const three = { exact: "It opens.\nYes.\nIt is free.", prefix: "A bridge. ", suffix: "\nThe end." };
  const page = "Yes.\nA bridge. It opens.\nAdvert\nYes.\nAdvert\nIt is free.\nAdvert\nThe end.\nYes.";
  assert.deepEqual(words(page, three), ["It opens.", "Yes.", "It is free."]);
});

test("where one of them was edited, or stands before the other, there is no place", () => {
  assert.equal(words("A bridge. It opens in June.\nSubscribe!\nIt costs nothing. Nobody minds.\nThe end.", PAIR), null);
  assert.equal(words("It costs nothing. Nobody minds.\nThe end.\nSubscribe!\nA bridge. It opens in May.", PAIR), null);
});
