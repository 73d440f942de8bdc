import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { Problem, retryAfter, Service } from "../../api/widget/client.js";
import { Library } from "../../api/widget/library.js";

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
const ask = (site) => collect(new Service("https://a.example/base/", site).ask({ question: "Why?" }));
const service = new Library("https://a.example/");

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
  await service.article("a/../b?c");
  assert.equal(calls[0].url, "https://a.example/v1/articles/a%2F..%2Fb%3Fc");
});

test("a page in place of JSON is a broken answer", async () => {
  answering(new Response("<html>"));
  await assert.rejects(service.article("a"), (error) => error.kind === "broken");
});

test("no more than four suggestions are taken", async () => {
  answering(Response.json({ data: ["a", "b", "c", "d", "e"] }));
  assert.equal((await service.suggestions("x")).length, 4);
});

test("Retry-After is seconds or a date, and anything else is no time at all", () => {
  const now = Date.parse("2026-01-01T00:00:00Z");
  assert.equal(retryAfter("12", now), 12);
  assert.equal(retryAfter("Thu, 01 Jan 2026 00:00:30 GMT", now), 30);
  assert.equal(retryAfter("Wed, 31 Dec 2025 00:00:00 GMT", now), 0);
  for (const header of [null, "", "soon"]) assert.equal(retryAfter(header, now), 0);
});

/** A service that answers each request with the next of `responses`; gives what it was asked. */
const scripted = (...responses) => {
  const calls = [];
  globalThis.fetch = async (url, options) => {
    calls.push({ path: new URL(url).pathname + new URL(url).search, options });
    return responses.shift();
  };
  return calls;
};
const refusal = (status, body = {}, headers = {}) => Response.json({ status, ...body }, { status, headers });
const token = (name, expires = 900) => Response.json({ token: name, expires_in: expires });
const done = () => sse('event: answer.completed\ndata: {"answer":{}}\n\n');
const bearer = ({ options }) => options.headers.Authorization;

test("without a site key there is no token", async () => {
  const calls = scripted(done());
  await ask();
  assert.deepEqual(calls.map(bearer), [undefined]);
});

test("with a site key a token is fetched once, and sent in a header only", async () => {
  const calls = scripted(token("ft_1"), done(), done());
  await ask("pk_once");
  await ask("pk_once");
  assert.deepEqual(calls.map(({ path }) => path), ["/base/v1/tokens", "/base/v1/answers", "/base/v1/answers"]);
  assert.deepEqual(JSON.parse(calls[0].options.body), { site: "pk_once" });
  assert.deepEqual(calls.map(bearer), [undefined, "Bearer ft_1", "Bearer ft_1"]);
});

test("questions asked at once share one token", async () => {
  const calls = scripted(token("ft_1"), done(), done());
  await Promise.all([ask("pk_shared"), ask("pk_shared")]);
  assert.equal(calls.filter(({ path }) => path.endsWith("tokens")).length, 1);
});

test("a token that is about to end is renewed before it is used", async () => {
  const calls = scripted(token("ft_1", 59), done(), token("ft_2"), done());
  await ask("pk_short");
  await ask("pk_short");
  assert.deepEqual(calls.map(bearer), [undefined, "Bearer ft_1", undefined, "Bearer ft_2"]);
});

test("a token that is refused is renewed, and the question repeated once", async () => {
  const calls = scripted(token("ft_1"), refusal(401), token("ft_2"), done());
  await ask("pk_again");
  assert.deepEqual(calls.map(bearer), [undefined, "Bearer ft_1", undefined, "Bearer ft_2"]);
});

test("a second refusal in a row is an error", async () => {
  const calls = scripted(token("ft_1"), refusal(401), token("ft_2"), refusal(401));
  await assert.rejects(ask("pk_never"), (error) => error.status === 401);
  assert.equal(calls.length, 4);
});

test("a site key that is not for this page is an error, and the next question asks for a token again", async () => {
  const calls = scripted(refusal(403), token("ft_1"), done());
  await assert.rejects(ask("pk_wrong"), (error) => error.status === 403);
  await ask("pk_wrong");
  assert.equal(calls.length, 3);
});

test("which limits were met is kept", async () => {
  scripted(refusal(429, { "violated-policies": ["day"] }, { "Retry-After": "4000" }));
  await assert.rejects(ask(), (error) => error.limits[0] === "day" && error.retryAfter === 4000);
});

test("articles are listed to the last page", async () => {
  const page = (data, cursor) => Response.json({ data, has_more: cursor !== null, next_cursor: cursor });
  const calls = scripted(page([1, 2], "b"), page([3], "c"), page([4], null));
  assert.deepEqual(await service.articles(), [1, 2, 3, 4]);
  assert.deepEqual(calls.map(({ path }) => path), ["", "&after=b", "&after=c"].map((more) => `/v1/articles?limit=100${more}`));
});

test("a cursor that leads nowhere ends the list", async () => {
  scripted(Response.json({ data: [1], has_more: true, next_cursor: "a" }), Response.json({ data: [2], has_more: true, next_cursor: "a" }));
  assert.deepEqual(await service.articles(), [1, 2]);
});

test("feedback is posted", async () => {
  const calls = scripted(Response.json({ stored: true }, { status: 201 }));
  await service.feedback({ answer_id: "ans_1", verdict: "up" });
  assert.deepEqual(JSON.parse(calls[0].options.body), { answer_id: "ans_1", verdict: "up" });
});
