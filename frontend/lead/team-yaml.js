/**
 * Changes one value of one rule in the text of a team's file; every other line, comments too, stays as it is.
 *
 * A value is the text behind `key:`, or the lines below it, indented as from `key`. What is written in a way that this
 * does not understand is left alone: then `text` is null and `line` says where it is.
 */

const TOP = /^[^\s#-]/;
const STEP = 2;
const indentOf = (line) => line.length - line.trimStart().length;
const isBlank = (line) => /^\s*(#.*)?$/.test(line);
const spaces = (count) => " ".repeat(count);
const nameOf = (line) => /^\s+["']?([\w-]+)["']?\s*:/.exec(line)?.[1];

/** Sets `key` of `rule`; gives the new text and the line (from 0) that is to be looked at. */
export function setOfRule(text, rule, key, value) {
  const lines = text === "" ? [] : text.replace(/\n$/, "").split("\n");
  let rules = lines.findIndex((line) => /^rules:/.test(line));
  if (rules < 0) rules = lines.push("rules:") - 1;
  const rest = lines[rules].slice("rules:".length).trim();
  if (rest === "{}") lines[rules] = "rules:";
  else if (rest !== "" && !rest.startsWith("#")) return { text: null, line: rules };
  const end = blockEnd(lines, rules, 0);
  const at = lines.findIndex((line, index) => index > rules && index < end && nameOf(line) === rule);
  if (at >= 0) return setAt(lines, at, key, value);
  let last = end;
  while (last > rules + 1 && isBlank(lines[last - 1])) last -= 1;
  const indent = indentBelow(lines, rules, end);
  const head = `${spaces(indent)}${rule}:`;
  const added = Array.isArray(value) ? [head, ...written(indent + STEP, key, value)] : [`${head} {${key}: ${value}}`];
  lines.splice(last, 0, ...added);
  return done(lines, last + added.length - 1);
}

function setAt(lines, at, key, value) {
  const [, head, rest] = /^(\s*[^:]+:)\s*(.*)$/.exec(lines[at]);
  if (rest.startsWith("{")) return setInline(lines, at, head, rest, key, value);
  if (rest !== "" && !rest.startsWith("#")) return { text: null, line: at };
  const end = blockEnd(lines, at, indentOf(lines[at]));
  const inner = lines.findIndex((line, index) => index > at && index < end && nameOf(line) === key);
  if (inner < 0) {
    const added = written(indentBelow(lines, at, end), key, value);
    lines.splice(at + 1, 0, ...added);
    return done(lines, at + added.length);
  }
  const [, name, old, note = ""] = /^(\s*[^:]+:)\s*(.*?)(\s+#.*)?$/.exec(lines[inner]);
  if (Array.isArray(value) || old === "" || /^[{[|>]/.test(old)) return { text: null, line: inner };
  lines[inner] = `${name} ${value}${note}`;
  return done(lines, inner);
}

function setInline(lines, at, head, rest, key, value) {
  const [, body, note = ""] = /^\{(.*)\}(\s+#.*)?$/.exec(rest) ?? [];
  if (body === undefined) return { text: null, line: at };
  if (Array.isArray(value)) return spreadOut(lines, at, head, body, note, key, value);
  const known = new RegExp(`(^|,\\s*)${key}:\\s*([\\w-]+)(?=\\s*(,|$))`);
  let inside;
  if (known.test(body)) inside = body.replace(known, (_, before) => `${before}${key}: ${value}`);
  else if (new RegExp(`(^|[,{\\s])${key}:`).test(body)) return { text: null, line: at };
  else inside = body.trim() === "" ? `${key}: ${value}` : `${body.trimEnd()}, ${key}: ${value}`;
  lines[at] = `${head} {${inside}}${note}`;
  return done(lines, at);
}

/** `{a: b, c: d}` becomes a line for each, so that lines can stand below the new key. */
function spreadOut(lines, at, head, body, note, key, value) {
  const parts = body.split(",").map((part) => part.trim()).filter(Boolean);
  if (!parts.every((part) => /^[\w-]+:\s*[\w-]+$/.test(part)) || parts.some((part) => part.startsWith(`${key}:`))) {
    return { text: null, line: at };
  }
  const indent = indentOf(lines[at]) + STEP;
  const added = [...parts.map((part) => spaces(indent) + part), ...written(indent, key, value)];
  lines.splice(at, 1, `${head}${note}`, ...added);
  return done(lines, at + added.length);
}

const written = (indent, key, value) =>
  Array.isArray(value)
    ? [`${spaces(indent)}${key}:`, ...value.map((line) => spaces(indent) + line)]
    : [`${spaces(indent)}${key}: ${value}`];

/** How deep the lines below line `at` are written, or are to be. */
function indentBelow(lines, at, end) {
  const first = lines.slice(at + 1, end).find((line) => !isBlank(line));
  return first === undefined ? indentOf(lines[at]) + STEP : indentOf(first);
}

/** The first line behind the block that line `at` heads. */
function blockEnd(lines, at, indent) {
  for (let index = at + 1; index < lines.length; index += 1) {
    if (!isBlank(lines[index]) && (indent === 0 ? TOP.test(lines[index]) : indentOf(lines[index]) <= indent)) return index;
  }
  return lines.length;
}

const done = (lines, line) => ({ text: `${lines.join("\n")}\n`, line });
