/** Thumbs, and what was wrong; and an answer as text. Loaded when a reader first uses one of them. */
import { h } from "./dom.js";
import { style } from "./style.js";

const REASONS = ["incorrect", "incomplete", "not_what_i_asked", "slow_or_broken", "tone", "other"];
const LONGEST = 1000; // code points of a comment

style(`
  .why { position: static; scroll-margin-block-end: 6rem; display: flex; flex-direction: column; gap: 0.75rem; align-items: flex-start; padding: 0.875rem; border-radius: 0.375rem; background: var(--wash); font-size: 0.875rem; }
  .why::before { content: none; }
  .why fieldset { min-inline-size: 0; display: flex; flex-wrap: wrap; gap: 0.375rem 1.25rem; }
  legend { padding: 0; margin-block-end: 0.375rem; font-weight: 650; }
  .why label { display: inline-flex; align-items: center; gap: 0.375rem; min-block-size: 1.5rem; }
  .why input { inline-size: 1rem; block-size: 1rem; margin: 0; accent-color: var(--accent); }
  .why textarea { flex: none; inline-size: 100%; padding: 0.5rem 0.625rem; border: 1px solid var(--edge); border-radius: 0.375rem; background: var(--surface); font-size: max(16px, 0.875rem); }
  .why textarea:focus-visible { outline: 2px solid var(--accent); }
`);

/** Keep a verdict on an answer, and ask what was wrong with a bad one. `send(opinion)` rejects with a Problem. */
export async function judge({ turn, verdict, row, words, send, announce }) {
  const say = (text) => {
    row.parentElement.querySelector(".thanks")?.remove();
    row.after(h("p", { class: "thanks aside" }, text));
    announce(text);
  };
  const keep = async (more = {}) => {
    try {
      await send({ answer_id: turn.answer.id, verdict, ...more });
      return words.thanks;
    } catch (error) {
      if (error.name !== "Error") throw error; // a Problem is an Error; anything else is a fault of ours
      return error.status === 404 ? words.notKept : words.notSent;
    }
  };
  for (const thumb of row.querySelectorAll(".thumb")) {
    thumb.setAttribute("aria-pressed", String(thumb.querySelector(`.${verdict}`) !== null));
  }
  row.parentElement.querySelector(".why")?.remove();
  row.parentElement.querySelector(".thanks")?.remove();
  if (verdict === "up") return say(await keep());
  const form = why(words, async (more) => {
    const said = await keep(more);
    if (said !== words.notSent) form.remove();
    say(said);
  });
  row.after(form);
  form.scrollIntoView({ block: "nearest" });
  const said = await keep();
  if (said !== words.thanks) say(said);
  if (said === words.notKept) form.remove();
}

function why(words, send) {
  const boxes = REASONS.map((reason) => h("input", { type: "checkbox", value: reason }));
  const comment = h("textarea", { rows: 2, dir: "auto", "aria-label": words.comment, placeholder: words.comment });
  const submit = (event) => {
    event.preventDefault();
    event.stopPropagation();
    const reasons = boxes.filter((box) => box.checked).map((box) => box.value);
    const text = [...comment.value.trim()].slice(0, LONGEST).join("");
    send({ ...(reasons.length && { reasons }), ...(text && { comment: text }) });
  };
  return h("form", { class: "why", onsubmit: submit },
    h("fieldset", {}, h("legend", {}, words.why),
      boxes.map((box, at) => h("label", {}, box, " ", words[REASONS[at]]))),
    comment,
    h("button", { type: "submit", class: "retry" }, words.send),
  );
}

/** A question, its answer and its footnotes as plain text. */
export function asText({ question, answer }, words) {
  const note = ({ number, exact, speaker, article, link }) => {
    const { title, publisher, published, url } = article;
    const by = [speaker && words.according({ speaker }), title, publisher, published && words.date(published)];
    const address = link ?? url;
    return `[${number}] “${exact}” ${by.filter(Boolean).join(", ")}${address ? ` <${address}>` : ""}`;
  };
  const notes = (answer.citations.length ? answer.citations : answer.nearest).map(note);
  const brief = answer.short_answer;
  const short = brief && !answer.text.startsWith(brief.text) && `${brief.text} [${brief.citation}]`;
  const lead = answer.status === "not_covered" && notes.length > 0 && words.notCovered;
  return [question, [lead, short, answer.text].filter(Boolean).join("\n"), notes.join("\n")].filter(Boolean).join("\n\n");
}

/** Put text on the clipboard; says whether that worked. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch (error) {
    if (!(error instanceof DOMException || error instanceof TypeError)) throw error;
    return copyOldWay(text); // not allowed, or an address without https
  }
}

function copyOldWay(text) {
  const active = document.activeElement;
  const area = h("textarea", { readonly: true, "aria-hidden": "true" }, text);
  area.style.position = "fixed";
  area.style.opacity = "0";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  active?.focus({ preventScroll: true });
  return done;
}
