/** The words of the host's page, and the place of a quotation among them. Nothing of the page is changed. */
import { locateAll } from "./anchor.js";

const BLOCKS = "address,article,blockquote,dd,div,dl,dt,figcaption,figure,footer,h1,h2,h3,h4,h5,h6,header,hr,li,main,"
  + "ol,p,pre,section,table,td,th,tr,ul";
const SKIPPED = "aside,audio,button,canvas,form,iframe,ins,nav,noscript,object,script,select,style,svg,template,textarea,"
  + "video,sup:has(a),footnote-chat,[hidden],[aria-hidden=true],[class~=ad],[class~=ads],[class~=advert],"
  + "[class~=advertisement],[id^=google_ads]";
const EMOJI = /^[\p{Extended_Pictographic}\p{RI}]/u;

/** The text under `root`, a line per block, with the node that each part of it comes from. */
export function readText(root) {
  let text = "";
  let isCut = false;
  const parts = [];
  const add = (node, words) => {
    if (isCut && !words.trim()) return; // layout between two blocks
    if (isCut && text) text += "\n";
    isCut = false;
    parts.push({ node, at: text.length });
    text += words.replace(/\s/g, (space) => (space === "\n" ? " " : space));
  };
  const walk = (parent) => {
    for (const node of parent.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) add(node, node.data);
      else if (node.nodeType !== Node.ELEMENT_NODE) continue;
      else if (node.matches("br")) isCut = true;
      else if (node.matches("img")) {
        if (EMOJI.test(node.alt)) add(node, node.alt); // emoji drawn as pictures
      } else {
        const style = getComputedStyle(node);
        const isInline = isDropCap(node, style) || /^(inline|contents|none|ruby)/.test(style.display);
        const isBlock = !isInline || (node.matches(BLOCKS) && !isDropCap(node, style));
        isCut ||= isBlock;
        if (!node.matches(SKIPPED) && !isUnseen(node, style)) walk(node);
        isCut ||= isBlock;
      }
    }
  };
  walk(root);
  return { text, parts };
}

const isDropCap = (node, { float }) => float !== "none" && node.textContent.trim().length <= 3;

/** Not shown, or only to screen readers. */
const isUnseen = (node, { display, position, visibility }) =>
  display === "none" || visibility === "hidden" || (position === "absolute" && node.offsetWidth <= 1);

const inked = (words) => words.replace(/\s+/g, "");

/**
 * The DOM Ranges of a quotation in what `readText` gave, or null when the words are not there for all to see: one, or
 * several where something that is not quoted stands in between.
 */
export function rangesIn({ text, parts }, quote) {
  const rangeAt = (from, to) => {
    const range = document.createRange();
    const first = parts.findLast((part) => part.at <= from);
    const final = parts.findLast((part) => part.at < to);
    if (first.node.nodeType === Node.TEXT_NODE) range.setStart(first.node, from - first.at);
    else range.setStartBefore(first.node);
    if (final.node.nodeType === Node.TEXT_NODE) range.setEnd(final.node, Math.min(to - final.at, final.node.length));
    else range.setEndAfter(final.node);
    return range;
  };
  const rangesAt = ([from, to]) => {
    const whole = rangeAt(from, to);
    const pieces = parts.filter(({ node }) => node.nodeType === Node.TEXT_NODE)
      .map(({ node, at }) => [Math.max(from, at), Math.min(to, at + node.length)]).filter(([start, end]) => start < end);
    const quoted = pieces.map((piece) => text.slice(...piece));
    if (inked(whole.toString()) === inked(quoted.join(""))) return [whole];
    return pieces.filter((_, at) => inked(quoted[at])).map((piece) => rangeAt(...piece));
  };
  const places = locateAll(text, quote, (from, to) => rangeAt(from, to).getClientRects().length > 0);
  return places?.flatMap(rangesAt) ?? null;
}

/** The paragraph (or other block) that a range begins in. */
export function blockOf(range) {
  const node = range.startContainer;
  const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  return element.closest(BLOCKS) ?? element;
}
