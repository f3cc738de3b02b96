/** The widget's README says what there is: no more, no less. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import * as host from "../../frontend/host.js";

const FRONTEND = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "frontend");
const files = readdirSync(FRONTEND, { recursive: true }).filter((name) => name.endsWith(".js") && !name.startsWith("demo"));
const sources = files.map((name) => readFileSync(join(FRONTEND, name), "utf8")).join("\n");
const element = readFileSync(join(FRONTEND, "draft-coach.js"), "utf8");
const style = readFileSync(join(FRONTEND, "style.js"), "utf8");
const readme = readFileSync(join(FRONTEND, "README.md"), "utf8");

const all = (text, form) => [...text.matchAll(form)].map(([, found]) => found);
const sorted = (names) => [...new Set(names)].sort();

/** What stands in backticks in the first column (or, without a table, anywhere) of a section. */
function told(title) {
  const section = readme.split(`\n## ${title}\n`)[1].split("\n## ")[0];
  const rows = section.split("\n").filter((line) => line.startsWith("| `"));
  const text = rows.length ? rows.map((row) => row.split("|")[1]).join("\n") : section;
  return all(text, /`([^`]+)`/g);
}

test("every attribute", () => {
  const observed = ["for", "disabled", "pause", "token", ...host.OF_LINE, ...host.OF_CONVERSATION];
  const styled = all(style, /:host\(\[([a-z]+)="/g);
  assert.deepEqual(sorted(told("Attributes")), sorted([...observed, ...styled, "send", "phrases-key"]));
});

test("every property and method", () => {
  const methods = all(element, /^ {2}(?:async |get |set )?([a-z]\w*)\(.*\) \{$/gm);
  const ours = methods.filter((name) => !/Callback$|^constructor$/.test(name));
  assert.deepEqual(sorted(told("Properties and methods").map((name) => name.split("(")[0])), sorted(ours));
});

test("every event", () => {
  assert.deepEqual(sorted(told("Events")), sorted(all(element, /#tell\("([a-z-]+)"/g)));
});

test("every custom property and part", () => {
  const looks = told("Looks");
  const properties = all(style, /var\((--coach-[a-z]+)/g);
  const plain = all(sources, /part: "([a-z-]+)"/g);
  const parts = [...plain, "chip", "chip-done", "chip-due", "mark", "mark-error", "mark-hint", "mark-warning"];
  assert.deepEqual(sorted(looks), sorted([...properties, ...parts]));
});

test("every file", () => {
  const table = readme.split("## Where what lives")[1].split("\n## ")[0];
  for (const name of readdirSync(FRONTEND)) {
    if (["README.md", "define.js"].includes(name)) continue;
    assert.ok(table.includes(`\`${name}`), name);
  }
  const there = readdirSync(FRONTEND, { recursive: true }).map((path) => basename(path));
  for (const name of all(table, /`([\w-]+\.\w+)`/g)) assert.ok(there.includes(name), name);
});
