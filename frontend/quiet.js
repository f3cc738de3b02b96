/** What may be shown now: show slowly, clear at once, say little. Pure. */

import { overlap } from "./spans.js";

/** How many things may be said in words at one time. */
export const WORDS_LIMIT = 2;

/** The first finding of every group, and every finding without one. */
export function oneOfGroup(findings) {
  const groups = new Set();
  return findings.filter(({ group }) => {
    if (!group) return true;
    if (groups.has(group)) return false;
    groups.add(group);
    return true;
  });
}

/**
 * The findings to mark now. `word`: the span of the word at the caret; `still`: the agent has stopped
 * typing; `seen`: ids that were shown already, so that nothing flickers.
 */
export function chooseMarks(findings, { word, still, seen }) {
  const allowed = findings.filter((finding) => {
    if (!finding.span) return false;
    if (still) return true;
    if (overlap(finding.span, word)) return false;
    return finding.show === "now" || seen.has(finding.id);
  });
  return oneOfGroup(allowed);
}

/** The findings to say in words now; reminders only before sending. */
export function chooseWords(findings, marks, { still, final }) {
  const marked = new Set(marks.map((finding) => finding.id));
  const said = findings.filter((finding) => {
    if (finding.span) return marked.has(finding.id);
    if (finding.show === "send") return final;
    return still || final;
  });
  const advice = new Set();
  const once = oneOfGroup(said).filter((one) => !advice.has(one.advice) && advice.add(one.advice));
  return once.slice(0, WORDS_LIMIT);
}
