/** From an answer to the sentence in the article, and back again. */
import { mark, unmark } from "./highlight.js";
import { blockOf, rangesIn, readText } from "./page-text.js";
import { style } from "./style.js";

style(`
  .back { position: fixed; z-index: 10; inset-block-end: max(1.25rem, env(safe-area-inset-bottom)); transform: translateX(-50%); min-block-size: 2.5rem; padding: 0 1.125rem; border: 0; border-radius: 1.25rem; background: light-dark(#1d1a16, #ece7de); color: light-dark(#ffffff, #1d1a16); font-weight: 600; font-size: 0.875rem; white-space: nowrap; box-shadow: 0 2px 12px rgb(0 0 0 / 0.25); }
  @media (forced-colors: active) { .back { border: 1px solid ButtonBorder; } }
`);

const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

function bringIntoView(range, block) {
  const { top, bottom } = range.getBoundingClientRect();
  if (top > 72 && bottom < innerHeight - 120) return;
  const behavior = calm() ? "auto" : "smooth";
  if (block.offsetHeight < innerHeight * 0.6) block.scrollIntoView({ block: "center", behavior });
  else scrollBy({ top: top - innerHeight * 0.25, behavior }); // a paragraph too tall to show whole: the sentence counts
}

/** Marks sentences of the article for one widget, and remembers which chip led there. */
export class Pointer {
  #owner;
  #root;
  #back;
  #cited = []; // [citation, ranges] of the last answer
  #shown = null; // {chip, block, watch}: where the reader was sent from and to

  /** `root()` gives the article's element; `back` is the button that leads back. */
  constructor(owner, root, back) {
    this.#owner = owner;
    this.#root = root;
    this.#back = back;
  }

  /** Mark faintly what an answer cites; gives the citations whose words are not on the page. */
  cite(citations) {
    const root = this.#root();
    const page = root && readText(root);
    this.#cited = citations.map((citation) => [citation, page && rangesIn(page, citation)]);
    this.#markCited();
    return this.#cited.filter(([, ranges]) => !ranges).map(([citation]) => citation);
  }

  /** Light up a citation's words, go there, and offer the way back. False when they are not on the page. */
  show(citation, chip, clearTheWay = () => {}) {
    this.forget();
    const ranges = this.#ranges(citation);
    if (!ranges) return false;
    clearTheWay();
    mark(this.#owner, "active", ranges);
    this.#markCited(citation);
    const block = blockOf(ranges[0]);
    bringIntoView(ranges[0], block);
    chip?.setAttribute("aria-current", "true");
    const hadIndex = block.hasAttribute("tabindex");
    if (!hadIndex) block.setAttribute("tabindex", "-1");
    block.setAttribute("data-footnote-target", "");
    block.focus({ preventScroll: true });
    const watch = new IntersectionObserver(([entry]) => this.#offer(!entry.isIntersecting), { threshold: 1 });
    this.#shown = { chip, block, hadIndex, watch, away: false };
    if (chip) watch.observe(chip);
    block.addEventListener("blur", this.#update);
    document.addEventListener("keydown", this.#escape);
    addEventListener("resize", this.#update);
    this.#update();
    return true;
  }

  /** Back to the chip that led here; the sentence stays lit. */
  goBack = () => {
    const chip = this.#shown?.chip;
    this.#leave();
    if (!chip) return;
    chip.focus({ preventScroll: true });
    chip.scrollIntoView({ block: "nearest", behavior: calm() ? "auto" : "smooth" });
  };

  /** Put out the lit sentence. */
  forget() {
    this.#shown?.chip?.removeAttribute("aria-current");
    this.#leave();
    this.#shown = null;
    mark(this.#owner, "active", []);
    this.#markCited();
  }

  /** Take away everything. */
  clear() {
    this.#cited = [];
    this.forget();
    unmark(this.#owner);
  }

  /** All that is cited but the sentence that is lit: one mark on top of another would be muddy. */
  #markCited(lit = null) {
    const others = this.#cited.filter(([citation]) => citation.start !== lit?.start);
    mark(this.#owner, "cited", others.flatMap(([, ranges]) => ranges ?? []));
  }

  #ranges(citation) {
    const root = this.#root();
    return root && rangesIn(readText(root), citation);
  }

  #leave() {
    if (!this.#shown) return;
    const { block, hadIndex, watch } = this.#shown;
    watch.disconnect();
    block.removeEventListener("blur", this.#update);
    document.removeEventListener("keydown", this.#escape);
    removeEventListener("resize", this.#update);
    block.removeAttribute("data-footnote-target");
    if (!hadIndex) block.removeAttribute("tabindex");
    this.#back.hidden = true;
    this.#owner.toggleAttribute("data-away", false);
  }

  #offer(away) {
    if (this.#shown) this.#shown.away = away;
    this.#update();
  }

  #update = () => {
    if (!this.#shown?.chip) return;
    const { block, away } = this.#shown;
    const wanted = away || document.activeElement === block || this.#back.matches(":focus");
    // Tab goes from the sentence to the button: let the focus arrive before deciding that nobody needs it.
    if (!wanted && !this.#back.hidden) setTimeout(() => this.#settle());
    else this.#place(wanted);
  };

  #settle() {
    if (this.#shown && !this.#shown.away && !this.#back.matches(":focus")) this.#place(false);
  }

  #place(visible) {
    const { left, width } = this.#shown.block.getBoundingClientRect();
    this.#back.hidden = !visible;
    this.#back.style.left = `${Math.round(left + width / 2)}px`;
    this.#owner.toggleAttribute("data-away", visible);
  }

  #escape = (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && !this.#back.hidden) this.goBack();
  };
}
