/** A stream of server-sent events, read from any chunks, cut anywhere. */

/** A parser: feed it text, get the events that are complete: `{event, data, id}`, comments and empty ones left out. */
export class EventParser {
  #rest = "";
  #event = "";
  #data = [];
  #id = "";

  /** Take the next piece of the stream and return the events that it completes. */
  feed(chunk) {
    this.#rest += chunk;
    const events = [];
    for (;;) {
      const end = this.#rest.search(/[\r\n]/);
      // A "\r" at the very end may be the first half of "\r\n": wait for what follows.
      if (end < 0 || (this.#rest[end] === "\r" && end + 1 === this.#rest.length)) return events;
      const line = this.#rest.slice(0, end);
      this.#rest = this.#rest.slice(end + (this.#rest.startsWith("\r\n", end) ? 2 : 1));
      const event = this.#line(line);
      if (event) events.push(event);
    }
  }

  #line(line) {
    if (line === "") {
      const event = { event: this.#event || "message", data: this.#data.join("\n"), id: this.#id };
      const complete = this.#data.length > 0;
      this.#event = "";
      this.#data = [];
      return complete ? event : null;
    }
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "data") this.#data.push(value);
    else if (field === "event") this.#event = value;
    else if (field === "id") this.#id = value;
    return null;
  }
}

/** The events of a response's body, as they come; one that says nothing, not even a ping, for `patience` ms fails. */
export async function* readEvents(body, patience = 30_000) {
  const parser = new EventParser();
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let timer;
  const silence = () => new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("the stream fell silent")), patience);
  });
  try {
    for (;;) {
      const { done, value } = await Promise.race([reader.read(), silence()]).finally(() => clearTimeout(timer));
      if (done) return;
      yield* parser.feed(decoder.decode(value, { stream: true }));
    }
  } finally {
    reader.cancel().catch(() => {}); // it may have failed already: then there is nothing left to cancel
  }
}
