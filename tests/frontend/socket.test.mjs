/** The line: back-off in numbers, what is final, what keeps it alive. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { backoff, Socket } from "../../frontend/socket.js";
import { Clock } from "./clock.mjs";

const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A line over fake sockets, with everything that happened to it. */
function line({ random = () => 0.5, renew = async () => false } = {}) {
  const clock = new Clock();
  const sockets = [];
  class FakeWebSocket {
    sent = [];
    constructor(url, protocols) {
      Object.assign(this, { url, protocols, closed: null });
      sockets.push(this);
    }
    send(text) {
      this.sent.push(JSON.parse(text));
    }
    close(code) {
      this.closed = code;
    }
    hear(event) {
      this.onmessage({ data: typeof event === "string" ? event : JSON.stringify(event) });
    }
    ready() {
      this.onopen();
      this.hear({ type: "ready", protocol: 1 });
    }
  }
  const states = [];
  const events = [];
  const hooks = {
    hello: () => ({ type: "hello", protocol: 1 }),
    renew,
    onevent: (event) => events.push(event),
    onstate: (state, code) => states.push(code ? [state, code] : state),
  };
  const socket = new Socket("ws://coach/v1/ws", hooks, { timers: clock, random, WebSocket: FakeWebSocket });
  return { clock, socket, sockets, states, events, last: () => sockets.at(-1) };
}

test("back-off doubles from half a second to thirty, with full jitter", () => {
  const most = [0, 1, 2, 3, 4, 5, 6, 7, 50].map((attempt) => backoff(attempt, 1));
  assert.deepEqual(most, [500, 1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000]);
  assert.equal(backoff(3, 0), 0);
  assert.equal(backoff(3, 0.25), 1000);
});

test("hello is the first event, and the subprotocol is offered", () => {
  const { socket, last, states } = line();
  socket.open();
  last().ready();
  assert.deepEqual(last().protocols, ["coach.v1"]);
  assert.deepEqual(last().sent, [{ type: "hello", protocol: 1 }]);
  assert.deepEqual(states, ["connecting", "ready"]);
});

test("nothing is sent before the line is ready", () => {
  const { socket, last } = line();
  socket.open();
  last().onopen();
  assert.equal(socket.send({ type: "draft" }), false);
  assert.deepEqual(last().sent, [{ type: "hello", protocol: 1 }]);
});

test("a lost line comes back after half of each bound, ever later", async () => {
  const { clock, socket, sockets, last } = line();
  socket.open();
  for (const delay of [250, 500, 1000, 2000, 4000, 8000, 15000, 15000]) {
    last().onclose({ code: 1006 });
    await settled();
    const before = sockets.length;
    clock.pass(delay - 1);
    assert.equal(sockets.length, before, `came back before ${delay} ms`);
    clock.pass(1);
    assert.equal(sockets.length, before + 1, `did not come back after ${delay} ms`);
  }
});

test("ten stable seconds start the back-off anew, nine do not", async () => {
  for (const [stable, expected] of [[9_999, 1_000], [10_000, 250]]) {
    const { clock, socket, last } = line();
    socket.open();
    last().onclose({ code: 1006 });
    await settled();
    clock.pass(250);
    last().onclose({ code: 1006 });
    await settled();
    clock.pass(500);
    last().ready();
    clock.pass(stable);
    last().onclose({ code: 1012 });
    await settled();
    assert.deepEqual(clock.waiting, [expected]);
  }
});

test("a server that stops says when to come back; the back-off comes on top, once", async () => {
  const { clock, socket, last } = line();
  socket.open();
  last().ready();
  last().onmessage({ data: JSON.stringify({ type: "restart", retry_after_ms: 740 }) });
  last().onclose({ code: 1012 });
  await settled();
  assert.deepEqual(clock.waiting, [990]);
  clock.pass(990);
  last().onclose({ code: 1006 });
  await settled();
  assert.deepEqual(clock.waiting, [500]);
});

for (const code of [4400, 4401, 4403, 4408]) {
  test(`a close with ${code} is final`, async () => {
    const { clock, socket, sockets, last, states } = line();
    socket.open();
    last().ready();
    last().onclose({ code });
    await settled();
    clock.pass(120_000);
    assert.equal(sockets.length, 1);
    assert.deepEqual(states.at(-1), ["refused", code]);
  });
}

test("4401 is tried again when a fresh token is to be had", async () => {
  const { clock, socket, sockets, last } = line({ renew: async () => true });
  socket.open();
  last().ready();
  last().onclose({ code: 4401 });
  await settled();
  clock.pass(250);
  assert.equal(sockets.length, 2);
});

test("1009, 1012 and 1006 are no reason to stay away", async () => {
  for (const code of [1009, 1012, 1006, 1001]) {
    const { clock, socket, sockets, last } = line();
    socket.open();
    last().ready();
    last().onclose({ code });
    await settled();
    clock.pass(250);
    assert.equal(sockets.length, 2);
  }
});

test("a silent line is pinged after 25 s and given up 10 s later", async () => {
  const { clock, socket, last, states } = line();
  socket.open();
  last().ready();
  clock.pass(25_000);
  assert.deepEqual(last().sent.at(-1), { type: "ping", id: "p-1" });
  last().hear({ type: "pong", id: "p-1" });
  clock.pass(25_000);
  assert.equal(last().sent.at(-1).id, "p-2");
  clock.pass(10_000);
  await settled();
  assert.equal(last().closed, 1000);
  assert.equal(states.at(-1), "waiting");
});

test("a line that never gets ready is given up after ten seconds", async () => {
  const { clock, socket, last, states } = line();
  socket.open();
  last().onopen();
  clock.pass(10_000);
  await settled();
  assert.equal(states.at(-1), "waiting");
});

test("JSON that is no object breaks nothing", () => {
  const { socket, last, events } = line();
  socket.open();
  last().ready();
  for (const frame of ["null", "1", '"x"', "true"]) last().hear(frame);
  last().hear({ type: "review" });
  assert.equal(events.at(-1).type, "review");
});

test("what is no JSON is ignored; pong is not passed on", () => {
  const { socket, last, events } = line();
  socket.open();
  last().ready();
  last().hear("<html>");
  last().hear({ type: "pong", id: "x" });
  last().hear({ type: "review" });
  assert.deepEqual(events.map(({ type }) => type), ["ready", "review"]);
});

test("close leaves no timer behind, open connects again", async () => {
  const { clock, socket, sockets, last } = line();
  socket.open();
  last().ready();
  socket.close();
  assert.deepEqual(clock.waiting, []);
  assert.equal(last().closed, 1000);
  socket.open();
  assert.equal(sockets.length, 2);
});

test("a refused line stays refused when the page or the network comes back", async () => {
  const { socket, sockets, last } = line();
  socket.open();
  last().onclose({ code: 4403 });
  await settled();
  socket.open();
  assert.equal(sockets.length, 1);
  socket.restart();
  assert.equal(sockets.length, 2);
});

test("open does not wait for the back-off", async () => {
  const { socket, sockets, last } = line();
  socket.open();
  last().onclose({ code: 1006 });
  await settled();
  socket.open();
  assert.equal(sockets.length, 2);
});
