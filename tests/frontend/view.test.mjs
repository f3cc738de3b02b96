/** Pure parts of what is seen: keys, the place of the card, the texts, the attributes. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { helloOf, socketAddress } from "../../frontend/host.js";
import { cardPlace } from "../../frontend/card.js";
import { joinBoxes } from "../../frontend/editors/mirror.js";
import { commandOf } from "../../frontend/keys.js";
import { loadTexts, numeral, replacementLabel, ruleLabel, textsOf } from "../../frontend/texts.js";

await Promise.all([loadTexts("fa"), loadTexts("en")]);

const press = (key, more = {}) => ({ key, code: key, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, ...more });
const closed = { open: false, armed: false };
const hovered = { open: true, armed: false };
const armed = { open: true, armed: true };

test("without an open card only the two chords are ours", () => {
  for (const key of ["a", "Enter", "Escape", "ArrowDown", "Delete", "Tab", "."]) {
    assert.equal(commandOf(press(key), closed), null, key);
  }
  assert.equal(commandOf(press("Enter", { altKey: true }), closed), "open");
  assert.equal(commandOf(press(".", { ctrlKey: true }), closed), "open");
  assert.equal(commandOf(press("و", { code: "Period", ctrlKey: true }), closed), "open");
});

test("a card opened by the pointer takes Escape and nothing else", () => {
  const taken = ["a", "Enter", "Escape", "ArrowDown", "ArrowLeft", "Delete", "Tab"].filter((key) => commandOf(press(key), hovered));
  assert.deepEqual(taken, ["Escape"]);
});

test("a card opened by key walks, applies, dismisses and closes; letters are never taken", () => {
  const commands = ["ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "Enter", "Delete", "Escape"].map((key) => commandOf(press(key), armed));
  assert.deepEqual(commands, ["down", "up", "left", "right", "press", "dismiss", "close"]);
  for (const key of ["a", "ن", " ", "Backspace", "Tab"]) assert.equal(commandOf(press(key), armed), null, key);
  assert.equal(commandOf(press("Enter", { shiftKey: true }), armed), null);
});

test("no key is taken from an input method", () => {
  assert.equal(commandOf(press("Enter", { altKey: true, isComposing: true }), closed), null);
  assert.equal(commandOf(press("Enter", { keyCode: 229 }), armed), null);
});

const view = { width: 1000, height: 700 };
const size = { width: 360, height: 200 };

test("the card stands above the composer, else below it, and stays on the screen", () => {
  const mark = { left: 500, width: 40, bottom: 420 };
  assert.deepEqual(cardPlace({ mark, composer: { top: 400, bottom: 500 }, size, view }), { left: 340, top: 192 });
  assert.deepEqual(cardPlace({ mark, composer: { top: 100, bottom: 300 }, size, view }), { left: 340, top: 308 });
  const atEdge = cardPlace({ mark: { left: 980, width: 20, bottom: 0 }, composer: { top: 400, bottom: 500 }, size, view });
  assert.equal(atEdge.left, 632);
  const tall = cardPlace({ mark: { left: -50, width: 20, bottom: 650 }, composer: { top: 10, bottom: 690 }, size, view });
  assert.deepEqual(tall, { left: 8, top: 492 });
});

test("boxes side by side on one line are one mark; lines stay apart; nothing wide is lost", () => {
  const box = (left, top, width) => ({ left, top, width, height: 10 });
  assert.deepEqual(joinBoxes([box(20, 0, 10), box(0, 0, 20), box(5, 30, 0), box(0, 30, 8)]), [box(0, 0, 30), box(0, 30, 8)]);
  assert.equal(joinBoxes([box(0, 0, 10), box(40, 0, 10)]).length, 2);
});

/** Every path of a nested object, functions and strings as leaves. */
function paths(value, prefix = "") {
  if (typeof value !== "object") return [`${prefix}:${typeof value}`];
  return Object.entries(value).flatMap(([name, inner]) => paths(inner, `${prefix}.${name}`));
}

test("the texts are complete in both languages", () => {
  assert.deepEqual(paths(textsOf("en")).sort(), paths(textsOf("fa")).sort());
  const words = JSON.stringify(textsOf("fa"));
  assert.ok(!/[يك]/.test(words), "Arabic ye or kaf in the Persian texts");
});

test("numbers are written as the language writes them", () => {
  assert.equal(numeral(12, "fa"), "۱۲");
  assert.equal(numeral(12, "en"), "12");
});

test("a lead's own rule is named by its id", () => {
  assert.equal(ruleLabel("missing-name", textsOf("fa")), "نام مشتری");
  assert.equal(ruleLabel("our-own-rule", textsOf("fa")), "our own rule");
});

test("a replacement says what it does", () => {
  const texts = textsOf("fa");
  assert.equal(replacementLabel({ span: { start: 0, end: 1 } }, { text: "بله" }, texts), "بله");
  assert.equal(replacementLabel({ span: { start: 0, end: 1 } }, { text: "" }, texts), "حذف شود");
  for (const text of [" در خدمتم.", ". در خدمتم."]) {
    assert.equal(replacementLabel({ span: null }, { text }, texts), "اضافه کن: \u2068در خدمتم.\u2069");
  }
});

test("the address of the socket follows the page", () => {
  assert.equal(socketAddress(null, "http://desk.test/a/b"), "ws://desk.test/v1/ws");
  assert.equal(socketAddress("/coach/v1/ws", "https://desk.test/"), "wss://desk.test/coach/v1/ws");
  assert.equal(socketAddress("wss://coach.test/v1/ws", "https://desk.test/"), "wss://coach.test/v1/ws");
});

test("hello says what the attributes say, and nothing empty", () => {
  const element = (attributes) => ({ getAttribute: (name) => attributes[name] ?? null });
  assert.deepEqual(helloOf(element({}), null), { type: "hello", protocol: 1, lang: "fa" });
  assert.deepEqual(helloOf(element({ lang: "en", agent: "a-1", "agent-name": "مینا", team: "t" }), "k"), {
    type: "hello", protocol: 1, lang: "en", token: "k", agent: { id: "a-1", name: "مینا" }, team: "t",
  });
});
