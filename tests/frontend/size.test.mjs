/** The size of the widget, as a page loads it from the coach (`app/scripts.py`): each module by itself, gzipped. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const FRONTEND = join(ROOT, "frontend");
const STATIC = /^(?:import|export)\s[^;]*?from\s+"(\.[^"]+)"/gm;
const ANY = /(?:from\s+|import\()"(\.[^"]+)"/g;

/** Every module that `file` pulls in by imports of the given form, itself included. */
function modules(file, form, found = new Set()) {
  if (found.has(file)) return found;
  found.add(file);
  for (const [, path] of readFileSync(file, "utf8").matchAll(form)) modules(join(dirname(file), path), form, found);
  return found;
}

const SIZES = `
import json, sys
from pathlib import Path
from app.scripts import script_of
print(json.dumps({name: len(script_of(Path(name)).gzipped) for name in json.load(sys.stdin)}))`;

/** How many bytes the coach sends for each of these files. */
function sizesOf(files) {
  const asked = { cwd: ROOT, input: JSON.stringify([...files]), encoding: "utf8" };
  return JSON.parse(execFileSync("python", ["-c", SIZES], asked));
}

const define = join(FRONTEND, "define.js");

const LANGUAGES = ["texts/fa.js", "texts/en.js"];
const LAZY = ["view.js", "card.js", "phrases.js", "style.js", ...LANGUAGES, "editors/text-control.js", "editors/editable.js"];

test("what a page loads first is at most 15 KB, all that a page in one language can load at most 30 KB", (t) => {
  const core = modules(define, STATIC);
  const all = modules(define, ANY);
  const sizes = sizesOf(all);
  const weigh = (files) => [...files].reduce((sum, file) => sum + sizes[file], 0);
  const lazy = [...all].filter((file) => !core.has(file)).map((file) => relative(FRONTEND, file));
  for (const name of LAZY) assert.ok(lazy.includes(name), name);
  t.diagnostic(`core ${weigh(core)} bytes, all ${weigh(all)} bytes`);
  assert.ok(weigh(core) <= 15 * 1024, `the core is ${weigh(core)} bytes`);
  for (const language of LANGUAGES) {
    const others = LANGUAGES.filter((other) => other !== language).map((other) => join(FRONTEND, other));
    const page = weigh([...all].filter((file) => !others.includes(file)));
    assert.ok(page <= 30 * 1024, `with ${language} a page loads ${page} bytes`);
  }
});

test("the widget imports nothing from elsewhere and makes no markup out of text", () => {
  for (const file of modules(define, ANY)) {
    const source = readFileSync(file, "utf8");
    assert.ok(!/(?:from|import\()\s*"[^."]/.test(source), file);
    assert.ok(!/innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|createContextualFragment/.test(source), file);
  }
});
