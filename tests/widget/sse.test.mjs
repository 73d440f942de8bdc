import assert from "node:assert/strict";
import { test } from "node:test";
import { EventParser, readEvents } from "../../api/widget/sse.js";

const feed = (...chunks) => {
  const parser = new EventParser();
  return chunks.flatMap((chunk) => parser.feed(chunk));
};
const STREAM = "event: answer.text.delta\r\nid: 1\r\ndata: {\"delta\":\"A ferry ⛴️ 😀\"}\r\n\r\n: ping\n\nevent: b\ndata: x\ndata: y\n\n";
const EVENTS = [
  { event: "answer.text.delta", data: '{"delta":"A ferry ⛴️ 😀"}', id: "1" },
  { event: "b", data: "x\ny", id: "1" },
];

test("events come with their name, data and id; comments do not", () => {
  assert.deepEqual(feed(STREAM), EVENTS);
});

test("a stream cut anywhere gives the same events", () => {
  for (let cut = 0; cut <= STREAM.length; cut += 1) {
    assert.deepEqual(feed(STREAM.slice(0, cut), STREAM.slice(cut)), EVENTS, `cut at ${cut}`);
  }
});

test("bytes cut inside a character give the same events", async () => {
  const bytes = new TextEncoder().encode(STREAM);
  const body = new ReadableStream({
    start(controller) {
      for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
      controller.close();
    },
  });
  const events = [];
  for await (const event of readEvents(body)) events.push(event);
  assert.deepEqual(events, EVENTS);
});

test("an event that has not ended is not given", () => {
  assert.deepEqual(feed("data: half\n"), []);
});

test("without a name an event is a message", () => {
  assert.equal(feed("data:1\n\n")[0].event, "message");
});

test("a lone carriage return ends a line", () => {
  assert.equal(feed("data: 1\r\rdata: 2\r\r\n")[0].data, "1");
});

test("a field without a colon or an unknown one is passed over", () => {
  assert.deepEqual(feed("retry: 5\nnothing\ndata\n\n"), [{ event: "message", data: "", id: "" }]);
});

test("a stream that says nothing for too long fails, one that pings does not", async () => {
  const stream = (gaps) => new ReadableStream({
    async start(controller) {
      for (const gap of gaps) {
        await new Promise((resolve) => setTimeout(resolve, gap));
        controller.enqueue(new TextEncoder().encode(": ping\n\n"));
      }
    },
  });
  const read = async (body) => {
    for await (const event of readEvents(body, 60)) assert.fail(event);
  };
  await assert.rejects(read(stream([])), /silent/);
  const lively = stream([20, 20, 20, 20, 20, 20]);
  const started = performance.now();
  await assert.rejects(read(lively), /silent/);
  assert.ok(performance.now() - started > 100);
});
