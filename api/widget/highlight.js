/**
 * Marks in the article: `cited` faint, for every sentence of the last answer, `active` for the one being looked at.
 * With the CSS Custom Highlight API nothing of the page is changed; where it is missing, the paragraph gets an outline.
 * Several widgets share one page: each owns its marks.
 */
import { blockOf } from "./page-text.js";

const KINDS = ["cited", "active"];
const RULES = `
  ::highlight(footnote-cited) {
    text-decoration: underline var(--footnote-underline, light-dark(#a67f12, #9a7d24)) 2px; text-underline-offset: 0.2em;
  }
  ::highlight(footnote-active) {
    background-color: var(--footnote-lit, light-dark(#ffe58f, #6b5310)); color: var(--footnote-lit-ink, light-dark(#1d1a14, #fff6dc));
    text-decoration: underline var(--footnote-underline, light-dark(#8a6100, #e2bd4c)) 2px; text-underline-offset: 0.2em;
  }
  [data-footnote-active] { outline: 3px solid light-dark(#d9a514, #b98d1a); outline-offset: 6px; border-radius: 2px; }
  [data-footnote-target] { outline: none; }
  [data-footnote-target]:focus-visible {
    outline: 2px solid light-dark(#a3261b, #ff9d8a); outline-offset: 8px; border-radius: 2px;
  }
`;

const owners = new Map();
let sheet = null;

const supported = () => typeof Highlight === "function" && CSS.highlights !== undefined;

function refresh() {
  if (owners.size > 0 && sheet === null) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(RULES);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }
  for (const kind of KINDS) {
    // Forced colours paint every highlight alike: there the lit sentence is the only one.
    const plain = kind === "cited" && matchMedia("(forced-colors: active)").matches;
    const ranges = plain ? [] : [...owners.values()].flatMap((marks) => marks[kind]);
    if (supported()) paint(`footnote-${kind}`, ranges, kind === "active" ? 2 : 1);
    else if (kind === "active") outline(ranges);
  }
  if (owners.size === 0 && sheet !== null) {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
    sheet = null;
  }
}

function paint(name, ranges, priority) {
  if (ranges.length === 0) {
    CSS.highlights.delete(name);
    return;
  }
  const highlight = new Highlight(...ranges);
  highlight.priority = priority;
  CSS.highlights.set(name, highlight);
}

function outline(ranges) {
  for (const element of document.querySelectorAll("[data-footnote-active]")) {
    element.removeAttribute("data-footnote-active");
  }
  for (const range of ranges) blockOf(range).setAttribute("data-footnote-active", "");
}

/** Set the marks of one kind (`cited` or `active`) that belong to `owner`, in place of those it had. */
export function mark(owner, kind, ranges) {
  const marks = owners.get(owner) ?? { cited: [], active: [] };
  owners.set(owner, { ...marks, [kind]: ranges });
  refresh();
}

/** Take away every mark of `owner`. */
export function unmark(owner) {
  if (owners.delete(owner)) refresh();
}
