import assert from "node:assert/strict";
import { test } from "node:test";
import { looksLikeHeading } from "../../api/widget/prose.js";
import { longDate } from "../../api/widget/words.js";

const BODY = "The county will carry two thirds of the cost, about 290,000 crowns a year, and the council the rest.";
const heading = (line, next = BODY) => looksLikeHeading(["First.", line, next], 1);

test("a short line without a full stop before a paragraph is a heading", () => {
  assert.ok(heading("Who pays"));
  assert.ok(heading("What happens next?"));
});

for (const line of ["He left.", "- an item", "and then", "", "“No,” he said", "A list follows:", `${"Long ".repeat(20)}line`]) {
  test(`"${line.slice(0, 20)}" is no heading`, () => assert.ok(!heading(line)));
}

test("the first line and a line before another short one are no headings", () => {
  assert.ok(!looksLikeHeading(["Who pays", BODY], 0));
  assert.ok(!heading("Who pays", "The county"));
});

test("a date is written out, and what is no date is left alone", () => {
  assert.equal(longDate("2015-06-05"), "5 June 2015");
  assert.equal(longDate("soon"), "soon");
});
