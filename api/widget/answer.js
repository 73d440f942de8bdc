/** One turn as elements: what was asked, and what the service said, in whichever state it is. */
import { h, icon, safeLink } from "./dom.js";
import { besideTable, isBusy, isFailed, paragraphs, pieces } from "./turn.js";

/**
 * The elements of a turn. `page` knows the surroundings: `words`, `isHere(citation)`, `href(citation)`,
 * `isLost(citation)`, `isOld(answer)`, `lang(citation)`, `isAll()`, `archive()`, and what to do: `cite(citation, button)`,
 * `retry(turn)`, `copy(turn, button)`, `judge(turn, verdict, row)`, `askAll(question)`.
 */
export function turnElements(turn, page) {
  return [
    h("h3", { class: "question", part: "question", dir: "auto" }, turn.question),
    h("div", { class: "reply", part: "answer" }, reply(turn, page)),
  ];
}

const button = (name, onclick, ...children) => h("button", { type: "button", class: name, onclick }, children);

function reply(turn, page) {
  const { words } = page;
  if (turn.state === "searching") {
    const doing = turn.passages ? words.reading({ n: turn.passages }) : words.searching;
    return h("p", { class: "doing" }, doing);
  }
  if (turn.answer) return [completed(turn.answer, page), actions(turn, page)];
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
  const lang = page.lang(answer.citations[0] ?? answer.nearest[0]);
  const say = (statement) => cited(statement, byNumber, page, lang);
  if (answer.status === "not_covered") return notCovered(answer, page);
  const beside = paragraphs(answer, besideTable(answer));
  return [
    answer.status === "partial" && h("p", { class: "state" }, words.partial),
    answer.status === "partial" && h("p", { class: "aside" }, words.partialNote),
    answer.short_answer && h("p", { class: "short", dir: "auto", lang }, withTail(
      answer.short_answer.text,
      [byNumber.get(answer.short_answer.citation)].filter(Boolean).map((citation) => chip(citation, page)),
    )),
    beside.length > 0 && h("div", { class: "answer", dir: "auto", lang },
      beside.map((statements) => h("p", {}, statements.map((s) => [say(s), " "]))),
    ),
    answer.table && table(answer.table, say, lang, page),
    notices(answer, page),
    footnotes(answer, page),
  ];
}

function notCovered(answer, page) {
  const { words } = page;
  const some = answer.nearest.length > 0; // else it was a greeting
  return [
    some && h("p", { class: "state" }, words.notCovered),
    h("p", { class: "covers", dir: "auto", lang: words.lang === "en" ? null : "en" }, answer.text.replace(/\s*\[\d+\]/g, "")),
    some && h("p", { class: "label" }, words.nearest),
    some && h("ul", { class: "nearest" }, answer.nearest.map((citation) => h("li", {},
      page.isHere(citation) && !page.isLost(citation)
        ? button("quotation", (event) => page.cite(citation, event.currentTarget),
          quoted(citation, "span", page), h("span", { class: "plain" }, words.show))
        : h("div", { class: "quotation" }, quoted(citation, "span", page), !page.isHere(citation) && elsewhere(citation, page)),
      page.isLost(citation) && h("p", { class: "aside" }, words.lost),
    ))),
    some && beyond(answer, page),
    notices(answer, page),
  ];
}

/** Where else to look: in all the articles, or with the newsroom's own search, where the page offers that. */
function beyond({ question }, { words, archive, isAll, askAll }) {
  const where = archive();
  if (where === "all") return !isAll() && button("retry", () => askAll(question), words.askAll);
  const href = safeLink(where?.replace("{question}", encodeURIComponent(question)));
  return href && h("a", { class: "plain", href }, words.archive);
}

const quoted = (citation, tag, page, id = null) => h(tag, { dir: "auto", lang: page.lang(citation), id }, citation.exact);

/** A statement with its chips, in its own language where that is not the answer's; its last word and they stay together. */
function cited(statement, byNumber, page, around) {
  const citations = statement.citations.map((number) => byNumber.get(number)).filter(Boolean);
  const said = withTail(statement.text, citations.map((citation) => chip(citation, page)));
  const lang = page.lang(citations[0]);
  return lang && lang !== around ? h("span", { lang }, said) : said;
}

function withTail(text, chips) {
  const [, head, tail] = text.match(/^(.*?)(\S{0,20})$/s);
  return chips.length ? [head, h("span", { class: "tail" }, tail, chips)] : text;
}

function chip(citation, page) {
  const { words, name } = page;
  const number = String(citation.number);
  const made = h("button", {
    type: "button", class: "chip", part: "chip", "data-number": number,
    "aria-label": page.isHere(citation) ? words.chip({ number }) : words.chipAway({ number }),
    "aria-expanded": "false", "aria-describedby": `${name}-${number}`,
    onclick: (event) => page.cite(citation, event.currentTarget, event.pointerType === "touch"),
  }, h("span", {}, number));
  return Object.assign(made, { citation, page });
}

function table({ rows }, say, lang, { words }) {
  return h("div", { class: "table", part: "table", role: "region", "aria-label": words.said, tabindex: "0" }, h("table", {},
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, words.subject), h("th", { scope: "col" }, words.said))),
    h("tbody", {}, rows.map((row) => h("tr", {},
      h("th", { scope: "row", dir: "auto", lang }, row.subject),
      h("td", { dir: "auto", lang }, row.statements.length
        ? row.statements.map((statement) => [say(statement), " "])
        : h("span", { class: "missing", lang: words.lang }, words.notStated)),
    ))),
  ));
}

const notices = (answer, { words, isOld }) => {
  const lines = answer.notices.map(({ kind, text }) => h("li", { "data-kind": kind }, words[kind] ?? text));
  if (isOld(answer)) lines.push(h("li", { "data-kind": "changed" }, words.changed));
  return lines.length > 0 && h("ul", { class: "notices", part: "notices" }, lines);
};

function footnotes(answer, page) {
  const { words } = page;
  const from = new Set(answer.citations.map(({ article }) => article.id)).size;
  const known = [from > 1 && words.from({ n: from }), answer.as_of && words.asOf({ date: words.date(answer.as_of) })];
  return answer.citations.length > 0 && h("section", { class: "footnotes", part: "footnotes" },
    h("h4", {}, words.sources,
      h("span", { class: "as-of" }, known.filter(Boolean).join(" · "))),
    h("ol", {}, answer.citations.map((citation) => footnote(citation, page))),
  );
}

/** Who says it, where and when, in short. */
export function facts({ article, speaker }, { words }) {
  const { publisher, published, updated } = article;
  return [
    speaker && words.according({ speaker }), publisher, published && words.date(published),
    updated && updated !== published && words.updated({ date: words.date(updated) }),
  ].filter(Boolean).flatMap((fact) => [h("span", { dir: "auto" }, fact), " · "]).slice(0, -1);
}

/** What leads from a citation to its words: a button here, a link elsewhere, or why there is none. */
export const wayTo = (citation, page, onclick) =>
  page.isLost(citation) ? h("p", { class: "aside" }, page.words.lost)
  : page.isHere(citation) ? button("plain", onclick, page.words.show)
  : elsewhere(citation, page);

function footnote(citation, page) {
  return h("li", { "data-note": citation.number, value: citation.number },
    h("span", { class: "number", "aria-hidden": "true" }, String(citation.number)),
    h("div", {},
      quoted(citation, "q", page, `${page.name}-${citation.number}`),
      h("p", { class: "facts" }, facts(citation, page)),
      wayTo(citation, page, (event) => page.cite(citation, event.currentTarget)),
    ),
  );
}

function elsewhere(citation, page) {
  const href = safeLink(page.href(citation));
  const title = citation.article.title ?? citation.article.id;
  if (!href) return h("p", { class: "facts", dir: "auto" }, title);
  return h("a", { class: "plain", href, rel: "noopener" }, page.words.open({ title }));
}

const THUMB = "M7 10.5V20H3.5v-9.5zM7 11.5l3.8-8.2c1.5 0 2.5 1.1 2.5 2.5v3.7h5.4c1.2 0 2 1.1 1.8 2.2l-1.2 6.4"
  + "c-.2 1.1-1 1.9-2.1 1.9H7";

function actions(turn, page) {
  const { words } = page;
  const row = h("div", { class: "actions", part: "actions" });
  const thumb = (verdict) => h("button", {
    type: "button", class: "thumb", title: words[verdict], "aria-label": words[verdict],
    "aria-pressed": String(turn.verdict === verdict),
    onclick: () => page.judge(turn, verdict, row),
  }, icon(THUMB, verdict));
  row.append(
    button("plain", (event) => page.copy(turn, event.currentTarget), words.copy),
    button("plain", () => page.retry(turn), words.again),
    h("span", { class: "helpful", role: "group", "aria-label": words.helpful },
      h("span", { "aria-hidden": "true" }, words.helpful), thumb("up"), thumb("down")),
  );
  return row;
}

/** The service's own words as a sentence: problems are written as clauses. */
const sentence = (text) => text[0].toUpperCase() + text.slice(1) + (/[.!?…]$/.test(text) ? "" : ".");

function problem(turn, { words, retry }) {
  const { problem: cause, state } = turn;
  const isOver = cause.limits?.includes("day");
  const [title, note] =
    state === "offline" ? [words.offline, words.offlineNote]
    : cause.kind === "unreachable" ? [words.unreachable, words.unreachableNote]
    : cause.kind === "broken" ? [words.broken, words.brokenNote]
    : state === "rate_limited" ? [words.rateLimited, isOver ? words.tomorrow : words.errorNote]
    : state === "unavailable" ? [words.unavailable, words.errorNote]
    : cause.status === 403 ? [words.notSetUp, words.errorNote]
    : [(words.lang === "en" && cause.title) || words.error, words.errorNote];
  const detail = cause.status !== 403 && !isOver && words.lang === "en" && cause.detail; // the service's own words
  const again = (event) => event.currentTarget.getAttribute("aria-disabled") === "true" || retry(turn);
  return h("div", { class: "problem", part: "problem" },
    h("div", { role: "alert" },
      h("p", { class: "state" }, title),
      detail && h("p", {}, sentence(detail)),
      h("p", { class: "aside" }, note),
    ),
    h("p", { class: "wait", hidden: true }),
    cause.status !== 403 && button("retry", again, words.retry),
  );
}
