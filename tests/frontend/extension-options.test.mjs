/** The options give a stored token to the stored server alone. */

import assert from "node:assert/strict";
import { registerHooks } from "node:module";
import { test } from "node:test";

// The widget's files come beside the options when the extension is assembled.
const beside = (specifier) => specifier.replace(/^\.\/widget\//, "../frontend/");
registerHooks({ resolve: (specifier, context, next) => next(beside(specifier), context) });

class Element {
  children = [];
  listeners = {};
  attributes = {};
  value = "";
  addEventListener(name, listener) {
    (this.listeners[name] ??= []).push(listener);
  }
  setAttribute(name, value) {
    this.attributes[name] = value;
  }
  append(...children) {
    this.children.push(...children);
  }
  replaceChildren(...children) {
    this.children = children;
  }
  find(fits) {
    if (fits(this)) return this;
    for (const child of this.children) {
      const found = child instanceof Element && child.find(fits);
      if (found) return found;
    }
    return null;
  }
  querySelector(tag) {
    return this.find((one) => one.tag === tag);
  }
}

const SERVER = "wss://coach.example/v1/ws";
const OTHER = "wss://other.example/v1/ws";
const [local, session, sockets] = [{}, {}, []];
const root = new Element();
globalThis.document = {
  documentElement: {},
  getElementById: () => root,
  createElement: (tag) => Object.assign(new Element(), { tag }),
};
globalThis.location = { origin: "chrome-extension://own" };
const placeOf = (kept) => ({ get: async (key) => ({ [key]: kept[key] }), set: async (values) => void Object.assign(kept, values) });
globalThis.chrome = {
  storage: { local: placeOf(local), session: placeOf(session), managed: placeOf({}) },
  permissions: { contains: async () => false, request: async () => true },
};
globalThis.WebSocket = class {
  constructor(server) {
    this.server = server;
    sockets.push(this);
  }
  send(text) {
    this.hello = JSON.parse(text);
  }
  close() {}
};

const settled = () => new Promise((resolve) => setImmediate(resolve));
const byId = (id) => root.find(({ attributes }) => attributes.id === id);
const said = () => root.find(({ attributes }) => attributes.role === "status").textContent;
async function happen(element, name) {
  for (const listener of element.listeners[name]) listener({});
  await settled();
}
const fill = (id, value) => happen(Object.assign(byId(id), { value }), "input");

/** The options anew, with what is stored. */
async function opened(stored, fetched) {
  Object.assign(local, { settings: { server: SERVER, lang: "en", ...stored } });
  session.token = fetched;
  sockets.length = 0;
  await import(`../../extension/options.js?${Math.random()}`);
  await settled();
}

async function read(settings) {
  const pick = root.find(({ attributes }) => attributes.type === "file");
  pick.files = [{ text: async () => JSON.stringify({ sites: [], lang: "en", ...settings }) }];
  await happen(pick, "change");
}

/** What the server at the other end was told, which then refuses. */
async function tried() {
  await happen(byId("test"), "click");
  const socket = sockets.at(-1);
  socket.onopen();
  socket.onclose({ code: 4401 });
  await settled();
  return [socket.server, socket.hello.token];
}

for (const [kind, stored, fetched] of [["stored", { token: "kept" }], ["fetched", {}, "kept"]]) {
  test(`a ${kind} token is tried with the stored server, and with no other`, async () => {
    await opened(stored, fetched);
    assert.deepEqual(await tried(), [SERVER, "kept"]);
    await fill("server", OTHER);
    assert.deepEqual(await tried(), [OTHER, undefined]);
    assert.match(said(), /another server/);
    await fill("token", "typed");
    assert.deepEqual(await tried(), [OTHER, "typed"]);
  });
}

test("a saved token stays with its server, and is dropped with it", async () => {
  await opened({ token: "kept" });
  await fill("server", "wss://coach.example/v2");
  await happen(byId("save"), "click");
  assert.deepEqual([local.settings.server, local.settings.token], ["wss://coach.example/v2", "kept"]);
  await fill("server", OTHER);
  await happen(byId("save"), "click");
  assert.deepEqual([local.settings.server, local.settings.token], [OTHER, ""]);
  assert.match(said(), /another server/);
});

test("a file that names another server gets neither the stored token nor the one that was typed", async () => {
  await opened({ token: "kept" });
  await read({ server: SERVER, token: "of the file" });
  assert.deepEqual(await tried(), [SERVER, "kept"]);
  await fill("token", "typed");
  await read({ server: OTHER, token: "of the file" });
  assert.match(said(), /another server/);
  assert.deepEqual(await tried(), [OTHER, undefined]);
  await happen(byId("save"), "click");
  assert.equal(local.settings.token, "");
});
