/** Marks and edits: what moves, what vanishes, what is inserted where. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { carryFindings, editBetween, editFor, fits, overlap, shiftSpan, wordAt } from "../../frontend/spans.js";

const spanOf = (text, word) => ({ start: text.indexOf(word), end: text.indexOf(word) + word.length });
const markOn = (text, word) => ({ id: word, span: spanOf(text, word), replacements: [] });

/** The marked words after an edit, as they stand in the new text. */
function marked(before, words, after) {
  const findings = carryFindings(words.map((word) => markOn(before, word)), before, after);
  return findings.map(({ span }) => after.slice(span.start, span.end));
}

test("the edit between two texts is the smallest one", () => {
  assert.equal(editBetween("سلام", "سلام"), null);
  assert.deepEqual(editBetween("نه نمیشه", "نه، نمیشه"), { start: 2, end: 2, inserted: "،" });
  assert.deepEqual(editBetween("abc", ""), { start: 0, end: 3, inserted: "" });
  assert.deepEqual(editBetween("aa", "aaa"), { start: 2, end: 2, inserted: "a" });
});

test("a mark moves with what is typed before it and stays with what is typed after it", () => {
  assert.deepEqual(marked("نه نمیشه", ["نمیشه"], "متأسفانه نه نمیشه"), ["نمیشه"]);
  assert.deepEqual(marked("نه نمیشه", ["نمیشه"], "نه نمیشه که"), ["نمیشه"]);
  assert.deepEqual(marked("😀 نمیشه", ["نمیشه"], "😀👨‍👩‍👧 نمیشه"), ["نمیشه"]);
});

test("a touched mark vanishes", () => {
  assert.deepEqual(marked("نه نمیشه", ["نمیشه"], "نه نمی‌شه"), []);
  assert.deepEqual(marked("نه نمیشه", ["نمیشه"], "نه نمیش"), []);
  assert.deepEqual(marked("نه نمیشه دیگر", ["نمیشه"], "نه دیگر"), []);
  assert.deepEqual(marked("نه نمیشه", ["نه", "نمیشه"], "خیر نمیشه"), ["نمیشه"]);
});

test("letters typed against the edge of a word change it, a space or a full stop does not", () => {
  assert.deepEqual(marked("نمیشه", ["نمیشه"], "نمیشها"), []);
  assert.deepEqual(marked("نمیشه", ["نمیشه"], "ونمیشه"), []);
  assert.deepEqual(marked("نمیشه", ["نمیشه"], "نمیشه\u200c"), []);
  assert.deepEqual(marked("نمیشه", ["نمیشه"], "نمیشه."), ["نمیشه"]);
  assert.deepEqual(marked("نمیشه", ["نمیشه"], "نمیشه "), ["نمیشه"]);
  assert.deepEqual(marked("نه نمیشه", ["نمیشه"], "نهنمیشه"), []);
});

test("reminders stay, and their place of insertion moves along", () => {
  const reminder = { id: "r", span: null, replacements: [{ text: "، ", at: 5 }, { text: "سلام ", at: 0 }, { text: "!" }] };
  const [moved] = carryFindings([reminder], "سلام خوبید", "سلامی خوبید");
  assert.deepEqual(moved.replacements.map(({ at }) => at), [6, 0, undefined]);
});

test("over ten thousand random edits a mark that stays lies on the very same letters", () => {
  const letters = ["ن", "م", "ی", " ", "\u200c", "a", ".", "😀", "\n", "ه"];
  let seed = 7;
  const below = (most) => (seed = (seed * 48271) % 2147483647) % most;
  const text = (length) => Array.from({ length }, () => letters[below(letters.length)]).join("");
  let stayed = 0;
  for (let round = 0; round < 10_000; round += 1) {
    const before = text(1 + below(30));
    const start = below(before.length);
    const span = { start, end: start + 1 + below(before.length - start) };
    const from = below(before.length + 1);
    const to = from + below(before.length - from + 1);
    const after = before.slice(0, from) + text(below(5)) + before.slice(to);
    const edit = editBetween(before, after);
    if (!edit) continue;
    assert.equal(before.slice(0, edit.start) + edit.inserted + before.slice(edit.end), after);
    const moved = shiftSpan(span, edit, after);
    if (!moved) continue;
    stayed += 1;
    assert.equal(after.slice(moved.start, moved.end), before.slice(span.start, span.end));
  }
  assert.ok(stayed > 1000, `only ${stayed} marks stayed`);
});

test("the word at the caret reaches over ZWNJ and ends at spaces, punctuation and emoji", () => {
  const text = "سلام می\u200cشود، ok😀";
  assert.deepEqual(wordAt(text, 4), { start: 0, end: 4 });
  assert.deepEqual(wordAt(text, 7), { start: 5, end: 11 });
  assert.deepEqual(wordAt(text, 11), { start: 5, end: 11 });
  assert.equal(wordAt(text, 12), null);
  assert.deepEqual(wordAt(text, 14), { start: 13, end: 15 });
  assert.equal(wordAt("", 0), null);
});

test("spans overlap only when they share a place", () => {
  assert.ok(overlap({ start: 0, end: 3 }, { start: 2, end: 5 }));
  assert.ok(!overlap({ start: 0, end: 3 }, { start: 3, end: 5 }));
  assert.ok(!overlap({ start: 0, end: 3 }, null));
});

test("a span outside the text does not fit", () => {
  assert.ok(fits({ start: 0, end: 2 }, "نه"));
  assert.ok(!fits({ start: 0, end: 3 }, "نه"));
  assert.ok(!fits({ start: 1, end: 1 }, "نه"));
  assert.ok(!fits({ start: -1, end: 1 }, "نه"));
});

test("a replacement takes the place of the span; without one it is inserted at its place or at the end", () => {
  const inline = { span: { start: 3, end: 8 } };
  assert.deepEqual(editFor(inline, { text: "" }, "نه نمیشه"), { start: 3, end: 8, text: "", before: "نه نمیشه" });
  const reminder = { span: null };
  assert.equal(editFor(reminder, { text: "!", at: 0 }, "سلام").start, 0);
  assert.equal(editFor(reminder, { text: "!" }, "سلام").start, 4);
  assert.equal(editFor(reminder, { text: "!", at: 99 }, "سلام").start, 4);
});
