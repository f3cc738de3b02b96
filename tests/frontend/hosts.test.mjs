/** The adapters are data that fits; what is said of the keys is so. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { conversationOf } from "../../frontend/hosts/page.js";
import { attributesOf, dashed, OF_WIDGET, problemsOf, SELECTORS, TEXTS } from "../../frontend/hosts/site.js";

const HOSTS = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "frontend", "hosts");
const read = (name) => readFileSync(join(HOSTS, name), "utf8");
const section = (title) => read("README.md").split(`\n## ${title}\n`)[1].split("\n## ")[0];
const named = (text) => [...text.matchAll(/`([^`]+)`/g)].map(([, name]) => name);
const firstColumn = (title) => section(title).split("\n").filter((row) => row.startsWith("| `")).flatMap((row) => named(row.split("|")[1]));

const ADAPTERS = ["chatwoot", "crisp", "rocketchat", "zammad"];

test("every key is explained, and no other", () => {
  assert.deepEqual(firstColumn("Keys").sort(), [...SELECTORS, ...TEXTS, ...OF_WIDGET].map(dashed).sort());
});

test("every file is explained, and no other", () => {
  assert.deepEqual(firstColumn("Where what lives").sort(), readdirSync(HOSTS).filter((name) => name.endsWith(".js")).sort());
});

for (const name of ADAPTERS) {
  test(`${name} is data, can be asked for by name, and says that it was not tried live`, async () => {
    const { site } = await import(join(HOSTS, `${name}.js`));
    for (const key of Object.keys(site)) assert.ok([...SELECTORS, ...TEXTS].includes(key), key);
    for (const key of ["composer", "messages", "authorCustomer", "authorAgent", "conversationAfter"]) assert.ok(site[key], key);
    assert.match(read("attach.js"), new RegExp(`${name}: \\(\\) => import\\("\\./${name}\\.js"\\)`));
    assert.match(read(`${name}.js`), /Not tried live/);
    assert.ok(!/import|function|=>/.test(read(`${name}.js`)));
  });
}

test("the page is watched for the attributes that its selectors look at", () => {
  const site = { composer: "textarea", note: ".a[data-kind='note'] [ aria-pressed=true]", conversationAttribute: "data-talk" };
  for (const name of ["class", "hidden", "data-kind", "aria-pressed", "data-talk"]) assert.ok(attributesOf(site).includes(name), name);
});

test("a conversation's id is an attribute or stands in the address, and never the text of the page", (context) => {
  globalThis.document = { createDocumentFragment: () => ({ querySelector: () => null }) };
  context.after(() => delete globalThis.document);
  const site = { composer: "textarea", conversation: ".chat" };
  assert.match(problemsOf(site).join(), /`conversation` needs `conversation-attribute`/);
  assert.deepEqual(problemsOf({ ...site, conversationAttribute: "data-id" }), []);
  const chat = { textContent: "Sara 0912", getAttribute: (name) => (name === "data-id" ? " c-1 " : null) };
  const panel = { matches: () => false, querySelector: () => chat };
  const location = { href: "https://desk.example/talk/7?x" };
  assert.equal(conversationOf(site, panel, location), null);
  assert.equal(conversationOf({ ...site, conversationAfter: "/talk/" }, panel, location), "7");
  assert.equal(conversationOf({ ...site, conversationAttribute: "data-id" }, panel, location), "c-1");
  assert.equal(conversationOf({ ...site, conversationAttribute: "data-other" }, panel, location), null);
});
