import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

const FOLDER = new URL("../../api/widget/", import.meta.url);
const scripts = (folder) => readdirSync(new URL(folder, FOLDER)).filter((name) => /\.(js|css)$/.test(name)).map((name) => folder + name);
const files = [...scripts("./"), ...scripts("./locales/")].map((name) => name.replace("./", ""));
const source = (name) => readFileSync(new URL(name, FOLDER), "utf8");
const weigh = (names) => names.reduce((sum, name) => sum + gzipSync(source(name), { level: 9 }).length, 0);

/** The pages' own; a newsroom's page loads none of them. */
const PAGES = ["demo.js", "demo.css", "prose.js", "reading.js", "example.js", "library.js"];
/** Loaded when first needed: with the first question, with its answer, by a click, by an attribute; in an old system. */
const LATER = ["pointer.js", "page-text.js", "anchor.js", "highlight.js", "card.js", "feedback.js", "floating.js", "memory.js", "classic.js"];
const LOCALES = files.filter((name) => name.startsWith("locales/")); // one of them is loaded

/** What is loaded with a module: its static imports, and theirs. */
function withImports(name, seen = new Set()) {
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const [, other] of source(name).matchAll(/^import .*?"\.\/(.+?)";$/gm)) withImports(other, seen);
  return seen;
}

test("what a newsroom's page loads is under 25 KB when compressed", () => {
  const first = [...withImports("footnote.js"), "locales/en.js"];
  const total = weigh(first);
  assert.deepEqual(first.filter((name) => LATER.includes(name)), []);
  assert.ok(total < 25_000, `${total} bytes`);
});

test("and with everything that a reader can make it load, in one language, under 42 KB", () => {
  const total = weigh(files.filter((name) => !PAGES.includes(name) && !LOCALES.includes(name)).concat("locales/en.js"));
  assert.ok(total < 42_000, `${total} bytes`);
});

test("every file is loaded with the page, later, or is a page's own", () => {
  const first = withImports("footnote.js");
  const others = files.filter((name) => !first.has(name) && !LATER.includes(name) && !PAGES.includes(name));
  assert.deepEqual(others, LOCALES);
});

test("nothing makes elements out of strings, or runs strings", () => {
  const sinks = /innerHTML|outerHTML|insertAdjacentHTML|DOMParser|createContextualFragment|document\.write|\beval\(|new Function/;
  for (const name of files) assert.doesNotMatch(source(name), sinks, name);
});

test("nothing names another host, keeps cookies or stores anything, but the conversation where the page asks for it", () => {
  for (const name of files.filter((other) => other !== "memory.js")) assert.doesNotMatch(source(name), /https?:\/\/(?!www\.w3\.org)|document\.cookie|localStorage|sessionStorage/, name);
});
