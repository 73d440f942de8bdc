/**
 * One question and what became of it, as a value. `advance` and `fail` give the next one; nothing here knows a page.
 *
 * States: searching → answering → answered | partial | not_covered, or stopped | error | offline | rate_limited |
 * unavailable.
 */

const BUSY = new Set(["searching", "answering"]);
const FAILED = new Set(["error", "offline", "rate_limited", "unavailable"]);

export const newTurn = (question) => ({
  question,
  state: "searching",
  passages: 0,
  text: "",
  citations: [],
  answer: null,
  problem: null,
});
export const isBusy = (turn) => turn !== undefined && BUSY.has(turn.state);
export const isFailed = (turn) => turn !== undefined && FAILED.has(turn.state);

/** The turn after one event of the stream; an event that is not known changes nothing. */
export function advance(turn, event) {
  switch (event.type) {
    case "answer.sources":
      return { ...turn, passages: (event.sources ?? []).length };
    case "answer.text.delta":
      return { ...turn, state: "answering", text: turn.text + event.delta };
    case "answer.citation":
      return { ...turn, citations: [...turn.citations, event.citation] };
    case "answer.completed": {
      const { answer } = event;
      return { ...turn, state: answer.status, text: answer.text, citations: answer.citations, answer };
    }
    case "answer.failed":
      return fail(turn, { kind: "refused", status: 500, retryAfter: 0, ...event.problem });
    default:
      return turn;
  }
}

/** The turn after a problem. */
export function fail(turn, problem, online = true) {
  const state =
    problem.status === 429 ? "rate_limited"
    : problem.status === 503 ? "unavailable"
    : problem.kind === "unreachable" && !online ? "offline"
    : "error";
  return { ...turn, state, problem };
}

/** The turn after the reader stopped it: what has come is kept. */
export const stop = (turn) => ({ ...turn, state: "stopped" });

const LONGEST = 4000; // of one message; the service refuses longer ones than twice that

/** What to send along with the next question: the last messages of answered turns, oldest first. */
export function history(turns, limit = 10) {
  return turns
    .filter((turn) => turn.answer)
    .flatMap((turn) => [
      { role: "user", content: turn.question },
      { role: "assistant", content: turn.answer.text.slice(0, LONGEST) },
    ])
    .slice(-limit);
}

/** Streamed text as pieces, strings and marker numbers; a marker that is still coming is held back. */
export function pieces(text) {
  return text
    .replace(/\s*\[\d*$/, "")
    .split(/(\s*\[\d+\])/)
    .filter((piece) => piece !== "")
    .map((piece) => (/^\s*\[\d+\]$/.test(piece) ? Number(piece.match(/\d+/)[0]) : piece));
}

/** The statements in paragraphs: a line break between two of them in the answer's text starts a new one. */
export function paragraphs(answer, statements = answer.statements) {
  const points = [...answer.text]; // offsets count code points
  const result = [];
  let end = null;
  for (const statement of statements) {
    const gap = end === null ? "\n" : points.slice(end, statement.start).join("");
    if (gap.includes("\n")) result.push([]);
    result.at(-1).push(statement);
    end = statement.end;
  }
  return result;
}

/** The statements that the table does not already show. */
export function besideTable(answer) {
  if (!answer.table) return answer.statements;
  const shown = new Set(answer.table.rows.flatMap((row) => row.statements.map((s) => `${s.start}-${s.end}`)));
  return answer.statements.filter((s) => !shown.has(`${s.start}-${s.end}`));
}

/** The answer as plain words, to be read aloud: without its markers. */
export function spoken(answer) {
  const said = answer.statements.length
    ? answer.statements.map((statement) => statement.text).join(" ")
    : answer.text.replace(/\s*\[\d+\]/g, "");
  const short = answer.short_answer?.text;
  return short && !said.startsWith(short) ? `${short}. ${said}` : said;
}
