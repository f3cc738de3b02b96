/** What the coach is told, told again after a reconnect, and never told twice. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { CONVERSATION_BYTES, fitConversation, Session, withMessage } from "../../frontend/session.js";
import { Clock } from "./clock.mjs";

const review = (revision, more = {}) => ({ type: "review", conversation: "c-1", revision, findings: [], ...more });

/** A session whose line is up (or not), with everything that it sent and heard. */
function talking() {
  const clock = new Clock();
  const heard = { reviews: [], contexts: [], nudges: [], errors: [] };
  const at = { sent: [], up: true };
  let ids = 0;
  const hooks = {
    onreview: (event, text) => heard.reviews.push([event.revision, text]),
    oncontext: (event) => heard.contexts.push(event),
    onnudge: (event) => heard.nudges.push(event),
    onerror: (event) => heard.errors.push(event.code),
  };
  const send = (event) => at.up && Boolean(at.sent.push(event));
  const session = new Session(send, hooks, { timers: clock, newId: () => `id-${(ids += 1)}` });
  session.open({ conversation: "c-1", customer: { name: "سارا" }, messages: [] });
  const types = () => at.sent.map(({ type }) => type);
  const drafts = () => at.sent.filter(({ type }) => type === "draft").map(({ text }) => text);
  return { session, clock, heard, at, types, drafts };
}

test("one draft is under way; of the rest only the newest follows", () => {
  const { session, drafts } = talking();
  for (const text of ["ن", "نه", "نه ", "نه ن"]) session.draft(text, text.length);
  assert.deepEqual(drafts(), ["ن"]);
  session.receive(review(1));
  assert.deepEqual(drafts(), ["ن", "نه ن"]);
});

test("revisions grow with every edit", () => {
  const { session, at } = talking();
  session.draft("ن", 1);
  session.draft("نه", 2);
  session.receive(review(1));
  assert.deepEqual(at.sent.filter(({ type }) => type === "draft").map(({ revision }) => revision), [1, 2]);
});

test("a review comes with the text that it speaks of; an older or unknown one is dropped", () => {
  const { session, heard } = talking();
  session.draft("نه", 2);
  session.draft("نه ن", 4);
  session.receive(review(1));
  session.receive(review(2));
  session.receive(review(1));
  session.receive(review(77));
  session.receive(review(2, { conversation: "c-2" }));
  assert.deepEqual(heard.reviews, [[1, "نه"], [2, "نه ن"]]);
});

test("a review that never comes holds the next draft up for two seconds only", () => {
  const { session, clock, drafts } = talking();
  session.draft("ن", 1);
  session.draft("نه", 2);
  clock.pass(1_999);
  assert.deepEqual(drafts(), ["ن"]);
  clock.pass(1);
  assert.deepEqual(drafts(), ["ن", "نه"]);
});

test("an empty composer is no draft until something was written", () => {
  const { session, drafts } = talking();
  session.draft("", 0);
  assert.deepEqual(drafts(), []);
  session.draft("ن", 1);
  session.receive(review(1));
  session.draft("", 0);
  assert.deepEqual(drafts(), ["ن", ""]);
});

test("after a reconnect conversation, outcomes and draft are told again, in that order", () => {
  const { session, at, types } = talking();
  session.draft("نه", 2);
  session.add({ author: "customer", text: "چی شد؟" });
  session.feedback({ id: "a:0", rule: "a" }, "dismissed");
  session.lost(1006);
  at.sent = [];
  session.resume();
  assert.deepEqual(types(), ["conversation", "feedback", "draft"]);
  assert.deepEqual(at.sent[0].messages, [{ author: "customer", text: "چی شد؟" }]);
  assert.deepEqual(at.sent[0].dismissed, ["a"]);
  assert.equal(at.sent[2].text, "نه");
});

test("what was typed while the line was down is told once it is back", () => {
  const { session, at, drafts } = talking();
  at.up = false;
  session.draft("ن", 1);
  session.draft("نه", 2);
  at.up = true;
  session.resume();
  assert.deepEqual(drafts(), ["نه"]);
});

test("feedback is kept until the coach has stored it, with the same id", () => {
  const { session, at } = talking();
  session.feedback({ id: "a:0", rule: "a" }, "applied", 0);
  const [first] = at.sent.filter(({ type }) => type === "feedback");
  session.resume();
  session.resume();
  const repeats = at.sent.filter(({ type }) => type === "feedback");
  assert.equal(repeats.length, 3);
  assert.ok(repeats.every(({ id }) => id === first.id));
  session.receive({ type: "ack", id: first.id });
  session.resume();
  assert.equal(at.sent.filter(({ type }) => type === "feedback").length, 3);
});

test("a restored rule is remembered as dismissed no longer", () => {
  const { session, at } = talking();
  session.feedback({ id: "a:0", rule: "a" }, "wrong");
  session.feedback({ id: "a:0", rule: "a" }, "restored");
  at.sent = [];
  session.resume();
  assert.equal(at.sent[0].dismissed, undefined);
});

test("the agent's own message carries the revision of its draft and ends it", () => {
  const { session, at, drafts } = talking();
  session.draft("سلام", 4);
  session.add({ author: "agent", text: "سلام" });
  const message = at.sent.at(-1);
  assert.equal(message.revision, 1);
  assert.ok(message.id);
  session.draft("", 0);
  session.lost(1006);
  session.resume();
  assert.deepEqual(drafts(), ["سلام"]);
});

test("nudges are remembered for the next hello", () => {
  const { session, at } = talking();
  session.receive({ type: "nudge", id: "n-1", conversation: "c-1", rule: "slow-reply" });
  at.sent = [];
  session.resume();
  const { id, rule } = at.sent[0].nudged[0];
  assert.deepEqual([id, rule], ["n-1", "slow-reply"]);
});

test("a conversation has at most 48 KiB: its newest messages, and it says so", () => {
  const messages = Array.from({ length: 100 }, (_, number) => ({ author: "customer", text: `${number} ${"سلام ".repeat(100)}` }));
  const event = fitConversation({ type: "conversation", conversation: "c-1", messages });
  const size = Buffer.byteLength(JSON.stringify(event));
  assert.ok(size <= CONVERSATION_BYTES, `${size} bytes`);
  assert.ok(size > CONVERSATION_BYTES - 1200, `only ${size} bytes`);
  assert.equal(event.truncated, true);
  assert.equal(event.messages.at(-1).text, messages.at(-1).text);
});

test("a short conversation goes as it is; 201 messages do not", () => {
  const few = { type: "conversation", conversation: "c", messages: [{ author: "customer", text: "سلام" }] };
  assert.equal(fitConversation(few), few);
  const many = Array.from({ length: 201 }, () => ({ author: "customer", text: "؟" }));
  assert.equal(fitConversation({ ...few, messages: many }).messages.length, 200);
});

test("a draft closed with 1009 is never sent again unchanged", () => {
  const { session, drafts, heard } = talking();
  session.draft("بلند", 4);
  session.lost(1009);
  session.resume();
  assert.deepEqual(drafts(), ["بلند"]);
  assert.deepEqual(heard.errors, ["draft_too_long"]);
  session.draft("کوتاه", 5);
  assert.deepEqual(drafts(), ["بلند", "کوتاه"]);
});

test("a conversation closed with 1009 comes back shorter", () => {
  const { session, at } = talking();
  const messages = Array.from({ length: 60 }, () => ({ author: "customer", text: "سلام ".repeat(60) }));
  session.open({ conversation: "c-9", messages });
  const before = JSON.stringify(at.sent.at(-1)).length;
  session.lost(1009);
  session.resume();
  const after = JSON.stringify(at.sent.at(-1)).length;
  assert.ok(after < before * 0.6, `${after} of ${before}`);
});

test("a draft over the limit of the coach is not sent at all", () => {
  const { session, drafts, heard } = talking();
  session.receive({ type: "ready", limits: { draft_chars: 10 } });
  session.draft("😍".repeat(6), 12);
  assert.deepEqual(drafts(), []);
  assert.deepEqual(heard.errors, ["draft_too_long"]);
});

test("slow_down waits as long as it is told, then tells everything again", () => {
  const { session, clock, at, types } = talking();
  at.sent = [];
  session.receive({ type: "error", code: "slow_down", retry_after_ms: 700 });
  clock.pass(699);
  assert.deepEqual(types(), []);
  clock.pass(1);
  assert.deepEqual(types(), ["conversation"]);
});

test("a draft that is told again is a new revision: an equal one would be stale", () => {
  const { session, heard, at } = talking();
  session.draft("نه", 2);
  session.receive({ type: "error", code: "slow_down", retry_after_ms: 0 });
  session.resume();
  assert.deepEqual(at.sent.filter(({ type }) => type === "draft").map(({ revision }) => revision), [1, 2]);
  session.receive(review(2));
  assert.deepEqual(heard.reviews, [[2, "نه"]]);
});

test("an unknown conversation is told once, not for ever", () => {
  const { session, at, types } = talking();
  at.sent = [];
  session.receive({ type: "error", code: "unknown_conversation", conversation: "c-1" });
  session.receive({ type: "error", code: "unknown_conversation", conversation: "c-1" });
  assert.deepEqual(types(), ["conversation"]);
});

test("a switch of the conversation lets the old draft and its reviews go", () => {
  const { session, heard, at } = talking();
  session.draft("نه", 2);
  session.open({ conversation: "c-2", messages: [] });
  session.receive(review(1));
  assert.deepEqual(heard.reviews, []);
  session.draft("ن", 1);
  assert.equal(at.sent.at(-1).conversation, "c-2");
});

test("a message whose id is known takes that one's place", () => {
  const messages = [{ id: "1", text: "a" }, { id: "2", text: "b" }];
  assert.deepEqual(withMessage(messages, { id: "1", text: "c" }).map(({ text }) => text), ["c", "b"]);
  assert.equal(withMessage(messages, { text: "d" }).length, 3);
});

test("what the session does not know it ignores", () => {
  const { session } = talking();
  session.receive({ type: "weather", sun: true });
  session.receive({ type: "pack", name: "fa", version: "1" });
});
