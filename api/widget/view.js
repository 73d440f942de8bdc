/** The widget's frame, made once: heading, notice, transcript, suggestions, field, live region, the way back. */
import { h } from "./dom.js";

/** Build the frame; `on` has `submit`, `clear`, `suggest(text)`, `back`. Returns its parts and ways to change it. */
export function frame(words, on) {
  const title = h("h2", { id: "title" });
  const notice = h("p", { class: "notice" });
  const clear = h("button", { type: "button", class: "plain", hidden: true, onclick: on.clear }, words.clear);
  const transcript = h("ol", { class: "transcript", "aria-label": words.transcript });
  const ideas = h("ul", { "aria-labelledby": "ideas" });
  const suggestions = h("div", { class: "suggestions", hidden: true },
    h("p", { id: "ideas", class: "label" }, words.suggestions), ideas);
  const field = h("textarea", { id: "question", rows: 1, enterkeyhint: "send", autocomplete: "off", dir: "auto" });
  const send = h("button", { type: "submit", class: "send" }, words.ask);
  const form = h("form", { onsubmit: on.submit },
    h("label", { class: "unseen", for: "question" }, words.label),
    h("div", { class: "field" }, field, send),
  );
  const live = h("div", { class: "unseen", role: "status" });
  const back = h("button", { type: "button", class: "back", hidden: true, onclick: on.back },
    h("span", { "aria-hidden": "true" }, "↩ "), words.back);
  const scroll = h("div", { class: "scroll" }, transcript, suggestions);
  // The way back comes first: from the marked sentence it is then the next stop of the Tab key.
  const panel = h("section", { class: "panel", "aria-labelledby": "title" },
    back,
    h("div", { class: "top" }, h("header", {}, title, clear), notice, h("slot", { name: "options" })),
    scroll, form, live,
  );

  const fit = () => {
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight, 160)}px`;
  };
  field.addEventListener("input", fit);
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    form.requestSubmit();
  });

  return {
    panel, transcript, scroll, form, field, send, back, title, notice, clear,

    /** Put words in the field, and make room for them. */
    write(text) {
      field.value = text;
      fit();
    },

    /** Offer questions; none hides the list. */
    offer(questions) {
      suggestions.hidden = questions.length === 0;
      ideas.replaceChildren(...questions.map((text) =>
        h("li", {}, h("button", { type: "button", class: "idea", onclick: () => on.suggest(text) }, text))));
    },

    /** Say something to a screen reader, once: plain words, gone again when they have been picked up. */
    announce(text) {
      const line = h("p", {}, text);
      live.append(line);
      setTimeout(() => line.remove(), 1500);
    },

    /** The send button asks, or stops while an answer is coming. */
    busy(yes) {
      send.textContent = yes ? words.stop : words.ask;
      send.classList.toggle("stop", yes);
    },
  };
}
