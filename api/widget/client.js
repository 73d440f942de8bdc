/** The service over HTTP: answers as a stream of events, suggestions, feedback; every failure is a `Problem`. */
import { readEvents } from "./sse.js";

/**
 * What went wrong. `kind`: "refused" (an RFC 9457 problem with its `status`), "unreachable" (nothing came back) or
 * "broken" (it ended too early, or fell silent). `retryAfter`: seconds to wait, or 0. `limits`: which ones were met.
 */
export class Problem extends Error {
  constructor(kind, { status = 0, title = "", detail = "", retryAfter = 0, limits = [] } = {}) {
    super(detail || title || kind);
    Object.assign(this, { kind, status, title, detail, retryAfter, limits });
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
  const { title, detail, "violated-policies": limits } = body && typeof body === "object" ? body : {};
  return new Problem("refused", {
    status: response.status,
    title: typeof title === "string" ? title : "",
    detail: typeof detail === "string" ? detail : "",
    retryAfter: retryAfter(response.headers.get("Retry-After")),
    limits: Array.isArray(limits) ? limits : [],
  });
}

async function parse(response) {
  try {
    return await response.json();
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem("broken");
  }
}

/** Fetch; an aborted fetch raises AbortError, any other failure a Problem. */
async function send(url, options) {
  let response;
  try {
    response = await fetch(url, { credentials: "omit", ...options });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem("unreachable");
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

const post = (body, accept = "application/json") => ({
  method: "POST", headers: { "Content-Type": "application/json", Accept: accept }, body: JSON.stringify(body),
});

const MARGIN = 60; // seconds before its end at which a token is renewed
const tokens = new Map(); // endpoint and site → {value: promise, until}; in memory only, shared by the whole page

/** The service at `endpoint` (an address ending in "/"), as the newsroom with the publishable key `site`, if any. */
export class Service {
  constructor(endpoint, site = null) {
    Object.assign(this, { endpoint, site });
  }

  /** Ask; yields the answer's events, each with a `type`, the last `answer.completed` or `answer.failed`. */
  async *ask(question, signal) {
    const options = { signal, ...post({ ...question, stream: true }, "text/event-stream") };
    const response = await this.#request("v1/answers", options);
    if (!(response.headers.get("Content-Type") ?? "").startsWith("text/event-stream")) {
      yield { type: "answer.completed", answer: await parse(response) };
      return;
    }
    for await (const event of parsed(response.body)) {
      yield event;
      if (event.type === "answer.failed" || event.type === "answer.completed") return;
    }
    throw new Problem("broken");
  }

  /** Up to four questions that can be answered. */
  async suggestions(article, signal) {
    const query = new URLSearchParams({ limit: "4", ...(article && { article_id: article }) });
    return (await this.json(`v1/suggestions?${query}`, { signal })).data.slice(0, 4);
  }

  /** Say what the reader thinks of an answer. */
  feedback(opinion) {
    return this.json("v1/feedback", post(opinion));
  }

  /** What is at an address of the service. */
  async json(path, options) {
    return parse(await this.#request(path, { headers: { Accept: "application/json" }, ...options }));
  }

  async #request(path, options) {
    const url = new URL(path, this.endpoint);
    if (!this.site) return send(url, options);
    const first = await this.#token();
    try {
      return await send(url, withToken(options, first));
    } catch (error) {
      if (error.status !== 401) throw error;
      const name = `${this.endpoint} ${this.site}`;
      if ((await tokens.get(name)?.value) === first) tokens.delete(name); // the service was restarted, the laptop slept
      return send(url, withToken(options, await this.#token()));
    }
  }

  #token() {
    const name = `${this.endpoint} ${this.site}`;
    const kept = tokens.get(name);
    if (kept && performance.now() < kept.until) return kept.value;
    const pass = { until: Infinity };
    pass.value = send(new URL("v1/tokens", this.endpoint), post({ site: this.site })).then(parse).then((token) => {
      pass.until = performance.now() + (token.expires_in - MARGIN) * 1000;
      return token.token;
    });
    pass.value.catch(() => tokens.delete(name));
    tokens.set(name, pass);
    return pass.value;
  }
}

const withToken = (options, token) => ({ ...options, headers: { ...options.headers, Authorization: `Bearer ${token}` } });

async function* parsed(stream) {
  try {
    for await (const { event, data } of readEvents(stream)) yield { type: event, ...JSON.parse(data) };
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem("broken");
  }
}
