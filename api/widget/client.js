/** The service over HTTP: answers as a stream of events, articles, suggestions; every failure is a `Problem`. */
import { readEvents } from "./sse.js";

/**
 * What went wrong. `kind`: "refused" (an RFC 9457 problem with its `status`), "unreachable" (nothing came back) or
 * "broken" (it ended too early). `retryAfter`: seconds to wait, or 0.
 */
export class Problem extends Error {
  constructor(kind, { status = 0, title = "", detail = "", retryAfter = 0 } = {}) {
    super(detail || title || kind);
    Object.assign(this, { kind, status, title, detail, retryAfter });
  }
}

/** Seconds to wait from a `Retry-After` header: a number of seconds or a date; 0 when it says nothing usable. */
export function retryAfter(header, now = Date.now()) {
  if (!header) return 0;
  if (/^\s*\d+\s*$/.test(header)) return Number(header);
  const at = Date.parse(header);
  return Number.isNaN(at) ? 0 : Math.max(0, Math.ceil((at - now) / 1000));
}

async function problemOf(response) {
  let body = null;
  try {
    body = await response.json();
  } catch (error) {
    if (error.name === "AbortError") throw error; // else: a proxy's HTML page; the status says enough
  }
  const { title, detail } = body && typeof body === "object" ? body : {};
  return new Problem("refused", {
    status: response.status,
    title: typeof title === "string" ? title : "",
    detail: typeof detail === "string" ? detail : "",
    retryAfter: retryAfter(response.headers.get("Retry-After")),
  });
}

/** Fetch from the service; an aborted fetch raises AbortError, any other failure a Problem. */
async function request(endpoint, path, options) {
  let response;
  try {
    response = await fetch(new URL(path, endpoint), { credentials: "omit", ...options });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem("unreachable");
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

async function body(response) {
  try {
    return await response.json();
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem("broken");
  }
}

async function json(endpoint, path, signal) {
  return body(await request(endpoint, path, { signal, headers: { Accept: "application/json" } }));
}

/** One article with its text. */
export const getArticle = (endpoint, id, signal) => json(endpoint, `v1/articles/${encodeURIComponent(id)}`, signal);

/** The articles there are, without their texts. */
export const listArticles = async (endpoint, signal) => (await json(endpoint, "v1/articles", signal)).data;

/** Up to four questions that can be answered. */
export async function suggestions(endpoint, article, signal) {
  const query = new URLSearchParams({ limit: "4" });
  if (article) query.set("article_id", article);
  return (await json(endpoint, `v1/suggestions?${query}`, signal)).data.slice(0, 4);
}

/** Ask; yields the events of the answer, each with a `type`, the last one `answer.completed` or `answer.failed`. */
export async function* askStream(endpoint, question, signal) {
  const response = await request(endpoint, "v1/answers", {
    method: "POST",
    signal,
    headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
    body: JSON.stringify({ ...question, stream: true }),
  });
  if (!(response.headers.get("Content-Type") ?? "").startsWith("text/event-stream")) {
    yield { type: "answer.completed", answer: await body(response) };
    return;
  }
  for await (const event of parsed(response.body)) {
    yield event;
    if (event.type === "answer.failed" || event.type === "answer.completed") return;
  }
  throw new Problem("broken");
}

async function* parsed(stream) {
  try {
    for await (const { event, data } of readEvents(stream)) yield { type: event, ...JSON.parse(data) };
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem("broken");
  }
}
