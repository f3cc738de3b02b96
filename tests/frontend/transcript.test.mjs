/** What is told of a conversation that is read off a page, from one reading to the next. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { asTold, difference, isStale } from "../../frontend/hosts/transcript.js";

const said = (...texts) => texts.map((text, index) => ({ key: `${text[0]}${index}`, author: "customer", text }));
const [hello, where, why] = said("hello", "where", "why");

test("nothing new is nothing to tell", () => {
  assert.equal(difference([], []), null);
  assert.equal(difference([hello, where], [hello, where]), null);
});

test("what was added at the end is told by itself", () => {
  assert.deepEqual(difference([hello], [hello, where]), [where]);
  assert.deepEqual(difference([hello], [hello, where, why]), [where, why]);
});

test("a list that loses its oldest messages has lost nothing that was told", () => {
  assert.equal(difference([hello, where, why], [where, why]), null);
  assert.deepEqual(difference([hello, where], [where, why]), [why]);
});

test("what was changed, taken away or put before is told anew, and so are many at once", () => {
  assert.equal(difference([hello, where], [hello, { ...where, text: "wo?" }]), "anew");
  assert.equal(difference([hello, where], [hello, { ...where, author: "agent" }]), "anew");
  assert.equal(difference([hello, where, why], [hello, why]), "anew");
  assert.equal(difference([hello, where, why], [hello, where]), "anew");
  assert.equal(difference([where], [hello, where]), "anew");
  assert.equal(difference([hello], []), "anew");
  assert.equal(difference([], [hello]), "anew");
  assert.equal(difference([hello], said("hello", "a", "b", "c", "d")), "anew");
});

test("a page that shows only what it showed before the switch has not followed yet", () => {
  assert.ok(isStale([hello, where], [hello, where]));
  assert.ok(isStale([hello, where], [where]));
  assert.ok(!isStale([hello, where], [where, why]));
  assert.ok(!isStale([hello], []));
  assert.ok(!isStale([], [hello]));
});

test("the widget is told what goes over the wire, and no key of ours", () => {
  assert.deepEqual(asTold({ key: "e1", author: "agent", text: "x", id: undefined }), { author: "agent", text: "x" });
  assert.deepEqual(asTold({ key: "7", author: "agent", text: "x", id: "7" }), { author: "agent", text: "x", id: "7" });
});
