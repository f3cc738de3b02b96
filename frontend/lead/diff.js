/** What is different between two texts, line by line. */

const MOST = 2_000_000;

/** Rows of `{sign, text}` in order; `sign` is " ", "-" (only in the old text) or "+" (only in the new one). */
export function diff(old, now) {
  const before = linesOf(old);
  const after = linesOf(now);
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < before.length - start && end < after.length - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const rows = (sign, lines) => lines.map((text) => ({ sign, text }));
  const middle = compare(before.slice(start, before.length - end), after.slice(start, after.length - end));
  return [...rows(" ", before.slice(0, start)), ...middle, ...rows(" ", before.slice(before.length - end))];
}

const linesOf = (text) => (text === null || text === "" ? [] : text.replace(/\n$/, "").split("\n"));

function compare(before, after) {
  if (before.length * after.length > MOST) {
    return [...before.map((text) => ({ sign: "-", text })), ...after.map((text) => ({ sign: "+", text }))];
  }
  const lengths = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      lengths[i][j] = before[i] === after[j] ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  const rows = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      rows.push({ sign: " ", text: before[i] });
      i += 1;
      j += 1;
    } else if (i < before.length && (j === after.length || lengths[i + 1][j] >= lengths[i][j + 1])) {
      rows.push({ sign: "-", text: before[i] });
      i += 1;
    } else {
      rows.push({ sign: "+", text: after[j] });
      j += 1;
    }
  }
  return rows;
}
