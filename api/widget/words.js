/** Every word the widget itself says, in one place. */
export const WORDS = {
  title: "Ask this article",
  titleAll: "Ask the articles",
  notice: "Answers are sentences of the article, chosen automatically. Check the footnotes.",
  noticeAll: "Answers are sentences of the articles, chosen automatically. Check the footnotes.",
  label: "Your question",
  placeholder: "Ask a question",
  ask: "Ask",
  stop: "Stop",
  clear: "Start over",
  transcript: "Questions and answers",
  suggestions: "You could ask",
  searching: "Searching the article…",
  searchingAll: "Searching the articles…",
  reading: (passages) => (passages === 1 ? "Reading one passage…" : `Reading ${passages} passages…`),
  partial: "Answered in part",
  partialNote: "The article answers only part of this question.",
  notCovered: "Not in this article",
  notCoveredAll: "Not in these articles",
  nearest: "The nearest passages",
  stopped: "You stopped this answer",
  stoppedNote: "What had arrived is kept above. It may be incomplete.",
  again: "Ask again",
  retry: "Try again",
  sources: "Footnotes",
  show: "Show in the article",
  chip: (number) => `Footnote ${number}, show in the article`,
  chipAway: (number) => `Footnote ${number}, go to its source`,
  open: (title) => `Read in “${title}”`,
  lost: "The article on this page no longer has these words.",
  back: "Back to answer",
  notStated: "not stated",
  subject: "Subject",
  said: "What the article says",
  asOf: (date) => `As of ${date}`,
  count: (sources) => (sources === 1 ? "1 source." : `${sources} sources.`),
  shownAt: (number) => `Footnote ${number} is marked in the article.`,
  offline: "You are offline",
  offlineNote: "Your question is kept in the field. Ask it again when the connection is back.",
  unreachable: "The service cannot be reached",
  unreachableNote: "Your question is kept in the field. Check the connection and try again.",
  broken: "The answer broke off",
  brokenNote: "The connection ended before the answer was complete. Your question is kept in the field.",
  rateLimited: "Too many questions at once",
  unavailable: "The service is busy",
  error: "Something went wrong",
  errorNote: "Your question is kept in the field.",
  wait: (seconds) => `You can ask again in ${seconds} s.`,
};

const DATE = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

/** "2015-06-05" → "5 June 2015"; what is no date is given back as it is. */
export function longDate(iso) {
  const time = Date.parse(iso);
  return Number.isNaN(time) ? String(iso) : DATE.format(time);
}
