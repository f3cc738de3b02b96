/** What may be shown when. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { chooseMarks, chooseWords, oneOfGroup, OpenDraft } from "../../frontend/open-draft.js";
import { Clock } from "./clock.mjs";

const finding = (id, more = {}) => ({
  id,
  rule: id,
  severity: "warning",
  span: { start: 0, end: 2 },
  show: "now",
  advice: `advice of ${id}`,
  replacements: [],
  ...more,
});
const reminder = (id, more = {}) => finding(id, { span: null, show: "send", ...more });
const ids = (findings) => findings.map(({ id }) => id);
const typing = { word: { start: 4, end: 7 }, still: false, seen: new Set() };
const still = { word: null, still: true, seen: new Set() };

test("the word being typed is never flagged", () => {
  const atCaret = finding("at-caret", { span: { start: 4, end: 7 } });
  assert.deepEqual(ids(chooseMarks([finding("a"), atCaret], typing)), ["a"]);
  assert.deepEqual(ids(chooseMarks([finding("a"), atCaret], still)), ["a", "at-caret"]);
});

test("what needs the pause waits for it, unless it was seen already", () => {
  const pause = finding("p", { show: "pause" });
  assert.deepEqual(ids(chooseMarks([pause], typing)), []);
  assert.deepEqual(ids(chooseMarks([pause], still)), ["p"]);
  assert.deepEqual(ids(chooseMarks([pause], { ...typing, seen: new Set(["p"]) })), ["p"]);
});

test("reminders are no marks", () => {
  assert.deepEqual(chooseMarks([reminder("r")], still), []);
});

test("one remark a group", () => {
  const findings = [finding("a", { group: "g" }), finding("b", { group: "g" }), finding("c")];
  assert.deepEqual(ids(oneOfGroup(findings)), ["a", "c"]);
  const hidden = finding("a", { group: "g", show: "pause" });
  assert.deepEqual(ids(chooseMarks([hidden, finding("b", { group: "g" })], typing)), ["b"]);
});

test("at most two things are said in words, and the same advice once", () => {
  const findings = [finding("a"), finding("a2", { advice: "advice of a" }), finding("b"), finding("c")];
  assert.deepEqual(ids(chooseWords(findings, findings, { still: true, final: false })), ["a", "b"]);
});

test("reminders are said in words only before sending", () => {
  const findings = [finding("a"), reminder("r")];
  assert.deepEqual(ids(chooseWords(findings, [findings[0]], { still: true, final: false })), ["a"]);
  assert.deepEqual(ids(chooseWords(findings, [findings[0]], { still: true, final: true })), ["a", "r"]);
});

test("a mark that is not shown is not said in words either", () => {
  assert.deepEqual(chooseWords([finding("a")], [], { still: true, final: true }), []);
});

const draftWith = (clock) => {
  let changes = 0;
  const draft = new OpenDraft({ timers: clock, onchange: () => (changes += 1) });
  return { draft, changes: () => changes };
};
const review = (findings) => ({ findings, checklist: [], tone: null, praise: null });

test("the pause comes 600 ms after the last key", () => {
  const clock = new Clock();
  const { draft, changes } = draftWith(clock);
  draft.edited("نه", 2);
  draft.reviewed(review([finding("a", { show: "pause" })]), "نه");
  assert.deepEqual(draft.marks(), []);
  clock.pass(500);
  draft.edited("نه ", 3);
  clock.pass(599);
  assert.deepEqual(draft.marks(), []);
  assert.equal(changes(), 0);
  clock.pass(1);
  assert.equal(changes(), 1);
  assert.deepEqual(ids(draft.marks()), ["a"]);
});

test("a mark that was shown does not flicker while the agent types on, and goes when touched", () => {
  const clock = new Clock();
  const { draft } = draftWith(clock);
  draft.edited("نه ", 3);
  draft.reviewed(review([finding("a", { show: "pause" })]), "نه ");
  clock.pass(600);
  assert.deepEqual(ids(draft.marks()), ["a"]);
  draft.edited("نه ن", 4);
  assert.deepEqual(ids(draft.marks()), ["a"]);
  draft.edited("ن ن", 1);
  assert.deepEqual(draft.marks(), []);
  draft.edited("نه ن", 2);
  draft.reviewed(review([finding("a", { show: "pause" })]), "نه ن");
  assert.deepEqual(draft.marks(), []);
});

test("a late review is moved over what was typed since", () => {
  const { draft } = draftWith(new Clock());
  draft.edited("و نه ", 5);
  draft.reviewed(review([finding("a")]), "نه ");
  assert.deepEqual(draft.marks()[0].span, { start: 2, end: 4 });
});

test("a span that does not fit its text is left out", () => {
  const { draft } = draftWith(new Clock());
  draft.edited("نه ", 3);
  draft.reviewed(review([finding("a", { span: { start: 0, end: 90 } })]), "نه ");
  assert.deepEqual(draft.marks(), []);
});

test("typing on takes back that the agent was about to send", () => {
  const { draft } = draftWith(new Clock());
  draft.edited("نه ", 3);
  draft.reviewed(review([reminder("r")]), "نه ");
  draft.final = true;
  assert.deepEqual(ids(draft.words(draft.marks())), ["r"]);
  draft.edited("نه س", 4);
  assert.deepEqual(draft.words(draft.marks()), []);
});
