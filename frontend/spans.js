/**
 * Spans (UTF-16, end exclusive) and what edits do to them. Pure. An edit `{start, end, inserted}` put
 * `inserted` in the place of `start..end`.
 */

// Letters, marks, digits, tatweel, ZWNJ and what people type in its place.
const WORD = /[\p{L}\p{M}\p{N}_\u0640\u00ac\u200b-\u200f]/u;

const isWordUnit = (unit) => unit !== undefined && WORD.test(unit);

/** The smallest edit that leads from one text to the other, or null if they are equal. */
export function editBetween(before, after) {
  if (before === after) return null;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let tail = 0;
  while (
    tail < shorter - start &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  ) {
    tail += 1;
  }
  return {
    start,
    end: before.length - tail,
    inserted: after.slice(start, after.length - tail),
  };
}

/**
 * Where a span lies after an edit, or null if the edit touched it. Letters against the edge of a word
 * touch it, a space or a full stop does not.
 */
export function shiftSpan(span, edit, after) {
  if (edit.end <= span.start) {
    const moved = edit.start + edit.inserted.length - edit.end;
    const start = span.start + moved;
    const joined = edit.end === span.start && isWordUnit(after[start - 1]) && isWordUnit(after[start]);
    return joined ? null : { start, end: span.end + moved };
  }
  if (edit.start >= span.end) {
    const joined =
      edit.start === span.end && isWordUnit(after[span.end - 1]) && isWordUnit(after[span.end]);
    return joined ? null : span;
  }
  return null;
}

/** Findings of `before` where they lie in `after`, without those that were touched. */
export function carryFindings(findings, before, after) {
  const edit = editBetween(before, after);
  if (!edit) return findings;
  return findings.flatMap((finding) => {
    if (!finding.span) return [moveInsertions(finding, edit)];
    const span = shiftSpan(finding.span, edit, after);
    return span ? [{ ...finding, span }] : [];
  });
}

/** A reminder whose insertions (`replacement.at`) moved along with what was typed before them. */
function moveInsertions(finding, edit) {
  const replacements = finding.replacements.map((replacement) => {
    if (!replacement.at || replacement.at < edit.end) return replacement;
    return { ...replacement, at: replacement.at + edit.inserted.length - (edit.end - edit.start) };
  });
  return { ...finding, replacements };
}

/** The edit `{start, end, text, before}` that applies a replacement of a finding to a draft. */
export function editFor(finding, replacement, before) {
  const at = Math.min(replacement.at ?? before.length, before.length);
  const { start, end } = finding.span ?? { start: at, end: at };
  return { start, end, text: replacement.text, before };
}

/** The span of the word that the caret stands in or at the edge of, or null. */
export function wordAt(text, caret) {
  let start = caret;
  let end = caret;
  while (start > 0 && isWordUnit(text[start - 1])) start -= 1;
  while (end < text.length && isWordUnit(text[end])) end += 1;
  return start < end ? { start, end } : null;
}

/** Whether two spans share a place; null shares none. */
export function overlap(one, other) {
  return Boolean(one && other && one.start < other.end && other.start < one.end);
}

/** Whether a span lies inside the text. */
export function fits(span, text) {
  return span.start >= 0 && span.start < span.end && span.end <= text.length;
}
