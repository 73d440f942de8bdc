import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { askStream, getArticle, Problem, retryAfter, suggestions } from "../../api/widget/client.js";

const real = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = real;
});

const sse = (text) => new Response(text, { headers: { "Content-Type": "text/event-stream; charset=utf-8" } });
const answering = (response) => {
  const calls = [];
  globalThis.fetch = async (url, options) => {
    calls.push({ url: String(url), options });
    if (response instanceof Error) throw response;
    return response;
  };
  return calls;
};
const collect = async (stream) => {
  const events = [];
  for await (const event of stream) events.push(event);
  return events;
};
const ask = () => collect(askStream("https://a.example/base/", { question: "Why?" }));

test("a question is posted as a stream, without cookies", async () => {
  const calls = answering(sse('event: answer.completed\ndata: {"answer":{}}\n\n'));
  await ask();
  assert.equal(calls[0].url, "https://a.example/base/v1/answers");
  assert.deepEqual(JSON.parse(calls[0].options.body), { question: "Why?", stream: true });
  assert.equal(calls[0].options.credentials, "omit");
});

test("nothing after the last event is read", async () => {
  answering(sse('event: answer.completed\ndata: {"answer":{}}\n\nevent: answer.text.delta\ndata: {}\n\n'));
  assert.deepEqual(await ask(), [{ type: "answer.completed", answer: {} }]);
});

test("an answer that is not a stream is a completed answer", async () => {
  answering(Response.json({ status: "answered" }));
  assert.deepEqual(await ask(), [{ type: "answer.completed", answer: { status: "answered" } }]);
});

for (const [what, text] of [["ends early", "event: answer.created\ndata: {}\n\n"], ["is not JSON", "data: {\n\n"]]) {
  test(`a stream that ${what} is a broken answer`, async () => {
    answering(sse(text));
    await assert.rejects(ask(), (error) => error instanceof Problem && error.kind === "broken");
  });
}

test("a problem keeps its status, words and time to wait", async () => {
  const body = JSON.stringify({ title: "Busy", detail: "too many", status: 503 });
  answering(new Response(body, { status: 503, headers: { "Content-Type": "application/problem+json", "Retry-After": "7" } }));
  const expected = { kind: "refused", status: 503, title: "Busy", detail: "too many", retryAfter: 7 };
  await assert.rejects(ask(), (error) => Object.entries(expected).every(([key, value]) => error[key] === value));
});

test("an error page of a proxy is a problem too", async () => {
  answering(new Response("<html>", { status: 502 }));
  await assert.rejects(ask(), (error) => error.status === 502 && error.detail === "");
});

test("no connection is an unreachable service", async () => {
  answering(new TypeError("fetch failed"));
  await assert.rejects(ask(), (error) => error.kind === "unreachable");
});

test("a request that was aborted stays an abort", async () => {
  answering(new DOMException("stop", "AbortError"));
  await assert.rejects(ask(), { name: "AbortError" });
});

test("an article's id is escaped in its address", async () => {
  const calls = answering(Response.json({}));
  await getArticle("https://a.example/", "a/../b?c");
  assert.equal(calls[0].url, "https://a.example/v1/articles/a%2F..%2Fb%3Fc");
});

test("a page in place of JSON is a broken answer", async () => {
  answering(new Response("<html>"));
  await assert.rejects(getArticle("https://a.example/", "a"), (error) => error.kind === "broken");
});

test("no more than four suggestions are taken", async () => {
  answering(Response.json({ data: ["a", "b", "c", "d", "e"] }));
  assert.equal((await suggestions("https://a.example/", "x")).length, 4);
});

test("Retry-After is seconds or a date, and anything else is no time at all", () => {
  const now = Date.parse("2026-01-01T00:00:00Z");
  assert.equal(retryAfter("12", now), 12);
  assert.equal(retryAfter("Thu, 01 Jan 2026 00:00:30 GMT", now), 30);
  assert.equal(retryAfter("Wed, 31 Dec 2025 00:00:00 GMT", now), 0);
  for (const header of [null, "", "soon"]) assert.equal(retryAfter(header, now), 0);
});
