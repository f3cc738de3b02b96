/**
 * Changes one value of one rule in the text of a team's file; every other line, comments too, stays as it is.
 *
 * What is written in a way that this does not understand is left alone: then `text` is null and `line` says where it is.
 */

const TOP = /^[^\s#-]/;
const indentOf = (line) => line.length - line.trimStart().length;
const isBlank = (line) => /^\s*(#.*)?$/.test(line);

/** `key: value` of `rule`; gives the new text and the line (from 0) that was written. */
export function setOfRule(text, rule, key, value) {
  const lines = text === "" ? [] : text.replace(/\n$/, "").split("\n");
  const rules = lines.findIndex((line) => /^rules:/.test(line));
  if (rules < 0) return done([...lines, "rules:", `  ${rule}: {${key}: ${value}}`], lines.length + 1);
  const rest = lines[rules].slice("rules:".length).trim();
  if (rest === "{}") lines[rules] = "rules:";
  else if (rest !== "" && !rest.startsWith("#")) return { text: null, line: rules };
  const end = blockEnd(lines, rules, 0);
  const at = lines.findIndex((line, index) => index > rules && index < end && nameOf(line) === rule);
  if (at < 0) {
    const first = lines.slice(rules + 1, end).find((line) => !isBlank(line));
    const indent = " ".repeat(first === undefined ? 2 : indentOf(first));
    let last = end;
    while (last > rules + 1 && isBlank(lines[last - 1])) last -= 1;
    lines.splice(last, 0, `${indent}${rule}: {${key}: ${value}}`);
    return done(lines, last);
  }
  return setAt(lines, at, key, value);
}

function setAt(lines, at, key, value) {
  const [, head, rest] = /^(\s*[^:]+:)\s*(.*)$/.exec(lines[at]);
  if (rest.startsWith("{")) return setInline(lines, at, head, rest, key, value);
  if (rest !== "" && !rest.startsWith("#")) return { text: null, line: at };
  const end = blockEnd(lines, at, indentOf(lines[at]));
  const inner = lines.findIndex((line, index) => index > at && index < end && nameOf(line) === key);
  const first = lines.slice(at + 1, end).find((line) => !isBlank(line));
  const indent = " ".repeat(first === undefined ? indentOf(lines[at]) + 2 : indentOf(first));
  if (inner < 0) {
    lines.splice(at + 1, 0, `${indent}${key}: ${value}`);
    return done(lines, at + 1);
  }
  const [, name, old, note = ""] = /^(\s*[^:]+:)\s*(.*?)(\s+#.*)?$/.exec(lines[inner]);
  if (old === "" || /^[{[|>]/.test(old)) return { text: null, line: inner };
  lines[inner] = `${name} ${value}${note}`;
  return done(lines, inner);
}

function setInline(lines, at, head, rest, key, value) {
  const [, body, note = ""] = /^\{(.*)\}(\s+#.*)?$/.exec(rest) ?? [];
  if (body === undefined) return { text: null, line: at };
  const known = new RegExp(`(^|,\\s*)${key}:\\s*([\\w-]+)(?=\\s*(,|$))`);
  let inside;
  if (known.test(body)) inside = body.replace(known, (_, before) => `${before}${key}: ${value}`);
  else if (new RegExp(`(^|[,{\\s])${key}:`).test(body)) return { text: null, line: at };
  else inside = body.trim() === "" ? `${key}: ${value}` : `${body.trimEnd()}, ${key}: ${value}`;
  lines[at] = `${head} {${inside}}${note}`;
  return done(lines, at);
}

/** The first line behind the block that line `at` heads. */
function blockEnd(lines, at, indent) {
  for (let index = at + 1; index < lines.length; index += 1) {
    if (!isBlank(lines[index]) && (indent === 0 ? TOP.test(lines[index]) : indentOf(lines[index]) <= indent)) return index;
  }
  return lines.length;
}

const nameOf = (line) => /^\s+["']?([\w-]+)["']?\s*:/.exec(line)?.[1];
const done = (lines, line) => ({ text: `${lines.join("\n")}\n`, line });
