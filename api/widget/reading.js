/** The reading room: every article in a list, and the chat over all of them; what an answer cites is marked in the list. */
import { Problem } from "./client.js";
import { h } from "./dom.js";
import { Library } from "./library.js";
import { longDate } from "./words.js";
import "./footnote.js";

const MANY = 8; // articles from which a field to find one is worth its room
const service = new Library(new URL("..", import.meta.url).href);
const [shelf, count, find] = [".shelf", ".count", ".find"].map((name) => document.querySelector(name));
const chat = document.querySelector("footnote-chat");

function card({ id, title, standfirst, publisher, published, byline, language }) {
  const facts = [byline, published && longDate(published)].filter(Boolean).join(" · ");
  return h("li", { "data-id": id, lang: language, dir: "auto" },
    publisher && h("p", { class: "publisher" }, publisher),
    h("h2", {}, h("a", { href: `../?article=${encodeURIComponent(id)}` }, title ?? id)),
    standfirst && h("p", {}, standfirst),
    facts && h("p", { class: "facts" }, facts),
  );
}

const number = (articles) => (articles === 1 ? "One article" : `${articles} articles`);

function search(event) {
  const wanted = event.target.value.trim().toLocaleLowerCase();
  let shown = 0;
  for (const item of shelf.children) {
    item.hidden = !item.textContent.toLocaleLowerCase().includes(wanted);
    shown += Number(!item.hidden);
  }
  count.textContent = wanted ? `${number(shown)} of ${shelf.children.length}` : number(shown);
}

chat.addEventListener("footnote:answer", ({ detail: { answer } }) => {
  const cited = new Set(answer.citations.map(({ article }) => article.id));
  for (const item of shelf.children) item.toggleAttribute("data-cited", cited.has(item.dataset.id));
});

const jump = document.querySelector(".jump");
new IntersectionObserver(([{ isIntersecting }]) => {
  jump.hidden = isIntersecting;
}).observe(chat);

async function start() {
  try {
    const articles = await service.articles();
    articles.sort((a, b) => (b.published ?? "").localeCompare(a.published ?? "") || a.id.localeCompare(b.id));
    shelf.replaceChildren(...articles.map(card));
    count.textContent = articles.length ? number(articles.length) : "No article yet. Add one: footnote index article.txt";
    find.hidden = articles.length < MANY;
    find.addEventListener("input", search);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const again = h("button", { type: "button", onclick: start }, "Try again");
    count.replaceChildren(error.detail || "The service cannot be reached.", " ", again);
  }
}

start();
