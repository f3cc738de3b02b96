/** The size of the widget, as a page loads it: each module gzipped by itself. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const FRONTEND = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "frontend");
const STATIC = /^(?:import|export)\s[^;]*?from\s+"(\.[^"]+)"/gm;
const ANY = /(?:from\s+|import\()"(\.[^"]+)"/g;

/** Every module that `file` pulls in by imports of the given form, itself included. */
function modules(file, form, found = new Set()) {
  if (found.has(file)) return found;
  found.add(file);
  for (const [, path] of readFileSync(file, "utf8").matchAll(form)) modules(join(dirname(file), path), form, found);
  return found;
}

const weigh = (files) => [...files].reduce((sum, file) => sum + gzipSync(readFileSync(file), { level: 9 }).length, 0);
const define = join(FRONTEND, "define.js");

test("what a page loads first is at most 15 KB, all of it at most 30 KB", (t) => {
  const core = modules(define, STATIC);
  const all = modules(define, ANY);
  assert.ok(all.size > core.size, "the view is loaded after the core");
  const names = [...all].map((file) => relative(FRONTEND, file));
  for (const name of ["view.js", "card.js", "style.js", "editors/textarea.js"]) assert.ok(names.includes(name), name);
  t.diagnostic(`core ${weigh(core)} bytes, all ${weigh(all)} bytes`);
  assert.ok(weigh(core) <= 15 * 1024, `the core is ${weigh(core)} bytes`);
  assert.ok(weigh(all) <= 30 * 1024, `all is ${weigh(all)} bytes`);
});

test("the widget imports nothing from elsewhere and makes no markup out of text", () => {
  for (const file of modules(define, ANY)) {
    const source = readFileSync(file, "utf8");
    assert.ok(!/(?:from|import\()\s*"[^."]/.test(source), file);
    assert.ok(!/innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|createContextualFragment/.test(source), file);
  }
});
