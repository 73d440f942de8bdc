import assert from "node:assert/strict";
import { test } from "node:test";
import { advance, besideTable, fail, history, isBusy, isFailed, newTurn, paragraphs, pieces, spoken, stop } from "../../api/widget/turn.js";

const statement = (text, start, citations = [1]) => ({ text, start, end: start + [...text].length, citations });
const ANSWER = {
  status: "answered",
  text: "It is free 😀. [1] It was not. [2]\nNow it is. [1]",
  statements: [statement("It is free 😀.", 0), statement("It was not.", 18, [2]), statement("Now it is.", 34)],
  citations: [{ number: 1 }, { number: 2 }],
  short_answer: null,
  table: null,
};
const run = (...events) => events.reduce(advance, newTurn("Why?"));
const delta = (text) => ({ type: "answer.text.delta", delta: text });
const completed = (answer) => ({ type: "answer.completed", answer: { ...ANSWER, ...answer } });

test("a new turn is searching, and busy", () => {
  assert.equal(newTurn("Why?").state, "searching");
  assert.ok(isBusy(newTurn("Why?")));
});

test("text that comes is added up", () => {
  const turn = run({ type: "answer.created" }, { type: "answer.sources", sources: [{}, {}] }, delta("It "), delta("is"));
  assert.deepEqual([turn.state, turn.passages, turn.text], ["answering", 2, "It is"]);
});

for (const status of ["answered", "partial", "not_covered"]) {
  test(`an answer of status ${status} is a turn of that state, no longer busy`, () => {
    const turn = run(delta("It"), completed({ status }));
    assert.equal(turn.state, status);
    assert.ok(!isBusy(turn));
  });
}

test("a stopped turn keeps what had come", () => {
  assert.deepEqual([stop(run(delta("It is"))).state, stop(run(delta("It is"))).text], ["stopped", "It is"]);
});

test("an event that is not known changes nothing", () => {
  assert.deepEqual(run({ type: "answer.new" }), newTurn("Why?"));
});

test("a failure in the stream keeps the problem", () => {
  const turn = run({ type: "answer.failed", problem: { title: "No", status: 503, detail: "busy" } });
  assert.deepEqual([turn.state, turn.problem.detail], ["unavailable", "busy"]);
});

for (const [problem, online, state] of [
  [{ kind: "refused", status: 429 }, true, "rate_limited"],
  [{ kind: "refused", status: 503 }, true, "unavailable"],
  [{ kind: "refused", status: 500 }, true, "error"],
  [{ kind: "unreachable", status: 0 }, true, "error"],
  [{ kind: "unreachable", status: 0 }, false, "offline"],
]) {
  test(`a ${problem.kind} problem ${problem.status}, ${online ? "online" : "offline"}, is the state ${state}`, () => {
    assert.equal(fail(newTurn("Why?"), problem, online).state, state);
    assert.ok(isFailed(fail(newTurn("Why?"), problem, online)));
  });
}

test("the history holds the last ten messages, oldest first, and no failed turn", () => {
  const turns = [...Array(7).keys()].map((n) => ({ ...run(completed()), question: `q${n}` }));
  const sent = history([...turns, fail(newTurn("lost"), { kind: "broken" }), stop(newTurn("stopped"))]);
  assert.equal(sent.length, 10);
  assert.deepEqual(sent.at(-2), { role: "user", content: "q6" });
  assert.deepEqual(sent[0], { role: "user", content: "q2" });
});

test("markers in streamed text become numbers", () => {
  assert.deepEqual(pieces("It is. [1] [12] So."), ["It is.", 1, 12, " So."]);
});

test("a marker that is still coming is held back", () => {
  for (const tail of [" [", " [1", ""]) assert.deepEqual(pieces(`It is.${tail}`), ["It is."]);
});

test("statements are in paragraphs as the answer's line breaks say, counted in code points", () => {
  assert.deepEqual(paragraphs(ANSWER).map((p) => p.map((s) => s.text)), [["It is free 😀.", "It was not."], ["Now it is."]]);
});

test("what the table shows is not shown beside it", () => {
  const table = { rows: [{ subject: "a", statements: [ANSWER.statements[1]] }, { subject: "b", statements: [] }] };
  assert.deepEqual(besideTable({ ...ANSWER, table }).map((s) => s.start), [0, 34]);
  assert.equal(besideTable(ANSWER), ANSWER.statements);
});

test("an answer is read aloud without its markers, the short answer first", () => {
  assert.equal(spoken(ANSWER), "It is free 😀. It was not. Now it is.");
  assert.equal(spoken({ ...ANSWER, short_answer: { text: "free" } }), "free. It is free 😀. It was not. Now it is.");
  assert.equal(spoken({ ...ANSWER, statements: [], text: "Not here. [1]" }), "Not here.");
});
