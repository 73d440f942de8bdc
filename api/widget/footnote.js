/**
 * `<footnote-chat article="ID">`: ask an article, get an answer whose every sentence is footnoted.
 *
 * Attributes: `article` (limits the questions to it), `scope="all"` (asks every article; `article` is then only the one
 * on this page), `endpoint` (the service; default: where this script comes from), `placeholder`, `root` (CSS selector
 * of the article's element; default: the first `article`, else `main`, else `body`), `article-href` (a link to another
 * article, with `{id}`, `{version}`, `{start}` and `{end}`). Methods: `ask(text)`, `stop()`, `clear()`.
 * Events (bubbling, composed): `footnote:answer`, `footnote:citation` (cancelable), `footnote:error`.
 */
import { turnElements } from "./answer.js";
import { askStream, Problem, suggestions } from "./client.js";
import { h, safeLink } from "./dom.js";
import { Pointer } from "./pointer.js";
import { sheet } from "./style.js";
import { advance, fail, history, isBusy, isFailed, newTurn, spoken, stop } from "./turn.js";
import { frame } from "./view.js";
import { WORDS } from "./words.js";

const HOME = new URL("..", import.meta.url).href;

/** The chat. */
export class FootnoteChat extends HTMLElement {
  static observedAttributes = ["article", "endpoint", "placeholder", "scope"];

  #turns = []; // [{turn, item}], oldest first
  #request = null;
  #offering = null;
  #countdown = null;
  #lost = new Set();
  #pinned = false;
  #view = frame(WORDS, {
    submit: (event) => {
      event.preventDefault();
      if (isBusy(this.#last) && event.submitter) this.stop();
      else this.#askFromField(); // Enter asks even while an answer is coming
    },
    clear: () => {
      this.clear();
      this.#view.field.focus();
    },
    suggest: (text) => this.#askByHand(text),
    back: () => this.#pointer.goBack(),
  });
  #pointer = new Pointer(this, () => this.#article(), this.#view.back);

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [sheet];
    shadow.append(this.#view.panel);
  }

  connectedCallback() {
    for (const type of ["wheel", "touchmove"]) addEventListener(type, this.#unpin, { passive: true });
    this.#dress();
    this.#setState();
    this.#suggest();
  }

  disconnectedCallback() {
    for (const type of ["wheel", "touchmove"]) removeEventListener(type, this.#unpin);
    this.#offering?.abort();
    this.stop();
    clearInterval(this.#countdown);
    this.#pointer.clear();
  }

  attributeChangedCallback(name, before, after) {
    if (before === after || !this.isConnected) return;
    this.#dress();
    if (name === "article" || name === "endpoint") this.clear();
  }

  /** Ask a question; resolves with the answer, or null when it failed or was stopped. */
  async ask(text) {
    const question = String(text).trim();
    if (!question) return null;
    this.stop();
    if (isFailed(this.#last)) this.#turns.pop().item.remove(); // its question is being asked again, or was given up
    this.#pointer.clear();
    clearInterval(this.#countdown);
    const earlier = history(this.#turns.map(({ turn }) => turn));
    const entry = { turn: newTurn(question), item: h("li", {}) };
    this.#turns.push(entry);
    this.#view.transcript.append(entry.item);
    this.#view.offer([]);
    this.#view.clear.hidden = false;
    this.#view.announce(this.#words.searching);
    this.#update(entry, entry.turn);
    await this.#follow(entry, earlier);
    return entry.turn.answer;
  }

  /** Stop the answer that is coming; what has arrived stays. */
  stop() {
    const entry = this.#turns.at(-1);
    if (!isBusy(entry?.turn)) return;
    this.#request.abort();
    this.#update(entry, stop(entry.turn));
    this.#view.announce(WORDS.stopped);
  }

  /** Forget the conversation. */
  clear() {
    this.#request?.abort();
    this.#pointer.clear();
    clearInterval(this.#countdown);
    this.#turns = [];
    this.#lost.clear();
    this.#view.transcript.replaceChildren();
    this.#view.clear.hidden = true;
    this.#view.busy(false);
    this.#setState();
    if (this.isConnected) this.#suggest();
  }

  get #last() {
    return this.#turns.at(-1)?.turn;
  }

  get #all() {
    return this.getAttribute("scope") === "all" || !this.hasAttribute("article");
  }

  get #endpoint() {
    const link = safeLink(this.getAttribute("endpoint"));
    return link ? `${link.replace(/\/$/, "")}/` : HOME;
  }

  get #words() {
    if (!this.#all) return WORDS;
    return { ...WORDS, searching: WORDS.searchingAll, notCovered: WORDS.notCoveredAll };
  }

  #article() {
    const selector = this.getAttribute("root");
    if (selector) return document.querySelector(selector);
    return document.querySelector("article") ?? document.querySelector("main") ?? document.body;
  }

  #dress() {
    const { title, notice, field } = this.#view;
    title.textContent = this.#all ? WORDS.titleAll : WORDS.title;
    notice.textContent = this.#all ? WORDS.noticeAll : WORDS.notice;
    field.placeholder = this.getAttribute("placeholder") ?? WORDS.placeholder;
    this.#view.write(field.value);
  }

  async #suggest() {
    this.#offering?.abort();
    const { signal } = (this.#offering = new AbortController());
    let questions = [];
    try {
      questions = await suggestions(this.#endpoint, this.getAttribute("article"), signal);
    } catch (error) {
      if (!(error instanceof Problem) && error.name !== "AbortError") throw error;
    }
    if (!signal.aborted && this.#turns.length === 0) this.#view.offer(questions); // none: the field alone will do
  }

  #askFromField() {
    const text = this.#view.field.value;
    if (!text.trim()) return;
    this.#view.write("");
    this.#pinned = true;
    this.ask(text);
  }

  /** Ask from a button that is about to go: the focus moves on to the field, or on a touch screen stays off it. */
  #askByHand(text) {
    if (matchMedia("(pointer: coarse)").matches) this.#view.send.focus({ preventScroll: true });
    else this.#view.field.focus({ preventScroll: true });
    if (this.#view.field.value.trim() === text) this.#view.write("");
    this.#pinned = true;
    this.ask(text);
  }

  async #follow(entry, earlier) {
    const request = (this.#request = new AbortController());
    const article = this.#all ? null : this.getAttribute("article");
    const question = { question: entry.turn.question, history: earlier, ...(article && { article_ids: [article] }) };
    try {
      for await (const event of askStream(this.#endpoint, question, request.signal)) {
        if (request.signal.aborted) return;
        this.#update(entry, advance(entry.turn, event));
      }
    } catch (error) {
      if (request.signal.aborted) return;
      if (!(error instanceof Problem)) throw error;
      this.#update(entry, fail(entry.turn, error, navigator.onLine));
    }
    this.#finish(entry);
  }

  #finish({ turn, item }) {
    if (isFailed(turn)) {
      if (!this.#view.field.value.trim()) this.#view.write(turn.question);
      if (turn.problem.retryAfter) this.#countDown(item, turn.problem.retryAfter);
      this.#emit("footnote:error", { question: turn.question, problem: turn.problem });
      return;
    }
    const heading = turn.answer.nearest.length > 0 && turn.state === "not_covered" ? `${this.#words.notCovered}. ` : "";
    const count = turn.citations.length ? ` ${WORDS.count(turn.citations.length)}` : "";
    this.#view.announce(heading + spoken(turn.answer) + count);
    this.#emit("footnote:answer", { question: turn.question, answer: turn.answer });
  }

  #update(entry, turn) {
    entry.turn = turn;
    const cited = turn.answer ? turn.citations.filter(this.#isHere) : [];
    if (cited.length) this.#pointer.cite(cited).forEach((citation) => this.#lost.add(citation));
    entry.item.dataset.state = turn.state;
    entry.item.replaceChildren(...turnElements(turn, {
      words: this.#words,
      isHere: this.#isHere,
      isLost: (citation) => this.#lost.has(citation),
      href: this.#href,
      cite: (citation, chip) => this.#cite(citation, chip, entry),
      retry: () => this.#askByHand(turn.question),
    }));
    this.#view.busy(isBusy(this.#last));
    this.#setState();
    if (this.#pinned) this.#pin(entry.item);
  }

  #setState() {
    this.dataset.state = this.#last?.state ?? "idle";
  }

  #isHere = (citation) => citation.article.id === this.getAttribute("article");

  #href = ({ article, start, end, link }) => {
    const pattern = this.getAttribute("article-href");
    if (!pattern) return link ?? article.url;
    const values = { id: article.id, version: article.version, start, end };
    return pattern.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(values[name] ?? ""));
  };

  #cite(citation, chip, entry) {
    const here = this.#isHere(citation);
    if (!this.#emit("footnote:citation", { citation, here })) return;
    if (here && this.#pointer.show(citation, chip)) {
      this.#view.announce(WORDS.shownAt(citation.number));
      return;
    }
    if (here && !this.#lost.has(citation)) {
      this.#lost.add(citation);
      this.#update(entry, entry.turn);
    }
    const note = entry.item.querySelector(`[data-note="${citation.number}"]`);
    note?.setAttribute("tabindex", "-1");
    note?.focus();
  }

  #countDown(item, seconds) {
    const [wait, button] = [item.querySelector(".wait"), item.querySelector(".retry")];
    const until = Date.now() + seconds * 1000;
    const tick = () => {
      const left = Math.ceil((until - Date.now()) / 1000);
      wait.hidden = left <= 0;
      wait.textContent = WORDS.wait(left);
      button.setAttribute("aria-disabled", String(left > 0));
      if (left <= 0) clearInterval(this.#countdown);
    };
    this.#countdown = setInterval(tick, 1000);
    tick();
  }

  /** Keep the question that was just asked at the top, until the reader scrolls. */
  #pin(item) {
    const { scroll, form } = this.#view;
    if (scroll.scrollHeight > scroll.clientHeight) {
      scroll.scrollTop = item.offsetTop;
      return;
    }
    const { top, bottom } = item.getBoundingClientRect();
    const hidden = Math.min(top - 16, bottom + form.offsetHeight + 16 - innerHeight);
    if (hidden > 0) scrollBy({ top: hidden, behavior: "instant" });
  }

  #unpin = () => {
    this.#pinned = false;
  };

  #emit(type, detail) {
    return this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true, cancelable: true }));
  }
}

if (!customElements.get("footnote-chat")) customElements.define("footnote-chat", FootnoteChat);
