/** The extension's settings take nothing on trust; its lines put the token in, and let it out nowhere. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { textsOf } from "../../extension/options-texts.js";
import { Relay } from "../../extension/relay.js";
import { effective, HOSTS, isFor, lockedBy, matchOf, serverOf, settingsOf, SITE_KEYS, siteFor, tokenFor } from "../../extension/settings.js";
import { SELECTORS, TEXTS } from "../../frontend/hosts/site.js";

const EXTENSION = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "extension");
const json = (name) => JSON.parse(readFileSync(join(EXTENSION, name), "utf8"));

test("an address becomes the pattern of its site, and nothing wider", () => {
  assert.equal(matchOf("chat.example.ir"), "https://chat.example.ir/*");
  assert.equal(matchOf(" HTTPS://Chat.Example/app?x#y "), "https://chat.example/*");
  assert.equal(matchOf("http://127.0.0.1:8000/desk"), "http://127.0.0.1:8000/*");
  assert.equal(matchOf("*.example.com"), "https://*.example.com/*");
  for (const wrong of ["", "*", "https://*/*", "*://*/*", "<all_urls>", "file:///x", "a b", "https://a@b", 7, null]) {
    assert.equal(matchOf(wrong), null, String(wrong));
  }
});

test("a pattern is for its own site alone", () => {
  assert.ok(isFor("https://chat.example/*", "https://chat.example/a?b"));
  assert.ok(isFor("https://*.example.com/*", "https://a.b.example.com/"));
  assert.ok(isFor("https://*.example.com/*", "https://example.com/"));
  for (const other of ["http://chat.example/", "https://chat.example:444/", "https://chat.example.evil/", "https://evilchat.example/", "x"]) {
    assert.ok(!isFor("https://chat.example/*", other), other);
  }
  assert.ok(!isFor("https://*.example.com/*", "https://evilexample.com/"));
});

test("the line goes over TLS, or to this machine", () => {
  assert.equal(serverOf("wss://coach.example/v1/ws"), "wss://coach.example/v1/ws");
  assert.equal(serverOf("https://coach.example/v1/ws"), "wss://coach.example/v1/ws");
  assert.equal(serverOf("ws://127.0.0.1:8000/v1/ws"), "ws://127.0.0.1:8000/v1/ws");
  for (const wrong of ["ws://coach.example/", "http://coach.example", "wss://a:b@coach.example/", "ftp://x", "x", 7]) assert.equal(serverOf(wrong), "", wrong);
});

test("a token is asked for over TLS, or of this machine", () => {
  const asked = (tokenUrl) => settingsOf({ tokenUrl }).tokenUrl;
  for (const good of ["https://desk.example/token?a=b", "http://127.0.0.1:8000/token", "http://localhost/t", "http://[::1]:9/t"]) assert.equal(asked(good), good);
  for (const wrong of ["http://desk.example/token", "http://localhost.evil.example/t", "https://a:b@desk.example/", "ftp://127.0.0.1/", "/token", 7]) {
    assert.equal(asked(wrong), "", String(wrong));
  }
});

test("a stored token goes to the stored server, a typed one where it was typed for", () => {
  const stored = { server: "wss://coach.example/v1/ws", token: "kept" };
  assert.equal(tokenFor(stored, { server: "https://coach.example/other", token: "" }), "kept");
  for (const server of ["wss://evil.example/v1/ws", "wss://coach.example:444/", "wss://coach.example.evil/", "", "x"]) {
    assert.equal(tokenFor(stored, { server, token: "" }), "", server);
    assert.equal(tokenFor(stored, { server, token: "typed" }), "typed", server);
  }
  assert.equal(tokenFor({ server: "", token: "kept" }, { server: "", token: "" }), "");
});

test("what is no setting is left out", () => {
  const odd = [null, 7, { match: 7 }, { match: "chat.example", host: "evil", composer: 7, extra: "x", note: " .n " }];
  const { sites, ...rest } = settingsOf({ sites: odd, token: {}, tokenUrl: "javascript:1", lang: "xx", team: 7 });
  assert.deepEqual(sites, [{ match: "https://chat.example/*", host: "", on: true, note: ".n" }]);
  assert.deepEqual(rest, { server: "", tokenUrl: "", token: "", lang: "fa", team: "" });
  assert.deepEqual(settingsOf(undefined).sites, []);
});

test("a policy goes before one's own, its sites are the only ones, and it holds no token", () => {
  const own = { server: "wss://own.example/", token: "mine", sites: [{ match: "own.example" }] };
  const policy = { server: "wss://policy.example/", sites: [{ match: "policy.example" }], token: "theirs" };
  const now = effective(own, policy);
  assert.deepEqual([now.server, now.token, now.sites.map(({ match }) => match)], ["wss://policy.example/", "mine", ["https://policy.example/*"]]);
  assert.deepEqual(effective(own, undefined), settingsOf(own));
  assert.deepEqual(lockedBy({ server: "x", other: 1 }), ["server"]);
});

test("a site that is off is none", () => {
  const sites = [{ match: "https://a.example/*", on: false }, { match: "https://b.example/*", on: true }];
  assert.equal(siteFor({ sites }, "https://a.example/"), null);
  assert.equal(siteFor({ sites }, "https://b.example/x"), sites[1]);
});

test("the options, the policy's schema and the script tag know the same keys and tools", () => {
  const keys = [...SELECTORS, ...TEXTS].sort();
  assert.deepEqual([...SITE_KEYS].sort(), keys);
  const site = json("managed-schema.json").properties.sites.items.properties;
  assert.deepEqual(Object.keys(site).sort(), [...keys, "host", "match", "on"].sort());
  for (const lang of ["fa", "en"]) {
    assert.deepEqual(Object.keys(textsOf(lang).keys).sort(), keys);
    assert.deepEqual(Object.keys(textsOf(lang).hosts).sort(), ["", ...HOSTS].sort());
  }
  assert.deepEqual(Object.keys(textsOf("fa")).sort(), Object.keys(textsOf("en")).sort());
});

test("nothing is allowed before somebody allows it", () => {
  const { permissions, host_permissions: hosts, content_scripts: scripts, externally_connectable: others } = json("manifest.json");
  assert.deepEqual(permissions.sort(), ["scripting", "storage"]);
  assert.deepEqual([hosts, scripts, others], [undefined, undefined, undefined]);
});

/** A port and a socket that note what they are told. */
function line(tokenOf) {
  const [heard, sent, ports] = [[], [], {}];
  const hear = (name) => ({ addListener: (listener) => (ports[name] = listener) });
  const port = { onMessage: hear("say"), onDisconnect: hear("leave"), postMessage: (one) => heard.push(one), disconnect: () => heard.push("end") };
  let socket = null;
  class WebSocket {
    readyState = 1;
    constructor(...given) {
      socket = Object.assign(this, { given });
    }
    send(text) {
      sent.push(JSON.parse(text));
    }
    close(code) {
      sent.push(code);
    }
  }
  new Relay(port, { server: "wss://coach.example/", tokenOf, WebSocket });
  return { heard, sent, socket, ...ports };
}

test("the token is put into hello, and what the page's side says of one is not", async () => {
  const { say, sent, heard, socket } = line(async () => "secret");
  assert.deepEqual(socket.given, ["wss://coach.example/", ["coach.v1"]]);
  await say({ send: '{"type":"hello","token":"forged"}' });
  await say({ send: '{"type":"draft","text":"x"}' });
  assert.deepEqual(sent, [{ type: "hello", token: "secret" }, { type: "draft", text: "x" }]);
  socket.onopen();
  socket.onmessage({ data: '{"type":"ready"}' });
  assert.deepEqual(heard, [{ open: true }, { data: '{"type":"ready"}' }]);
});

test("without a token, hello has none, a forged one neither", async () => {
  const { say, sent } = line(async () => "");
  await say({ send: '{"type":"hello","token":"forged"}' });
  assert.deepEqual(sent, [{ type: "hello" }]);
});

test("what is no event goes no further", async () => {
  const { say, sent } = line(async () => "secret");
  for (const send of [undefined, 7, "", "{", "[]", "null", '"x"', `{"x":"${"y".repeat(70_000)}"}`]) await say({ send });
  await say(undefined);
  assert.deepEqual(sent, []);
});

test("either side ends both", () => {
  const one = line(async () => "");
  one.socket.onclose({ code: 4401 });
  assert.deepEqual([one.heard, one.sent], [[{ closed: 4401 }, "end"], [1000]]);
  const other = line(async () => "");
  other.leave();
  assert.deepEqual(other.sent, [1000]);
});
