import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const FOLDER = new URL("../../api/widget/", import.meta.url);
const OURS = ["demo.js", "example.js", "reading.js"]; // pages, not the widget
const source = readdirSync(FOLDER).filter((name) => name.endsWith(".js") && !OURS.includes(name))
  .map((name) => readFileSync(new URL(name, FOLDER), "utf8")).join("\n");
const docs = readFileSync(new URL("../../docs/widget.md", import.meta.url), "utf8");
const section = (heading) => docs.split(/^## /m).find((part) => part.startsWith(heading));
const found = (text, pattern) => [...new Set([...text.matchAll(pattern)].map(([, name]) => name))].sort();
const firstCells = (text) => text.split("\n").filter((line) => line.startsWith("| `")).map((line) => line.split(" | ")[0]).join();

test("every attribute is documented, and every one that is documented is there", () => {
  const [, dressed] = source.match(/const DRESSED = \[(.*?)\];/s);
  const used = found(`${source} ${dressed.replace(/"([\w-]+)"/g, 'getAttribute("$1")')}`, /(?:get|has)Attribute\("([\w-]+)"\)/g);
  const notOurs = ["aria-disabled", "lang", "tabindex"]; // `lang` is read from the nearest element that has one
  const documented = found(firstCells(section("Attributes")), /`([\w-]+)/g).filter((name) => name !== "lang");
  assert.deepEqual(documented, used.filter((name) => !notOurs.includes(name)));
});

test("so is every event, and every part", () => {
  assert.deepEqual(
    found(firstCells(section("Methods and events")), /`footnote:(\w+)`/g),
    found(`${source} emit("open" emit("close"`, /emit\("(\w+)"/g),
  );
  assert.deepEqual(found(section("Looks").split("- Parts:")[1], /`(\w+)`/g).filter((name) => name !== "max"), found(source, /part: "(\w+)"/g));
});
