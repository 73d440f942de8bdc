/** The live example: the element's attributes to try, the line that they make, the events it sends. */
import { Problem } from "./client.js";
import { h } from "./dom.js";
import { Library } from "./library.js";
import "./footnote.js";

const service = new Library(new URL("..", import.meta.url).href);
const chat = document.querySelector("footnote-chat");
const [line, list, text] = ["line", "events", "text"].map((id) => document.getElementById(id));
const TOLD = ["ready", "open", "close", "question", "answer", "citation", "feedback", "error", "ratelimited"];

function write() {
  const shown = [...chat.attributes].filter(({ name }) => !/^(data-|root)/.test(name));
  const attributes = shown.map(({ name, value }) => (value ? ` ${name}="${value}"` : ` ${name}`)).join("");
  const script = new URL("footnote.js", import.meta.url).href;
  line.textContent = `<script type="module" src="${script}"></script>\n<footnote-chat${attributes}></footnote-chat>`;
}

for (const select of document.querySelectorAll("select")) {
  select.addEventListener("change", () => {
    if (select.value) chat.setAttribute(select.name, select.value);
    else chat.removeAttribute(select.name);
  });
}
new MutationObserver(write).observe(chat, { attributes: true });
for (const type of TOLD) {
  document.addEventListener(`footnote:${type}`, (event) => list.prepend(h("li", {}, event.type)));
}

try {
  const [first] = await service.articles();
  if (first) {
    const article = await service.article(first.id);
    text.replaceChildren(...article.text.split("\n").map((words) => h("p", { lang: article.language }, words)));
    chat.setAttribute("article", first.id);
  }
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  text.replaceChildren(h("p", {}, error.detail || "The service cannot be reached."));
}
text.removeAttribute("aria-busy");
write();
