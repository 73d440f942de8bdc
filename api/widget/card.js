/**
 * The card of a citation: by hover, focus and tap. Esc puts it away; the pointer may go into it; it does not vanish by
 * itself.
 */
import { facts, wayTo } from "./answer.js";
import { h } from "./dom.js";
import { style } from "./style.js";

const OPEN_MS = 160;
const CLOSE_MS = 260;
const GAP = 6;

style(`
  .card { position: fixed; inset: auto; margin: 0; display: flex; flex-direction: column; gap: 0.375rem; inline-size: min(23rem, calc(100vw - 16px)); max-block-size: 60vh; overflow: auto; padding: 0.875rem 1rem; border: 1px solid var(--line); border-radius: 0.5rem; background: var(--surface); color: var(--ink); box-shadow: var(--shadow); font: 400 0.8125rem/1.45 var(--sans); white-space: normal; text-align: start; z-index: 30; }
  .headline { font: 650 0.9375rem/1.3 var(--serif); }
  blockquote { font-size: 0.9375rem; line-height: 1.5; color: var(--quiet); }
  mark { background: var(--footnote-mark, light-dark(#ffefb8, #544311)); color: var(--ink); box-decoration-break: clone; padding-block: 0.05em; }
  @media (forced-colors: active) { .card { border: 1px solid ButtonBorder; } }
`);

/** One card at a time, for all the chips under `root`. */
export class Card {
  #root;
  #chip = null;
  #card = null;
  #timer = null;

  constructor(root) {
    this.#root = root;
    root.addEventListener("pointerover", this.#over);
    root.addEventListener("pointerout", this.#out);
    root.addEventListener("focusin", this.#focus);
    root.addEventListener("focusout", this.#blur);
    const waiting = root.querySelector("button.chip:hover, button.chip:focus-visible"); // since before this was loaded
    if (waiting) this.open(waiting);
  }

  /** Open at a chip, or close where it is open already. */
  toggle(chip) {
    if (this.#chip === chip) this.close();
    else this.open(chip);
  }

  /** Open at a chip. */
  open(chip) {
    clearTimeout(this.#timer);
    if (this.#chip === chip) return;
    this.close();
    this.#chip = chip;
    this.#card = content(chip.citation, chip.page, (event) => {
      const touched = chip;
      this.close();
      chip.page.cite(chip.citation, touched, false, event);
    });
    chip.setAttribute("aria-expanded", "true");
    chip.after(this.#card);
    this.#card.showPopover?.();
    this.#place();
    document.addEventListener("keydown", this.#key, true);
    document.addEventListener("pointerdown", this.#press, true);
    document.addEventListener("scroll", this.#place, { capture: true, passive: true });
    addEventListener("resize", this.#place);
  }

  /** Put it away. */
  close = () => {
    clearTimeout(this.#timer);
    if (!this.#chip) return;
    const [chip, card] = [this.#chip, this.#card];
    this.#chip = this.#card = null; // before the card goes: the focus may be in it, and its going is heard
    document.removeEventListener("keydown", this.#key, true);
    document.removeEventListener("pointerdown", this.#press, true);
    document.removeEventListener("scroll", this.#place, { capture: true });
    removeEventListener("resize", this.#place);
    chip.setAttribute("aria-expanded", "false");
    card.remove();
  };

  #over = (event) => {
    if (event.pointerType === "touch") return;
    const chip = event.target.closest("button.chip");
    if (chip || this.#card?.contains(event.target)) clearTimeout(this.#timer);
    if (chip && chip !== this.#chip) this.#timer = setTimeout(() => chip.isConnected && this.open(chip), OPEN_MS);
  };

  #out = (event) => {
    const isOurs = event.target.closest("button.chip") || this.#card?.contains(event.target);
    if (event.pointerType === "touch" || !isOurs) return;
    clearTimeout(this.#timer);
    if (!this.#hasFocus()) this.#timer = setTimeout(this.close, CLOSE_MS);
  };

  #focus = ({ target }) => {
    if (target.matches("button.chip:focus-visible")) this.open(target);
  };

  #blur = ({ relatedTarget }) => {
    const stays = relatedTarget === this.#chip || this.#card?.contains(relatedTarget) || this.#card?.matches(":hover");
    if (this.#chip && !stays) this.close();
  };

  #hasFocus() {
    const active = this.#root.getRootNode().activeElement;
    return active !== null && (active === this.#chip && active.matches(":focus-visible") || this.#card?.contains(active));
  }

  #key = (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault(); // this Esc is for the card: what is under it stays
    event.stopPropagation();
    if (this.#card.contains(this.#root.getRootNode().activeElement)) this.#chip.focus({ preventScroll: true });
    this.close();
  };

  #press = (event) => {
    if (!event.composedPath().some((node) => node === this.#card || node === this.#chip)) this.close();
  };

  #place = () => {
    const at = this.#chip.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height, style } = this.#card;
    if (!this.#chip.isConnected || at.bottom < 0 || at.top > innerHeight) return void this.close();
    const isBelow = at.top - height - GAP < 8 && at.bottom + height + GAP < innerHeight;
    style.top = `${Math.round(isBelow ? at.bottom + GAP : Math.max(8, at.top - height - GAP))}px`;
    style.left = `${Math.round(Math.max(8, Math.min(at.left + at.width / 2 - width / 2, innerWidth - width - 8)))}px`;
  };
}

/** Words cut to whole ones, with an ellipsis where something is left out. */
const whole = (text, isBefore) => {
  const line = isBefore ? text.split("\n").at(-1) : text.split("\n")[0];
  if (line !== text || !line.trim()) return line;
  return isBefore ? line.replace(/^\S*\s?/, "… ") : line.replace(/\s?\S*$/, " …");
};

function content(citation, page, onclick) {
  const { article, exact, prefix, suffix } = citation;
  const number = String(citation.number);
  return h("div", { class: "card", part: "card", role: "group", popover: "manual", "aria-label": page.words.card({ number }) },
    h("p", { class: "facts" }, facts(citation, page)),
    article.title && h("p", { class: "headline", dir: "auto", lang: page.lang(citation) }, article.title),
    h("blockquote", { dir: "auto", lang: page.lang(citation) },
      whole(prefix ?? "", true), h("mark", {}, exact), whole(suffix ?? "", false)),
    wayTo(citation, page, onclick),
  );
}
