/** The service worker keeps no token of another server, and no line that has ended. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

const SERVER = "wss://coach.example/v1/ws";
const TOKEN_URL = "https://desk.example/token";
const PAGE = "https://chat.example/a";
const settings = (more) => ({ server: SERVER, tokenUrl: TOKEN_URL, sites: [{ match: "chat.example", composer: "textarea" }], ...more });
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A place of the browser's storage. */
function place() {
  const kept = {};
  return {
    kept,
    get: async (key) => (key in kept ? { [key]: kept[key] } : {}),
    set: async (values) => void Object.assign(kept, values),
    remove: async (key) => void delete kept[key],
  };
}

const listeners = {};
const event = (name) => ({ addListener: (listener) => (listeners[name] = listener) });
const storage = { local: place(), session: place(), managed: place(), onChanged: event("changed") };
const nothing = async () => [];
globalThis.chrome = {
  storage,
  runtime: { id: "own", onMessage: event("message"), onConnect: event("connect"), onInstalled: event("installed"), onStartup: event("startup") },
  action: { onClicked: event("clicked") },
  permissions: { contains: async () => false, onAdded: event("added"), onRemoved: event("removed") },
  scripting: { getRegisteredContentScripts: nothing },
  tabs: { query: nothing },
};

const sockets = [];
globalThis.WebSocket = class {
  readyState = 1;
  sent = [];
  constructor() {
    sockets.push(this);
  }
  send(text) {
    this.sent.push(JSON.parse(text));
  }
  close() {}
};

const fetched = [];
globalThis.fetch = (url) => new Promise((resolve) => fetched.push({ url, give: (token) => resolve({ ok: true, text: async () => token }) }));

await import("../../extension/background.js");

/** A page's side of a line: what it heard, and how it speaks and leaves. */
function port() {
  const [heard, left, said] = [[], [], []];
  const one = {
    sender: { id: "own", url: PAGE },
    onMessage: { addListener: (listener) => said.push(listener) },
    onDisconnect: { addListener: (listener) => left.push(listener) },
    postMessage: (message) => heard.push(message),
    disconnect: () => heard.push("end"),
  };
  return { one, heard, leave: () => left.forEach((listener) => listener()), say: (send) => said.forEach((listener) => listener({ send })) };
}

async function change(more) {
  storage.local.kept.settings = settings(more);
  listeners.changed({}, "local");
  await settled();
}

beforeEach(async () => {
  await change({});
  sockets.length = fetched.length = 0;
});

async function hello() {
  const page = port();
  listeners.connect(page.one);
  await settled();
  page.say('{"type":"hello"}');
  await settled();
  return page;
}

test("a token that comes is kept, and goes to the coach", async () => {
  await hello();
  assert.equal(fetched[0].url, TOKEN_URL);
  fetched[0].give(" fresh ");
  await settled();
  assert.equal(storage.session.kept.token, "fresh");
  assert.deepEqual(sockets[0].sent, [{ type: "hello", token: "fresh" }]);
});

for (const [what, more] of [["address for tokens", { tokenUrl: "https://other.example/token" }], ["server", { server: "wss://other.example/" }]]) {
  test(`a token that comes after the ${what} has changed is not kept, and the next is asked for anew`, async () => {
    await hello();
    await change(more);
    await hello();
    assert.deepEqual(fetched.map(({ url }) => url), [TOKEN_URL, more.tokenUrl ?? TOKEN_URL]);
    fetched[0].give("late");
    await settled();
    assert.equal(storage.session.kept.token, undefined);
    fetched[1].give("right");
    await settled();
    assert.equal(storage.session.kept.token, "right");
    assert.deepEqual(sockets.map(({ sent }) => sent), [[], [{ type: "hello", token: "right" }]]);
  });
}

test("a line whose socket closed first is forgotten", async () => {
  const page = port();
  const relays = [];
  const add = Set.prototype.add;
  Set.prototype.add = function (value) {
    relays.push(this);
    return add.call(this, value);
  };
  listeners.connect(page.one);
  await settled();
  Set.prototype.add = add;
  const own = relays.find((set) => [...set].some((one) => one.constructor.name === "Relay"));
  assert.equal(own.size, 1);
  sockets[0].onclose({ code: 1001 });
  assert.deepEqual(page.heard, [{ closed: 1001 }, "end"]);
  assert.equal(own.size, 0);
});

test("a page that left while the settings were read gets no socket", async () => {
  const page = port();
  listeners.connect(page.one);
  page.leave();
  await settled();
  assert.deepEqual(sockets, []);
});
