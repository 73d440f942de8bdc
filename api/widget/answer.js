/** One turn as elements: what was asked, and what the service said, in whichever state it is. */
import { h, safeLink } from "./dom.js";
import { besideTable, isBusy, isFailed, paragraphs, pieces } from "./turn.js";
import { longDate } from "./words.js";

/**
 * The elements of a turn. `page` knows the surroundings: `words`, `isHere(citation)`, `href(citation)`,
 * `isLost(citation)`, and what to do: `cite(citation, button)`, `retry(turn)`.
 */
export function turnElements(turn, page) {
  return [h("h3", { class: "question", dir: "auto" }, turn.question), h("div", { class: "reply" }, reply(turn, page))];
}

const button = (name, onclick, ...children) => h("button", { type: "button", class: name, onclick }, children);

function reply(turn, page) {
  const { words } = page;
  if (turn.state === "searching") {
    const doing = turn.passages ? words.reading(turn.passages) : words.searching;
    return h("p", { class: "doing" }, doing);
  }
  if (turn.answer) return completed(turn.answer, page);
  const arrived = turn.text ? streamed(turn) : null;
  if (isBusy(turn)) return arrived;
  if (isFailed(turn)) return [arrived, problem(turn, page)];
  return [
    arrived,
    h("p", { class: "state" }, words.stopped),
    arrived && h("p", { class: "aside" }, words.stoppedNote),
    button("plain", () => page.retry(turn), words.again),
  ];
}

/** Text still coming: its markers look like chips already, so that nothing jumps when the answer is complete. */
function streamed(turn) {
  const lines = turn.text.split("\n").filter((line) => line.trim());
  return h("div", { class: "answer", dir: "auto" }, lines.map((line) => {
    const parts = pieces(line);
    return h("p", {}, parts.map((piece, at) => {
      if (typeof piece === "number") return typeof parts[at - 1] === "string" ? null : ghost(piece);
      const markers = typeof parts[at + 1] === "number" ? [ghost(parts[at + 1])] : [];
      return withTail(piece, markers);
    }));
  }));
}

const ghost = (number) => h("span", { class: "chip" }, h("span", {}, String(number)));

function completed(answer, page) {
  const { words } = page;
  const byNumber = new Map(answer.citations.map((citation) => [citation.number, citation]));
  const say = (statement) => cited(statement, byNumber, page);
  if (answer.status === "not_covered") return notCovered(answer, page);
  const beside = paragraphs(answer, besideTable(answer));
  return [
    answer.status === "partial" && h("p", { class: "state" }, words.partial),
    answer.status === "partial" && h("p", { class: "aside" }, words.partialNote),
    answer.short_answer && h("p", { class: "short", dir: "auto" }, withTail(
      answer.short_answer.text,
      [byNumber.get(answer.short_answer.citation)].filter(Boolean).map((citation) => chip(citation, page)),
    )),
    beside.length > 0 && h("div", { class: "answer", dir: "auto" },
      beside.map((statements) => h("p", {}, statements.map((s) => [say(s), " "]))),
    ),
    answer.table && table(answer.table, say, page),
    notices(answer),
    footnotes(answer, page),
  ];
}

function notCovered(answer, page) {
  const { words } = page;
  return [
    answer.nearest.length > 0 && h("p", { class: "state" }, words.notCovered), // else it was a greeting
    h("p", { class: "covers", dir: "auto" }, answer.text.replace(/\s*\[\d+\]/g, "")),
    answer.nearest.length > 0 && h("p", { class: "label" }, words.nearest),
    answer.nearest.length > 0 && h("ul", { class: "nearest" }, answer.nearest.map((citation) => h("li", {},
      page.isHere(citation)
        ? button("quotation", (event) => page.cite(citation, event.currentTarget),
          h("span", {}, citation.exact), h("span", { class: "plain" }, words.show))
        : h("div", { class: "quotation" }, h("span", {}, citation.exact), elsewhere(citation, page)),
      page.isLost(citation) && h("p", { class: "aside" }, words.lost),
    ))),
    notices(answer),
  ];
}

/** A statement with its chips; its last word and the chips stay on one line. */
function cited(statement, byNumber, page) {
  const chips = statement.citations.map((number) => byNumber.get(number)).filter(Boolean);
  return withTail(statement.text, chips.map((citation) => chip(citation, page)));
}

function withTail(text, chips) {
  const [, head, tail] = text.match(/^(.*?)(\S{0,20})$/s);
  return chips.length ? [head, h("span", { class: "tail" }, tail, chips)] : text;
}

function chip(citation, page) {
  const label = page.isHere(citation) ? page.words.chip(citation.number) : page.words.chipAway(citation.number);
  return h(
    "button",
    {
      type: "button",
      class: "chip",
      "data-number": citation.number,
      "aria-label": label,
      onclick: (event) => page.cite(citation, event.currentTarget),
    },
    h("span", {}, String(citation.number)),
  );
}

function table({ rows }, say, { words }) {
  return h("div", { class: "table" }, h("table", {},
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, words.subject), h("th", { scope: "col" }, words.said))),
    h("tbody", {}, rows.map((row) => h("tr", {},
      h("th", { scope: "row", dir: "auto" }, row.subject),
      h("td", { dir: "auto" }, row.statements.length
        ? row.statements.map((statement) => [say(statement), " "])
        : h("span", { class: "missing" }, words.notStated)),
    ))),
  ));
}

const notices = ({ notices: all }) =>
  all.length > 0 && h("ul", { class: "notices" }, all.map(({ kind, text }) => h("li", { "data-kind": kind }, text)));

function footnotes(answer, page) {
  const { words } = page;
  return answer.citations.length > 0 && h("section", { class: "footnotes" },
    h("h4", {}, words.sources, answer.as_of && h("span", { class: "as-of" }, words.asOf(longDate(answer.as_of)))),
    h("ol", {}, answer.citations.map((citation) => footnote(citation, page))),
  );
}

function footnote(citation, page) {
  const { article, exact, speaker } = citation;
  const { publisher, published } = article;
  const facts = [speaker && `According to ${speaker}`, publisher, published && longDate(published)];
  return h("li", { "data-note": citation.number, value: citation.number },
    h("span", { class: "number", "aria-hidden": "true" }, String(citation.number)),
    h("div", {},
      h("q", { dir: "auto" }, exact),
      h("p", { class: "facts" }, facts.filter(Boolean).flatMap((fact) => [h("span", {}, fact), " · "]).slice(0, -1)),
      page.isLost(citation) ? h("p", { class: "aside" }, page.words.lost)
      : page.isHere(citation) ? button("plain", (event) => page.cite(citation, event.currentTarget), page.words.show)
      : elsewhere(citation, page),
    ),
  );
}

function elsewhere(citation, page) {
  const href = safeLink(page.href(citation));
  const title = citation.article.title ?? citation.article.id;
  return href ? h("a", { class: "plain", href }, page.words.open(title)) : h("p", { class: "facts" }, title);
}

/** The service's own words as a sentence: problems are written as clauses. */
const sentence = (text) => text[0].toUpperCase() + text.slice(1) + (/[.!?…]$/.test(text) ? "" : ".");

function problem(turn, { words, retry }) {
  const { problem: cause, state } = turn;
  const [title, note] =
    state === "offline" ? [words.offline, words.offlineNote]
    : cause.kind === "unreachable" ? [words.unreachable, words.unreachableNote]
    : cause.kind === "broken" ? [words.broken, words.brokenNote]
    : state === "rate_limited" ? [words.rateLimited, words.errorNote]
    : state === "unavailable" ? [words.unavailable, words.errorNote]
    : [cause.title || words.error, words.errorNote];
  const again = (event) => event.currentTarget.getAttribute("aria-disabled") === "true" || retry(turn);
  return h("div", { class: "problem" },
    h("div", { role: "alert" },
      h("p", { class: "state" }, title),
      cause.detail && h("p", {}, sentence(cause.detail)),
      h("p", { class: "aside" }, note),
    ),
    h("p", { class: "wait", hidden: true }),
    button("retry", again, words.retry),
  );
}
