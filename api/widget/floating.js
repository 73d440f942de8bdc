/** The widget behind a button: a panel in the corner, and on a phone, or with `mode="sheet"`, a sheet from below. */
import { h } from "./dom.js";
import { style } from "./style.js";

const PHONE = "(max-width: 640px)";

style(`
  .close { align-self: center; flex: none; inline-size: 2rem; block-size: 2rem; margin: -0.25rem -0.5rem -0.25rem 0; padding: 0; border: 0; border-radius: 50%; background: none; font-size: 1.375rem; line-height: 1; color: var(--quiet); }
  .close:dir(rtl) { margin: -0.25rem 0 -0.25rem -0.5rem; }
  .close:hover { background: var(--wash); color: var(--ink); }
  h2:focus { outline: none; }
  [data-mode="launcher"], [data-mode="sheet"] { background: none; }
  .launcher { position: fixed; z-index: 20; inset-block-end: var(--footnote-launcher-inset, max(1.25rem, env(safe-area-inset-bottom))); inset-inline-end: var(--footnote-launcher-inset, 1.25rem); min-block-size: 3rem; padding: 0 1.25rem; border: 0; border-radius: 1.5rem; background: var(--accent); color: var(--on-accent); font-size: 0.9375rem; font-weight: 650; box-shadow: var(--shadow); }
  .launcher[aria-expanded="true"] { visibility: hidden; }
  .launcher:focus-visible { outline-offset: 3px; }
  dialog:not([open]) { display: none !important; }
  dialog.panel { position: fixed; z-index: 21; inset: auto; inset-block-end: max(1.25rem, env(safe-area-inset-bottom)); inset-inline-end: 1.25rem; inline-size: min(var(--footnote-panel-inline-size, 26rem), calc(100vw - 2.5rem)); block-size: fit-content; max-block-size: min(var(--footnote-panel-block-size, 44rem), calc(100dvh - 2.5rem)); border: 1px solid var(--line); border-radius: 0.75rem; background: var(--surface); box-shadow: var(--shadow); overflow: hidden; }
  [data-sheet] dialog.panel { inset-inline: 0; inset-block-end: var(--keyboard, 0px); margin-inline: auto; inline-size: min(40rem, 100%); max-inline-size: 100%; max-block-size: min(85dvh, calc(100dvh - var(--keyboard, 0px) - 1rem)); border-end-start-radius: 0; border-end-end-radius: 0; border-block-end: 0; padding-block-end: env(safe-area-inset-bottom); }
  dialog::backdrop { background: rgb(0 0 0 / 0.45); }
  [data-sheet] dialog[open] { animation: rise 0.2s ease-out; }
  @keyframes rise { from { transform: translateY(2rem); opacity: 0; } }
  @media (forced-colors: active) { .launcher { border: 1px solid ButtonBorder; } }
`);

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
