/** The demo page: an article well set, the others in a quiet list, and the chat that knows which one is shown. */
import { unitIndex } from "./anchor.js";
import { Problem } from "./client.js";
import { h } from "./dom.js";
import { Library } from "./library.js";
import { Pointer } from "./pointer.js";
import { looksLikeHeading, looksLikeItem } from "./prose.js";
import { longDate } from "./words.js";
import "./footnote.js";

const service = new Library(new URL("..", import.meta.url).href);
const YEAR = 365.25 * 24 * 3600 * 1000;
const wanted = new URLSearchParams(location.search);
const page = document.getElementById("article");
const ask = document.getElementById("ask");
const chat = ask.querySelector("footnote-chat");

function age(published) {
  const years = Math.floor((Date.now() - Date.parse(published)) / YEAR);
  return years < 1 ? null : `This article is more than ${years === 1 ? "a year" : `${years} years`} old.`;
}

function setArticle(article) {
  const { title, standfirst, byline, publisher, published, updated, text, language } = article;
  document.title = title ? `${title} · Footnote` : "Footnote";
  if (language) page.lang = language;
  const lines = text.split("\n");
  const day = published && h("time", { datetime: published }, longDate(published));
  const known = [byline, day, updated && `updated ${longDate(updated)}`].filter(Boolean);
  const facts = known.flatMap((fact, at) => (at ? [" · ", fact] : [fact]));
  page.replaceChildren(
    h("header", {},
      publisher && h("p", { class: "publisher" }, publisher),
      h("h1", {}, title ?? "Untitled article"),
      standfirst && h("p", { class: "standfirst" }, standfirst),
      facts.length > 0 && h("p", { class: "facts" }, facts),
      published && age(published) && h("p", { class: "age" }, age(published)),
    ),
    h("div", { id: "text" }, lines.map((line, at) =>
      h(looksLikeHeading(lines, at) ? "h2" : "p", { class: looksLikeItem(line) && "item" }, line))),
  );
}

/** `?cite=12-48&version=1`: light up that sentence, unless the article has changed since. */
function showCited(article) {
  const place = /^(\d+)-(\d+)$/.exec(wanted.get("cite") ?? "");
  if (!place) return;
  const [from, to] = place.slice(1).map((point) => unitIndex(article.text, Number(point)));
  const same = !wanted.has("version") || Number(wanted.get("version")) === article.version;
  const exact = from < 0 || to <= from ? "" : article.text.slice(from, to);
  const pointer = new Pointer(page, () => page.querySelector("#text"), h("button", { hidden: true }));
  chat.addEventListener("footnote:citation", () => pointer.clear(), { once: true });
  if (same && exact && pointer.show({ exact, start: Number(place[1]) }, null)) return;
  page.prepend(h("p", { class: "age", role: "status" },
    "The article has changed since it was cited; the sentence is no longer where it was."));
}

function listOthers(articles, shown) {
  const others = articles.filter(({ id }) => id !== shown);
  const nav = document.getElementById("others");
  nav.hidden = others.length === 0;
  nav.querySelector("ul").replaceChildren(...others.map(({ id, title, publisher, published }) => h("li", {},
    h("a", { href: `?article=${encodeURIComponent(id)}` }, title ?? id),
    h("p", { class: "facts" }, [publisher, published && longDate(published)].filter(Boolean).join(" · ")),
  )));
  const option = chat.querySelector(".scope");
  option.hidden = others.length === 0;
  option.querySelector("span").textContent = "Search all the articles";
  const box = option.querySelector("input");
  box.addEventListener("change", () => (chat.scope = box.checked ? "all" : null));
  new MutationObserver(() => (box.checked = chat.scope === "all")).observe(chat, { attributeFilter: ["scope"] });
  if (others.length > 0) chat.archive = "all";
}

/** On a narrow screen the chat is below the article: a button leads to it while it is out of sight. */
function offerJump() {
  const jump = document.querySelector(".jump");
  new IntersectionObserver(([{ isIntersecting }]) => {
    jump.hidden = isIntersecting;
  }).observe(ask);
}

function say(title, detail, action = null) {
  page.replaceChildren(h("div", { class: "message" }, h("h1", {}, title), h("p", {}, detail), action));
}

async function show() {
  const articles = await service.articles();
  const id = wanted.get("article") ?? articles[0]?.id;
  if (!id) {
    say("No article yet", "Add one, then reload this page:", h("pre", {}, "footnote index article.txt"));
    return;
  }
  const article = await service.article(id);
  setArticle(article);
  listOthers(articles, id);
  chat.setAttribute("article", id);
  ask.hidden = false;
  offerJump();
  showCited(article);
}

async function start() {
  try {
    await show();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const again = h("button", { type: "button", onclick: start }, "Try again");
    const first = h("a", { href: "." }, "Go to the first article");
    if (error.status === 404) say("There is no such article", "It may have been removed.", first);
    else say("The article cannot be shown", error.detail || "The service cannot be reached.", again);
  } finally {
    page.removeAttribute("aria-busy");
  }
}

start();
