/** The workbench's pure parts: a value set in a team's file, what differs between texts, what a search finds. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { diff } from "../../frontend/lead/diff.js";
import { found, plain } from "../../frontend/lead/rules-list.js";
import { setOfRule } from "../../frontend/lead/team-yaml.js";
import { template } from "../../frontend/lead/templates.js";
import { en } from "../../frontend/lead/texts-en.js";
import { fa } from "../../frontend/lead/texts-fa.js";

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "frontend", "lead");
const ADD = ["  add:", "    - "];

for (const [name, before, key, value, after] of [
  ["an empty file", "", "state", "off", "rules:\n  rush: {state: off}\n"],
  ["a file without rules", "# ours\nregister: formal\n", "state", "off", "# ours\nregister: formal\nrules:\n  rush: {state: off}\n"],
  ["no rules yet", "rules: {}\n", "state", "off", "rules:\n  rush: {state: off}\n"],
  ["other rules", "rules:\n  jargon: {state: off}   # loud\n\nlexicon: {}\n", "state", "off", "rules:\n  jargon: {state: off}   # loud\n  rush: {state: off}\n\nlexicon: {}\n"],
  ["a deeper file", "rules:\n    jargon: {state: off}\n", "severity", "hint", "rules:\n    jargon: {state: off}\n    rush: {severity: hint}\n"],
  ["the same in braces", "rules:\n  rush: {state: off}  # why\n", "state", "live", "rules:\n  rush: {state: live}  # why\n"],
  ["another in braces", "rules:\n  rush: {state: off}\n", "severity", "hint", "rules:\n  rush: {state: off, severity: hint}\n"],
  ["the same in lines", "rules:\n  rush:\n    severity: error\n    state: off   # why\n", "state", "live", "rules:\n  rush:\n    severity: error\n    state: live   # why\n"],
  ["another in lines", "rules:\n  rush:\n    severity: error\n  jargon: {state: off}\n", "state", "off", "rules:\n  rush:\n    state: off\n    severity: error\n  jargon: {state: off}\n"],
  ["lines for a rule that is not there", "", "flags", ADD, "rules:\n  rush:\n    flags:\n      add:\n        - \n"],
  ["lines for a rule in lines", "rules:\n  rush:\n    state: off\n", "flags", ADD, "rules:\n  rush:\n    flags:\n      add:\n        - \n    state: off\n"],
  ["lines for a rule in braces", "rules:\n  rush: {state: off, severity: hint}  # why\n", "flags", ADD, "rules:\n  rush:  # why\n    state: off\n    severity: hint\n    flags:\n      add:\n        - \n"],
]) {
  test(`a value is set in ${name}`, () => assert.equal(setOfRule(before, "rush", key, value).text, after));
}

for (const [name, text, line] of [
  ["all rules in braces", "rules: {rush: {state: off}}\n", 0],
  ["braces over two lines", "rules:\n  rush: {state: off,\n    severity: hint}\n", 1],
  ["lines that are there", "rules:\n  rush:\n    flags:\n      add: [x]\n", 2],
  ["braces within braces", "rules:\n  rush: {limits: {words: 3}}\n", 1],
]) {
  test(`${name} are left alone, and pointed at`, () => assert.deepEqual(setOfRule(text, "rush", "flags", ADD), { text: null, line }));
}

test("the line that was written is told", () => {
  assert.equal(setOfRule("# a\nrules:\n  x: {state: off}\n# b\n", "rush", "state", "off").line, 3);
  assert.equal(setOfRule("", "rush", "flags", ADD).line, 4);
});

test("a difference keeps the lines of both", () => {
  const rows = diff("a\nb\nc\nd\n", "a\nx\nc\ny\nd\n");
  assert.deepEqual(rows.map(({ sign, text }) => sign + text), [" a", "-b", "+x", " c", "+y", " d"]);
  assert.deepEqual(diff(null, "a\n"), [{ sign: "+", text: "a" }]);
  assert.deepEqual(diff("a\n", null), [{ sign: "-", text: "a" }]);
  assert.ok(diff("a\n", "a\n").every(({ sign }) => sign === " "));
});

test("any two texts are told apart and put together again", () => {
  let seed = 7;
  const random = (most) => (seed = (seed * 48271) % 2147483647) % most;
  for (let round = 0; round < 200; round += 1) {
    const make = () => Array.from({ length: random(8) }, () => "abc"[random(3)]);
    const [before, after] = [make(), make()];
    const rows = diff(before.join("\n"), after.join("\n"));
    assert.deepEqual(rows.filter(({ sign }) => sign !== "+").map(({ text }) => text), before);
    assert.deepEqual(rows.filter(({ sign }) => sign !== "-").map(({ text }) => text), after);
  }
});

test("a search does not mind spelling, and filters add up", () => {
  assert.equal(plain("مي‌كنيم  رفتهٔ"), plain("می کنیم رفته"));
  const rules = [
    { id: "rush", advice: "آرام‌تر بگویید", words: "زود باشید", section: "wording", state: "live", severity: "warning" },
    { id: "too-long", advice: "کوتاه", words: "", section: "shape", state: "off", severity: "hint" },
  ];
  const ids = (search, filters = {}) => found(rules, search, filters).map(({ id }) => id);
  assert.deepEqual(ids(""), ["rush", "too-long"]);
  assert.deepEqual(ids("آرام تر زود"), ["rush"]);
  assert.deepEqual(ids("", { state: "off" }), ["too-long"]);
  assert.deepEqual(ids("rush", { state: "off" }), []);
});

test("a new list is named as its file", () => assert.match(template("list", "our-words", "fa"), /^our-words:$/m));

test("both languages say the same things, with the same places", () => {
  const places = (text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
  for (const [name, text] of Object.entries(en)) {
    assert.equal(typeof fa[name], typeof text, name);
    if (typeof text === "string") assert.deepEqual(places(fa[name]), places(text), name);
    else assert.deepEqual(Object.keys(fa[name]), Object.keys(text), name);
  }
});

test("the page says nothing that has no words", () => {
  const sources = readdirSync(FOLDER).filter((name) => /\.(js|html)$/.test(name)).map((name) => readFileSync(join(FOLDER, name), "utf8"));
  const used = sources.flatMap((source) => [...source.matchAll(/\bsay\("(\w+)"|data-(?:text|label|placeholder)="(\w+)"/g)].map(([, one, other]) => one ?? other));
  assert.ok(used.length > 60);
  for (const name of used) assert.ok(name in en && name in fa, name);
});
