/** The widget's frame: heading, notice, transcript, suggestions, field, live region, the way back. */
import { h } from "./dom.js";

const NEAR_MS = 1500; // how long an announcement stays: sooner some screen readers miss it, for good they repeat it

/**
 * Build the frame in the reader's language. `mode`: inline, or in a dialog that opens (launcher, sheet). `on` has
 * `submit`, `clear`, `suggest(text)`, `back`, `close`. Returns its parts and ways to change it.
 */
export function frame(words, mode, on) {
  const title = h("h2", { id: "title", tabindex: "-1" });
  const notice = h("p", { class: "notice", part: "notice" });
  const clear = h("button", { type: "button", class: "plain", hidden: true, onclick: on.clear }, words.clear);
  const close = h("button", {
    type: "button", class: "close", "aria-label": words.close, hidden: mode === "inline", onclick: on.close,
  }, h("span", { "aria-hidden": "true" }, "×"));
  const transcript = h("ol", { class: "transcript", part: "transcript", "aria-label": words.transcript });
  const ideas = h("ul", { "aria-labelledby": "ideas" });
  const suggestions = h("div", { class: "suggestions", part: "suggestions", hidden: true },
    h("p", { id: "ideas", class: "label" }, words.suggestions), ideas);
  const field = h("textarea", {
    id: "question", rows: 1, enterkeyhint: "send", autocomplete: "off", "aria-label": words.label,
  });
  const send = h("button", { type: "submit", class: "send", part: "send" }, words.ask);
  const latest = h("button", { type: "button", class: "latest", hidden: true }, words.latest);
  const form = h("form", { part: "composer", onsubmit: on.submit }, latest, h("div", { class: "field" }, field, send));
  const live = h("div", { class: "unseen", role: "status" });
  const outside = h("div", { class: "unseen", role: "status" });
  const back = h("button", { type: "button", class: "back", part: "back", hidden: true, onclick: on.back },
    h("span", { "aria-hidden": "true" }, "↩ "), words.back);
  const scroll = h("div", { class: "scroll" }, transcript, suggestions);
  const panel = h(mode === "inline" ? "section" : "dialog", { class: "panel", part: "panel", "aria-labelledby": "title" },
    h("div", { class: "top" }, h("header", {}, title, clear, close), notice, h("slot", { name: "options" })),
    scroll, form, live,
  );
  // The way back comes first: from the marked sentence it is then the next stop of the Tab key.
  const root = h("div", { class: "root", part: "root", lang: words.lang, dir: words.dir, "data-mode": mode },
    back, panel, mode !== "inline" && outside);

  const fit = () => {
    field.dir = field.value ? "auto" : words.dir; // an empty field would put the placeholder at the wrong end
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight, 160)}px`;
  };
  field.addEventListener("input", fit);
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    form.requestSubmit();
  });
  const isScrolling = () => scroll.scrollHeight > scroll.clientHeight + 1;
  const isAtEnd = () => scroll.scrollHeight - scroll.clientHeight - scroll.scrollTop < 64;
  const offerLatest = () => {
    const isOut = transcript.lastElementChild?.offsetTop > scroll.scrollTop + scroll.clientHeight - 64;
    latest.hidden = transcript.childElementCount < 2 || !isScrolling() || isAtEnd() || !isOut;
  };
  scroll.addEventListener("scroll", offerLatest, { passive: true });
  latest.addEventListener("click", () => {
    scroll.scrollTop = transcript.lastElementChild.offsetTop;
    field.focus({ preventScroll: true });
  });

  return {
    root, panel, transcript, scroll, form, field, send, back, title, notice, clear,

    /** Put words in the field, and make room for them. */
    write(text) {
      field.value = text;
      fit();
    },

    /** Offer questions; none hides the list. */
    offer(questions) {
      suggestions.hidden = questions.length === 0;
      ideas.replaceChildren(...questions.map((text) =>
        h("li", {}, h("button", { type: "button", class: "idea", dir: "auto", onclick: () => on.suggest(text) }, text))));
    },

    /** Say something to a screen reader, once: plain words, gone again when they have been picked up. */
    announce(text) {
      const line = h("p", {}, text);
      (panel.open === false ? outside : live).append(line);
      setTimeout(() => line.remove(), NEAR_MS);
    },

    /** The send button asks, or stops while an answer is coming. */
    busy(yes) {
      send.textContent = yes ? words.stop : words.ask;
      send.classList.toggle("stop", yes);
    },

    /** Keep the question that was just asked at the top. */
    pin(item) {
      if (isScrolling()) {
        scroll.scrollTop = item.offsetTop;
        return;
      }
      const { top, bottom } = item.getBoundingClientRect();
      const hidden = Math.min(top - 16, bottom + form.offsetHeight + 16 - innerHeight);
      if (hidden > 0) scrollBy({ top: hidden, behavior: "instant" });
    },
  };
}

/** Say how long there is to wait, second by second; gives a function that ends it. */
export function countDown(item, seconds, words) {
  const [wait, button] = [item.querySelector(".wait"), item.querySelector(".retry")];
  const until = performance.now() + seconds * 1000;
  const tick = () => {
    const left = Math.ceil((until - performance.now()) / 1000);
    wait.hidden = left <= 0;
    wait.textContent = words.wait({ n: left });
    button.setAttribute("aria-disabled", String(left > 0));
    if (left <= 0) clearInterval(timer);
  };
  const timer = setInterval(tick, 1000);
  tick();
  return () => clearInterval(timer);
}
