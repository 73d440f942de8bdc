/**
 * Where a quotation stands in a text. The service counts Unicode code points, JavaScript UTF-16 units: offsets are
 * converted here and nowhere else. A host's page sets the same words in other quotes, spaces and hyphens: both sides
 * are folded before they are compared. What cannot be told from its look-alike is not found.
 */

/** The UTF-16 index of code point `point` in `text`, or -1 when the text is shorter. */
export function unitIndex(text, point) {
  let unit = 0;
  for (let left = point; left > 0; left -= 1) {
    if (unit >= text.length) return -1;
    unit += text.codePointAt(unit) > 0xffff ? 2 : 1;
  }
  return unit;
}

const CLUSTERS = /[^\S\uFEFF]+|\P{M}\p{M}*|\p{M}+/gsu;
const SAME = [
  [/\p{DI}/gu, ""], // soft hyphens, joiners, marks of direction, variation selectors
  [/[‘’‚‛ʼ′´`]/g, "'"], [/[“”„‟″«»]/g, '"'], [/[‐-―−]/g, "-"],
  [/…/g, "..."], [/ﬁ/g, "fi"], [/ﬂ/g, "fl"],
];

/** The text with typography made plain: `text` (its line breaks kept), `flat` (none), and where each unit is from. */
export function fold(raw) {
  let text = "";
  const from = [];
  const to = [];
  for (const { 0: cluster, index } of raw.matchAll(CLUSTERS)) {
    const blank = /^[^\S\uFEFF]/.test(cluster);
    let plain = blank ? (cluster.includes("\n") ? "\n" : " ") : cluster.normalize("NFD");
    if (!blank && !/^[\w.,]$/.test(plain)) for (const [what, how] of SAME) plain = plain.replace(what, how);
    if (blank && /\s$/.test(text)) { // something invisible stood between two spaces
      if (plain === "\n") text = `${text.slice(0, -1)}\n`;
      continue;
    }
    for (let unit = 0; unit < plain.length; unit += 1) {
      from.push(index);
      to.push(index + cluster.length);
    }
    text += plain;
  }
  return { raw, text, flat: text.replaceAll("\n", " "), from, to };
}

let last = fold("");
const folded = (raw) => (last.raw === raw ? last : (last = fold(raw)));

const LETTER = /[\p{L}\p{M}\p{N}]/u;
const REACH = 4000; // units to each side in which neighbours are looked for
const SKIP = 6; // blocks that may stand between neighbours: advertisements, pictures, boxes
const LONG = 24; // units from which words are unlikely to be repeated by chance
const SURE = 80; // units from which they are the quoted ones whatever stands beside them, where they stand once

/** Whether the words at `at` are whole: "It costs 14." does not stand in "It costs 14.5 crowns." */
function isWhole(text, at, words) {
  const before = [...text.slice(Math.max(0, at - 2), at)].at(-1) ?? " ";
  const after = String.fromCodePoint(text.codePointAt(at + words.length) ?? 32);
  const [first] = words;
  if (LETTER.test(first) && LETTER.test(before)) return false;
  if (/\p{N}/u.test(first) && /[\p{Sc}.,+-]/u.test(before)) return false;
  const end = words.at(-1);
  if (/[\w.,:;!?'-]/.test(end) && LETTER.test(after)) return false;
  return !(/\p{N}/u.test(end) && /^(?:[%\p{Sc}]|[.,]\p{N})/u.test(text.slice(at + words.length)));
}

/**
 * How far the text on one side agrees with the context: 2 it is the same, 1 the same but for other line breaks or
 * blocks in between, 0.5 the same as far as the paragraph goes, 0 there is no context (the article ends here), -1 it is
 * another. `near` and `lines` go outwards; `meets(a, b)`: a begins (or ends) with b.
 */
function agreement(flat, near, context, lines, meets) {
  const [own, ...others] = lines;
  const beside = near[0].trim();
  if (context === "") return beside === "" ? 0 : -1;
  if (meets(flat, context)) return (beside === "") === (own === "") ? 2 : 1;
  if (others.length === 0 || beside !== own) return -1;
  let rest = near.slice(1);
  const isFound = others.filter(Boolean).every((line) => {
    const at = rest.slice(0, 1 + SKIP).findIndex((block) => meets(block.trim(), line));
    rest = rest.slice(at + 1);
    return at >= 0;
  });
  if (isFound) return 1;
  return own.length >= 12 ? 0.5 : -1;
}

function occurrences(text, part) {
  const found = [];
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) found.push(at);
  return found;
}

function isEnough(before, after, long) {
  const [less, more] = [Math.min(before, after), Math.max(before, after)];
  return less > 0 || (less === 0 && (more >= 1 || (more === 0 && long))) || (more === 2 && long);
}

/**
 * Where the quotation stands in `raw`, as UTF-16 `[from, to]`: at its very position, or the only place where the same
 * words stand between the same neighbours; else null. Never the nearest look-alike. `isSeen(from, to)` may rule a place
 * out.
 */
export function locate(raw, { exact, start = -1, prefix = "", suffix = "" }, isSeen = () => true) {
  if (!exact) return null;
  const expected = unitIndex(raw, Math.max(0, start)); // the page is the article itself, unchanged
  if (start >= 0 && expected >= 0 && raw.startsWith(prefix + exact + suffix, expected - prefix.length)
    && expected >= prefix.length && isSeen(expected, expected + exact.length)) return [expected, expected + exact.length];
  const words = fold(exact).flat.trim();
  if (!words) return null;
  const page = folded(raw);
  const place = (at) => [page.from[at], page.to[at + words.length - 1]];
  const [before, after] = [fold(prefix), fold(suffix)];
  const lines = [before, after].map(({ text }) => text.split("\n").map((line) => line.trim()));
  lines[0].reverse();
  const fits = [];
  for (const at of occurrences(page.flat, words)) {
    if (!isWhole(page.flat, at, words) || !isSeen(...place(at))) continue;
    const head = page.text.slice(Math.max(0, at - REACH), at);
    const tail = page.text.slice(at + words.length, at + words.length + REACH);
    const flat = (text) => text.replaceAll("\n", " ").trim();
    const sides = [
      agreement(flat(head), head.split("\n").reverse(), before.flat.trim(), lines[0], (a, b) => a.endsWith(b)),
      agreement(flat(tail), tail.split("\n"), after.flat.trim(), lines[1], (a, b) => a.startsWith(b)),
    ];
    if (words.length >= SURE || isEnough(...sides, words.length >= LONG)) fits.push({ at, sum: sides[0] + sides[1] });
  }
  const best = fits.filter(({ sum }) => sum === Math.max(...fits.map((fit) => fit.sum)));
  return best.length === 1 ? place(best[0].at) : null;
}

/**
 * The same as a list of places: where something stands between the quotation's paragraphs, each is looked for between
 * its neighbours, and all have to be there in their order. Null when one is not.
 */
export function locateAll(raw, quote, isSeen) {
  const whole = locate(raw, quote, isSeen);
  const lines = quote.exact.split("\n");
  if (whole || lines.length === 1) return whole && [whole];
  const places = lines.map((exact, at) => locate(raw, {
    exact,
    prefix: [(quote.prefix ?? "") + (at ? lines[0] : ""), ...lines.slice(1, at), ...(at ? [""] : [])].join("\n"),
    suffix: [...(at + 1 < lines.length ? [""] : []), ...lines.slice(at + 1)].join("\n") + (quote.suffix ?? ""),
  }, isSeen));
  return places.every((place, at) => place && (at === 0 || places[at - 1][1] <= place[0])) ? places : null;
}
