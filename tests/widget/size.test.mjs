import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

const FOLDER = new URL("../../api/widget/", import.meta.url);
const files = readdirSync(FOLDER).filter((name) => /\.(js|css)$/.test(name));
const source = (name) => readFileSync(new URL(name, FOLDER), "utf8");

const DEMO = ["demo.js", "demo.css", "prose.js"]; // the page's own; a newsroom's page loads the rest

test("what a page with the widget loads is under 25 KB when compressed", () => {
  const widget = files.filter((name) => !DEMO.includes(name));
  const total = widget.reduce((sum, name) => sum + gzipSync(source(name), { level: 9 }).length, 0);
  assert.ok(total < 25_000, `${total} bytes`);
});

test("nothing makes elements out of strings, or runs strings", () => {
  const sinks = /innerHTML|outerHTML|insertAdjacentHTML|DOMParser|createContextualFragment|document\.write|\beval\(|new Function/;
  for (const name of files) assert.doesNotMatch(source(name), sinks, name);
});

test("nothing names another host, keeps cookies or stores anything", () => {
  for (const name of files) assert.doesNotMatch(source(name), /https?:\/\/(?!www\.w3\.org)|document\.cookie|localStorage|sessionStorage/, name);
});
