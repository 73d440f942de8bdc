/**
 * From a citation to its words on the page. The service counts Unicode code points, JavaScript UTF-16 units: one
 * emoji before a sentence would shift every highlight after it, so offsets are converted here and nowhere else.
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

/** Curly quotes, dashes and white space made plain, unit for unit, so that offsets stay. */
function fold(text) {
  return text
    .replace(/\s/g, " ")
    .replace(/[‘’]/g, "'")
    .replace(/[“”]/g, '"')
    .replace(/[‐‑–—]/g, "-");
}

function occurrences(text, part) {
  const found = [];
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) found.push(at);
  return found;
}

/**
 * Where the quotation stands in `text`, as UTF-16 `[from, to]`: at its position when the words are there, else where
 * the same words stand in the same context, else null. Never the nearest look-alike.
 */
export function locate(text, { exact, start = -1, prefix = "", suffix = "" }) {
  if (!exact) return null;
  const expected = start < 0 ? -1 : unitIndex(text, start);
  if (expected >= 0 && text.startsWith(exact, expected)) return [expected, expected + exact.length];
  const [page, words, before, after] = [text, exact, prefix, suffix].map(fold);
  const found = occurrences(page, words);
  const near = (at) => Number(before !== "" && page.slice(0, at).endsWith(before))
    + Number(after !== "" && page.startsWith(after, at + words.length));
  for (const needed of [2, 1]) {
    const fitting = found.filter((at) => near(at) >= needed);
    if (fitting.length === 1) return [fitting[0], fitting[0] + words.length];
    if (fitting.length > 1) return null;
  }
  return null;
}

const LINES = "p,h1,h2,h3,h4,h5,h6,li,dt,dd,figcaption,td,th,pre";
const SKIPPED = "script,style,noscript,template,footnote-chat,[hidden]";

/** The text under `root`, a line per paragraph, with the text node each part of it comes from. */
export function readText(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
    node.nodeType === Node.ELEMENT_NODE && node.matches(SKIPPED) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  let text = "";
  let lines = 0;
  const parts = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.nodeType === Node.ELEMENT_NODE) {
      if (node.matches(LINES) && !node.querySelector(LINES) && (lines += 1) > 1) text += "\n";
    } else if (lines > 0 || node.data.trim()) {
      // White space between the root and its first paragraph, and between paragraphs, is layout, not text.
      if (!node.data.trim() && !node.parentElement.closest(LINES)) continue;
      parts.push({ node, at: text.length });
      text += node.data;
    }
  }
  return { text, parts };
}

/** The DOM Range of a quotation under `root`, or null when the words are not there. */
export function rangeOf(root, quote) {
  const { text, parts } = readText(root);
  const place = locate(text, quote);
  if (!place) return null;
  const [from, to] = place;
  const first = parts.findLast((part) => part.at <= from);
  const last = parts.findLast((part) => part.at < to);
  if (!first || !last) return null;
  const range = document.createRange();
  range.setStart(first.node, Math.min(from - first.at, first.node.length));
  range.setEnd(last.node, Math.min(to - last.at, last.node.length));
  return range;
}

/** The paragraph (or other element) that a range begins in. */
export function blockOf(range) {
  const element = range.startContainer.parentElement;
  return element.closest(LINES) ?? element;
}
