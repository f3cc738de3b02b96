/** What Chatwoot tells a dashboard app is looked at closely before the widget sees it. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { conversationOf } from "../../frontend/hosts/chatwoot-context.js";

/** The event of Chatwoot's manual, with what is not ours left out. */
const event = (conversation, contact) => JSON.stringify({ event: "appContext", data: { conversation, contact } });
const CONVERSATION = {
  id: 42,
  meta: { sender: { name: "سارا احمدی" } },
  messages: [
    { id: 1, content: "سلام، بسته‌ام نرسیده", message_type: 0, created_at: 1764000000, private: false },
    { id: 2, content: "مینا به گفتگو پیوست", message_type: 2, created_at: 1764000010 },
    { id: 3, content: "قبلاً هم شکایت داشت", message_type: 1, private: true },
    { id: 4, content: "سلام", message_type: 1, sender: { type: "agent_bot" } },
    { id: 5, content: "در خدمتم", message_type: 1, sender: { type: "user" } },
    { id: 6, content: null, message_type: 0, attachments: [{}] },
  ],
};

test("the conversation, the customer, and what the two said to each other", () => {
  const { conversation, customer, messages } = conversationOf(event(CONVERSATION));
  assert.deepEqual([conversation, customer], ["42", { name: "سارا احمدی" }]);
  assert.deepEqual(messages, [
    { author: "customer", text: "سلام، بسته‌ام نرسیده", id: "m-1", at: "2025-11-24T16:00:00.000Z" },
    { author: "bot", text: "سلام", id: "m-4" },
    { author: "agent", text: "در خدمتم", id: "m-5" },
  ]);
});

test("the contact's name goes before the sender's", () => {
  assert.equal(conversationOf(event(CONVERSATION, { name: "رضا" })).customer.name, "رضا");
  assert.equal(conversationOf(event(CONVERSATION, { name: { toString: "x" } })).customer.name, "سارا احمدی");
});

test("what is not such an event is nothing", () => {
  const others = [
    ...[undefined, null, 7, {}, { event: "appContext", data: { conversation: CONVERSATION } }, "", "{", "null", "[]", '"x"'],
    ...[JSON.stringify({ event: "other", data: { conversation: CONVERSATION } }), JSON.stringify({ event: "appContext", data: [] })],
    ...[event(undefined), event([]), event({}), event({ id: {} }), event({ id: -1 }), event({ id: "a b" }), event({ id: 1.5 })],
  ];
  for (const data of others) assert.equal(conversationOf(data), null, String(data));
});

test("fields of another kind are left out, long ones are cut", () => {
  const messages = [null, 7, [], { message_type: 0 }, { message_type: 0, content: {} }, { message_type: "0", content: "x" }];
  const long = { id: "<b>", message_type: 0, content: "x".repeat(9_000), created_at: 9e15 };
  const told = conversationOf(event({ id: 1, meta: 7, messages: [...messages, long] }, { name: "n".repeat(999) }));
  assert.deepEqual(told.messages, [{ author: "customer", text: "x".repeat(8_000) }]);
  assert.equal(told.customer.name.length, 200);
  assert.deepEqual(conversationOf(event({ id: 1, messages: { length: 3 } })).messages, []);
  const many = Array.from({ length: 500 }, (_, index) => ({ message_type: 0, content: `${index}` }));
  assert.equal(conversationOf(event({ id: 1, messages: many })).messages.length, 200);
});
