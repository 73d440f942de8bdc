/**
 * `<footnote-chat article="ID">`: ask an article, get an answer whose every sentence is footnoted.
 * Its attributes, events, methods, parts and custom properties are described in docs/widget.md.
 */
import { Problem, Service } from "./client.js";
import { Conversation } from "./conversation.js";
import { findArticle, h, safeLink } from "./dom.js";
import { sheet } from "./style.js";
import { isBusy } from "./turn.js";
import { frame } from "./view.js";
import { loadWords } from "./words.js";

const HOME = new URL(/\/[\da-f]{16}\/[^/]*$/.test(import.meta.url) ? "../.." : "..", import.meta.url).href; // a release?
const DRESSED = ["article", "scope", "endpoint", "site", "placeholder", "theme", "max-length", "disclaimer-href", "suggestions"];
const REBUILT = new Set(["lang", "mode"]);
const FORGOTTEN = new Set(["article", "endpoint", "site"]);
const LONGEST = 1000; // characters of a question

/** The chat. */
export class FootnoteChat extends HTMLElement {
  static observedAttributes = [...DRESSED, ...REBUILT, "history", "open"];

  #offering = null;
  #words = null;
  #view = null;
  #talk = null;
  #floating = null;
  #memory = null;
  #built = null;

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [sheet];
    shadow.append(h("slot")); // what the page put between the tags, until there is more
  }

  connectedCallback() {
    for (const type of ["wheel", "touchmove"]) addEventListener(type, this.#unpin, { passive: true });
    addEventListener("online", this.#online);
    if (!this.#built) this.#built = this.#build();
    else if (this.#view) this.#suggest();
  }

  disconnectedCallback() {
    for (const type of ["wheel", "touchmove"]) removeEventListener(type, this.#unpin);
    removeEventListener("online", this.#online);
    this.#offering?.abort();
    this.#talk?.stop();
    this.#talk?.leave();
  }

  attributeChangedCallback(name, before, after) {
    if (before === after || !this.#view) return;
    if (REBUILT.has(name)) this.#built = this.#build();
    else if (name === "open") this.#openOrClose();
    else if (name === "history") this.#remember().then(() => this.#place.keep(this.#talk.turns));
    else this.#dress();
    if (name === "suggestions") this.#suggest();
    if (!FORGOTTEN.has(name)) return;
    this.#talk.clear();
    this.#talk.restore(this.#recalled);
    if (this.isConnected) this.#suggest();
  }

  /** Ask a question; resolves with the answer, or null when it failed or was stopped. */
  async ask(text) {
    const question = String(text).trim();
    await this.#built;
    return question && this.#talk ? this.#talk.ask(question) : null;
  }

  /** Stop the answer that is coming; what has arrived stays. */
  stop() {
    this.#talk?.stop();
  }

  /** Forget the conversation. */
  clear() {
    this.#talk?.clear();
    this.#place.keep([]);
    if (this.#view && this.isConnected) this.#suggest();
  }

  /** Open the panel of a launcher or a sheet. */
  open() {
    this.toggleAttribute("open", true);
  }

  /** Close it. */
  close() {
    this.toggleAttribute("open", false);
  }

  /** Put the focus in the field. */
  focusComposer() {
    this.#view?.field.focus();
  }

  get #endpoint() {
    const link = safeLink(this.getAttribute("endpoint"));
    return link ? `${link.replace(/\/$/, "")}/` : HOME;
  }

  #isAll = () => this.getAttribute("scope") === "all" || !this.hasAttribute("article");

  #place = {
    owner: this,
    article: () => this.getAttribute("article"),
    isAll: this.#isAll,
    service: () => new Service(this.#endpoint, this.getAttribute("site")),
    root: () => {
      const selector = this.getAttribute("root");
      return selector ? document.querySelector(selector) : findArticle();
    },
    href: ({ article, start, end, link }) => {
      const pattern = this.getAttribute("article-href");
      if (!pattern) return link ?? article.url;
      const values = { id: article.id, version: article.version, start, end };
      return pattern.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(values[name] ?? ""));
    },
    emit: (type, detail) => this.dispatchEvent(
      new CustomEvent(`footnote:${type}`, { detail, bubbles: true, composed: true, cancelable: true })),
    clearTheWay: () => {
      if (this.#floating?.isModal) this.#floating.close({ quiet: true });
    },
    keep: (turns) => this.#memory?.keep(this.#key, this.#isKept ? turns : []),
    askAgain: (text) => this.#askByHand(text),
    archive: () => this.getAttribute("archive"),
    askAll: (text) => {
      this.setAttribute("scope", "all");
      this.#askByHand(text);
    },
    suggest: () => this.#suggest(),
  };

  get #key() {
    return `${this.#endpoint} ${this.getAttribute("article") ?? ""}`;
  }

  get #isKept() {
    return this.getAttribute("history") === "session";
  }

  get #recalled() {
    return (this.#isKept && this.#memory?.recall(this.#key)) || [];
  }

  /** Have at hand what keeps the conversation: a reader who leaves at once after an answer finds it again. */
  async #remember() {
    if (this.#isKept) this.#memory ??= await import("./memory.js").catch(() => null);
  }

  /** Build the frame in the reader's language; what was asked, and what is typed, stays. */
  async #build() {
    const words = await loadWords(this.closest("[lang]")?.lang || navigator.language);
    const mode = this.getAttribute("mode") ?? "inline";
    const module = mode === "inline" ? null : await import("./floating.js");
    await this.#remember();
    const isFirst = this.#view === null;
    const [turns, typed] = isFirst ? [this.#recalled, ""] : [this.#talk.turns, this.#view.field.value];
    this.#talk?.stop();
    this.#talk?.leave();
    this.#words = words;
    this.#view = frame(words, mode, this.#on);
    this.#talk = new Conversation(this.#place, this.#view, words);
    this.#floating = module && new module.Floating(this.#view, mode, words, (isOpen) => this.#opened(isOpen));
    this.shadowRoot.replaceChildren(this.#view.root);
    this.#dress();
    this.#view.write(typed);
    this.#talk.restore(turns);
    this.#openOrClose();
    if (!this.isConnected) this.#talk.leave();
    else if (!this.#floating) this.#suggest();
    if (isFirst) this.#place.emit("ready", {});
  }

  #on = {
    submit: (event) => {
      event.preventDefault();
      if (isBusy(this.#talk.last) && event.submitter) this.stop();
      else this.#askFromField(); // Enter asks even while an answer is coming
    },
    clear: () => {
      if (this.getAttribute("archive") === "all") this.removeAttribute("scope"); // back to this article
      this.clear();
      this.#view.field.focus();
    },
    close: () => this.close(),
    suggest: (text) => this.#askByHand(text),
    back: () => {
      this.#floating?.open({ focus: false });
      this.#talk.pointer?.goBack();
    },
  };

  #dress() {
    const { title, notice, field, root } = this.#view;
    const words = this.#words;
    title.textContent = this.#isAll() ? words.titleAll : words.title;
    const more = safeLink(this.getAttribute("disclaimer-href"));
    notice.replaceChildren(this.#isAll() ? words.noticeAll : words.notice,
      ...(more ? [" ", h("a", { href: more }, words.more)] : []));
    field.placeholder = this.getAttribute("placeholder") ?? words.placeholder;
    field.maxLength = Number(this.getAttribute("max-length")) || LONGEST;
    root.dataset.theme = this.getAttribute("theme") ?? "auto";
    this.#view.write(field.value);
  }

  #openOrClose() {
    if (this.hasAttribute("open")) this.#floating?.open();
    else this.#floating?.close();
  }

  #opened(isOpen) {
    this.toggleAttribute("open", isOpen);
    if (isOpen) this.#suggest();
    this.#place.emit(isOpen ? "open" : "close", {});
  }

  async #suggest() {
    this.#offering?.abort();
    const { signal } = (this.#offering = new AbortController());
    let questions = this.getAttribute("suggestions")?.split("|", 4).map((text) => text.trim()).filter(Boolean);
    try {
      questions ??= await this.#place.service().suggestions(this.getAttribute("article"), signal);
    } catch (error) {
      if (!(error instanceof Problem) && error.name !== "AbortError") throw error;
    }
    const isWanted = !this.#talk.last || this.#talk.last.state === "not_covered";
    if (!signal.aborted && isWanted) this.#view.offer(questions ?? []); // none: the field alone will do
  }

  #askFromField() {
    const text = this.#view.field.value;
    if (!text.trim()) return;
    this.#view.write("");
    this.#talk.isPinned = true;
    this.ask(text);
  }

  /** Ask from a button that is about to go: the focus moves on to the field, or on a touch screen stays off it. */
  #askByHand(text) {
    if (matchMedia("(pointer: coarse)").matches) this.#view.send.focus({ preventScroll: true });
    else this.#view.field.focus({ preventScroll: true });
    if (this.#view.field.value.trim() === text) this.#view.write("");
    this.#talk.isPinned = true;
    this.ask(text);
  }

  #unpin = () => {
    if (this.#talk) this.#talk.isPinned = false;
  };

  #online = () => {
    if (this.#talk?.last?.state === "offline") this.#view.announce(this.#words.online);
  };
}

/** Attributes as properties, for frameworks that set those. */
for (const name of [...DRESSED, "root", "history", "mode", "article-href", "archive"]) {
  const property = name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
  Object.defineProperty(FootnoteChat.prototype, property, {
    configurable: true,
    get() {
      return this.getAttribute(name);
    },
    set(value) {
      if (value === null || value === undefined) this.removeAttribute(name);
      else this.setAttribute(name, value);
    },
  });
}

if (!customElements.get("footnote-chat")) customElements.define("footnote-chat", FootnoteChat);

/** The script alone: `<script type="module" src="…/footnote.js" data-article="ID">` puts the element after itself. */
const OURS = [import.meta.url, new URL("classic.js", import.meta.url).href];
for (const script of document.querySelectorAll("script[data-article]")) {
  if (!OURS.includes(script.src) || script.nextElementSibling?.matches("footnote-chat")) continue;
  const element = document.createElement("footnote-chat");
  for (const [name, value] of Object.entries(script.dataset)) {
    element.setAttribute(name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`), value);
  }
  script.after(element);
}
