import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { compile, loadWords, longDate, nearest } from "../../api/widget/words.js";

const CODES = readdirSync(new URL("../../api/widget/locales/", import.meta.url)).map((name) => name.replace(".js", ""));
const strings = async (code) => (await import(`../../api/widget/locales/${code}.js`)).default;
const english = await strings("en");
const NOTICES = ["stale", "reported_speech", "conflict"]; // the service says these in English itself
const holes = (text) => new Set((typeof text === "object" ? Object.values(text).join() : text).match(/\{\w+\}/g) ?? []);

for (const code of CODES) {
  test(`${code} says all that English says, and nothing else`, async () => {
    const own = Object.keys(await strings(code)).filter((key) => !NOTICES.includes(key));
    assert.deepEqual(own.sort(), Object.keys(english).sort());
  });

  test(`${code} fills in what English fills in`, async () => {
    for (const [key, text] of Object.entries(await strings(code))) {
      if (key in english) assert.deepEqual([...holes(text)].filter((hole) => !holes(english[key]).has(hole) && hole !== "{n}"), [], key);
      if (key in english && typeof text === "string") assert.deepEqual(holes(text), holes(english[key]), key);
    }
  });

  test(`${code} has every plural form of its language`, async () => {
    const forms = new Intl.PluralRules(code).resolvedOptions().pluralCategories;
    for (const [key, text] of Object.entries(await strings(code))) {
      assert.equal(typeof text, typeof (english[key] ?? ""), key);
      if (typeof text === "object") assert.deepEqual(forms.filter((form) => !(form in text)), [], key);
    }
  });
}

test("a language is matched by its first part, and one that is not there is English", () => {
  assert.deepEqual(["fr-CA", "AR", "de_DE", "ja", "", null].map(nearest), ["fr", "ar", "en", "en", "en", "en"]);
});

test("plurals and values are filled in", async () => {
  const words = compile(await strings("ru"), "ru");
  assert.deepEqual([1, 3, 5, 21].map((n) => words.count({ n })), ["1 источник.", "3 источника.", "5 источников.", "21 источник."]);
  assert.equal(words.open({ title: "{n} $&" }), "Читать в статье «{n} $&»");
});

test("Arabic runs from right to left, the others do not", async () => {
  for (const code of CODES) assert.equal((await loadWords(code)).dir, code === "ar" ? "rtl" : "ltr");
});

test("dates are written in the reader's language", () => {
  assert.deepEqual(["en", "fr", "de"].map((code) => longDate("2015-06-05", code)), ["5 June 2015", "5 juin 2015", "5. Juni 2015"]);
});
