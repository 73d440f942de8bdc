/** What is asked and answered in one widget: from the question to the marks in the article. */
import { turnElements } from "./answer.js";
import { Problem } from "./client.js";
import { h } from "./dom.js";
import { advance, fail, history, isBusy, isFailed, newTurn, spoken, stop } from "./turn.js";
import { countDown } from "./view.js";

let count = 0;

/**
 * The turns of one widget, and their elements in its frame. `place` is where it stands: `owner` (the element),
 * `article()` and `isAll()`, `service()`, `root()` (the article's element), `href(citation)`, `emit(type, detail)`,
 * `clearTheWay()` (before a sentence is shown), `keep(turns)`, `askAgain(question)`, `suggest()`, `archive()`,
 * `askAll(question)`.
 */
export class Conversation {
  isPinned = false; // the question just asked is kept at the top until the reader scrolls
  #entries = []; // [{turn, item, id}], oldest first
  #request = null;
  #endWait = () => {};
  #lost = new Set();
  #version = 0; // the newest one of this page's article that an answer cited
  #name = `note${(count += 1)}`;
  #card = null;
  #cards = null; // its coming
  #preparing = null;

  constructor(place, view, words) {
    Object.assign(this, { place, view, words, pointer: null });
    view.root.addEventListener("focusin", () => this.#prepare(), { once: true });
  }

  get turns() {
    return this.#entries.map(({ turn }) => turn);
  }

  get last() {
    return this.#entries.at(-1)?.turn;
  }

  get #said() {
    const { words } = this;
    return this.place.isAll() ? { ...words, searching: words.searchingAll, notCovered: words.notCoveredAll } : words;
  }

  /** Ask; resolves with the answer, or null when it failed or was stopped. */
  async ask(question) {
    this.stop();
    if (isFailed(this.last)) this.#entries.pop().item.remove(); // its question is being asked again, or was given up
    this.pointer?.clear();
    this.#endWait();
    const earlier = history(this.turns);
    const entry = this.#append(newTurn(question));
    this.view.announce(this.#said.searching);
    this.place.emit("question", { question });
    this.#update(entry, entry.turn);
    await this.#follow(entry, earlier);
    return entry.turn.answer;
  }

  /** Stop the answer that is coming; what has arrived stays. */
  stop() {
    const entry = this.#entries.at(-1);
    if (!isBusy(entry?.turn)) return;
    this.#request.abort();
    this.#update(entry, stop(entry.turn));
    this.view.announce(this.words.stopped);
  }

  /** Forget everything. */
  clear() {
    this.#request?.abort();
    this.leave();
    this.#entries = [];
    this.#lost.clear();
    this.view.transcript.replaceChildren();
    this.view.clear.hidden = true;
    this.view.busy(false);
    this.#setState();
  }

  /** Take what is on the page away: marks, card, countdown. */
  leave() {
    this.#endWait();
    this.#card?.close();
    this.pointer?.clear();
  }

  /** Show turns of before: at once, and their sentences in the article when what finds them has come. */
  async restore(turns) {
    for (const turn of turns) this.#update(this.#append(turn), turn);
    this.#setState();
    if (!turns.length || this.pointer) return;
    await this.#prepare();
    if (!this.view.root.isConnected) return;
    for (const entry of this.#entries) {
      entry.read = null;
      this.#update(entry, entry.turn);
    }
  }

  /** Load what finds sentences in the article; without a connection it is tried again with the next question. */
  #prepare() {
    this.#preparing ??= import("./pointer.js").then(
      ({ Pointer }) => (this.pointer = new Pointer(this.place.owner, this.place.root, this.view.back)),
      () => (this.#preparing = null),
    );
    return this.#preparing;
  }

  #append(turn) {
    const entry = { turn, item: h("li", { part: "turn" }), id: `${this.#name}-${this.#entries.length}` };
    this.#entries.push(entry);
    this.view.transcript.append(entry.item);
    this.view.offer([]);
    this.view.clear.hidden = false;
    return entry;
  }

  async #follow(entry, earlier) {
    const request = (this.#request = new AbortController());
    const article = this.place.isAll() ? null : this.place.article();
    const question = { question: entry.turn.question, history: earlier, ...(article && { article_ids: [article] }) };
    const ready = this.#prepare();
    try {
      for await (const event of this.place.service().ask(question, request.signal)) {
        if (event.type === "answer.completed") await ready;
        if (request.signal.aborted) return;
        this.#move(entry, advance(entry.turn, event));
      }
    } catch (error) {
      if (request.signal.aborted) return;
      if (!(error instanceof Problem)) throw error;
      this.#move(entry, fail(entry.turn, error, navigator.onLine));
    }
  }

  /** The turn after something came. Its end is kept and told in the same breath as it is shown. */
  #move(entry, turn) {
    this.#update(entry, turn);
    if (isFailed(turn)) this.#failed(entry);
    else if (turn.answer) this.#answered(turn);
  }

  #failed({ turn: { problem, question, state }, item }) {
    if (!this.view.field.value.trim()) this.view.write(question);
    const seconds = problem.limits?.includes("day") ? 0 : problem.retryAfter;
    if (seconds) this.#endWait = countDown(item, seconds, this.words);
    if (state === "rate_limited") this.place.emit("ratelimited", { question, seconds: problem.retryAfter });
    this.place.emit("error", { question, problem });
  }

  #answered({ answer, citations, question, state }) {
    const heading = answer.nearest.length > 0 && state === "not_covered" ? `${this.#said.notCovered}. ` : "";
    const sources = citations.length ? ` ${this.words.count({ n: citations.length })}` : "";
    this.view.announce(heading + spoken(answer) + sources);
    this.place.keep(this.turns);
    if (state === "not_covered") this.place.suggest(); // what can be asked instead
    this.place.emit("answer", { question, answer });
  }

  #update(entry, turn) {
    const isNew = turn.answer && turn.answer !== entry.read;
    entry.turn = turn;
    if (isNew) this.#read((entry.read = turn.answer));
    this.#render(entry);
    this.view.busy(isBusy(this.last));
    this.#setState();
    if (this.isPinned) this.view.pin(entry.item);
  }

  #render(entry) {
    const { place } = this;
    const ours = place.root()?.closest("[lang]")?.lang;
    this.#card?.close();
    entry.item.dataset.state = entry.turn.state;
    entry.item.replaceChildren(...turnElements(entry.turn, {
      words: this.#said,
      name: entry.id,
      isHere: this.#isHere,
      isLost: (citation) => this.#lost.has(citation),
      isOld: (answer) => answer.citations.some((c) => this.#isHere(c) && c.article.version < this.#version),
      lang: (citation) => citation?.article.language ?? (citation && this.#isHere(citation) ? ours : null),
      href: place.href,
      isAll: place.isAll,
      archive: place.archive,
      askAll: place.askAll,
      cite: (citation, chip, isTouch) => this.#cite(citation, chip, entry, isTouch),
      retry: () => place.askAgain(entry.turn.question),
      copy: (turn, button) => this.#copy(turn, button),
      judge: (turn, verdict, row) => this.#judge(entry, verdict, row),
    }));
  }

  #setState() {
    this.place.owner.dataset.state = this.last?.state ?? "idle";
  }

  #isHere = (citation) => citation.article.id === this.place.article();

  /** What an answer has to do with this page: what it cites is marked, and what is gone or was edited remembered. */
  #read(answer) {
    this.#cards ??= this.#loadCard();
    const cited = answer.citations.filter(this.#isHere);
    if (cited.length) this.pointer?.cite(cited).forEach((citation) => this.#lost.add(citation));
    const version = Math.max(0, ...cited.map(({ article }) => article.version));
    if (version <= this.#version) return;
    this.#version = version;
    for (const entry of this.#entries) if (entry.read && entry.read !== answer) this.#render(entry);
  }

  /** Load what an answer is used with, before the connection may be gone. Chips and footnotes work without the card. */
  #loadCard() {
    return Promise.all([import("./card.js"), import("./feedback.js")])
      .then(([{ Card }]) => (this.#card = new Card(this.view.root)), () => (this.#cards = null));
  }

  async #cite(citation, chip, entry, isTouch) {
    if (isTouch && chip.matches(".chip")) {
      await this.#cards;
      if (this.#card) return void this.#card.toggle(chip);
    }
    const here = this.#isHere(citation);
    if (!this.place.emit("citation", { citation, here })) return;
    this.#card?.close();
    if (here && this.pointer?.show(citation, chip, this.place.clearTheWay)) {
      this.view.announce(this.words.shownAt({ number: String(citation.number) }));
      return;
    }
    if (here && this.pointer && !this.#lost.has(citation)) {
      this.#lost.add(citation);
      this.#render(entry);
    }
    const note = entry.item.querySelector(`[data-note="${citation.number}"]`);
    note?.setAttribute("tabindex", "-1");
    note?.focus();
  }

  async #copy(turn, button) {
    const { words } = this;
    const { asText, copy } = await import("./feedback.js");
    const said = (await copy(asText(turn, words))) ? words.copied : words.notCopied;
    button.textContent = said;
    this.view.announce(said);
    setTimeout(() => (button.textContent = words.copy), 4000);
  }

  async #judge(entry, verdict, row) {
    const { words, place } = this;
    entry.turn = { ...entry.turn, verdict };
    place.keep(this.turns);
    const { judge } = await import("./feedback.js");
    const send = (opinion) => {
      place.emit("feedback", opinion);
      return place.service().feedback(opinion);
    };
    await judge({ turn: entry.turn, verdict, row, words, send, announce: this.view.announce });
  }
}
