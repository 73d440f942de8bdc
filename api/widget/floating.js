/** The widget behind a button: a panel in the corner, and on a phone, or with `mode="sheet"`, a sheet from below. */
import { h } from "./dom.js";

const PHONE = "(max-width: 640px)";

/** Opens and closes the frame's dialog; loaded only where the page asks for a launcher or a sheet. */
export class Floating {
  #view;
  #mode;
  #launcher;
  #changed;

  /** `changed(isOpen)` is told of every opening and closing by the reader or the page. */
  constructor(view, mode, words, changed) {
    this.#view = view;
    this.#mode = mode;
    this.#changed = changed;
    this.#launcher = h("button", {
      type: "button", class: "launcher", part: "launcher", "aria-haspopup": "dialog", "aria-expanded": "false",
      onclick: () => (this.isOpen ? this.close() : this.open()),
    }, words.title);
    view.root.prepend(this.#launcher);
    view.panel.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.close();
    });
    view.panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      event.preventDefault();
      this.close();
    });
    view.panel.addEventListener("pointerdown", (event) => {
      const { left, right, top, bottom } = view.panel.getBoundingClientRect();
      const isOutside = event.clientX < left || event.clientX > right || event.clientY < top || event.clientY > bottom;
      if (event.target === view.panel && isOutside) this.close(); // the backdrop
    });
  }

  get isOpen() {
    return this.#view.panel.open;
  }

  get isModal() {
    return this.isOpen && this.#view.panel.matches(":modal");
  }

  /** Open, with the focus in the field; on a touch screen on the heading, or the keyboard would cover the panel. */
  open({ focus = true } = {}) {
    if (this.isOpen) return;
    const { panel, root, field, title } = this.#view;
    const isSheet = this.#mode === "sheet" || matchMedia(PHONE).matches;
    root.toggleAttribute("data-sheet", isSheet);
    this.#launcher.setAttribute("aria-expanded", "true");
    if (isSheet) panel.showModal();
    else panel.show();
    globalThis.visualViewport?.addEventListener("resize", this.#fit);
    this.#fit();
    if (focus) (matchMedia("(pointer: coarse)").matches ? title : field).focus({ preventScroll: true });
    this.#changed(true);
  }

  /** Close, with the focus back on the button; `quiet`: a sentence of the article is about to be shown. */
  close({ quiet = false } = {}) {
    if (!this.isOpen) return;
    globalThis.visualViewport?.removeEventListener("resize", this.#fit);
    this.#view.panel.close();
    this.#launcher.setAttribute("aria-expanded", "false");
    if (!quiet) this.#launcher.focus({ preventScroll: true });
    this.#changed(false);
  }

  /** Keep above the on-screen keyboard. */
  #fit = () => {
    const { height, offsetTop } = globalThis.visualViewport ?? { height: innerHeight, offsetTop: 0 };
    const covered = Math.max(0, Math.round(innerHeight - height - offsetTop));
    this.#view.panel.style.setProperty("--keyboard", `${covered}px`);
  };
}
