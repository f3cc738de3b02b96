/**
 * The open draft: its text, its newest review, and what of that may be seen now. Show slowly, clear at
 * once, say little. No DOM.
 */

import { carryFindings, fits, overlap, wordAt } from "./spans.js";

const WORDS_LIMIT = 2;

/** Milliseconds without a key after which the agent counts as having stopped typing. */
export const PAUSE = 600;

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

export class OpenDraft {
  #timers;
  #onchange;
  #timer = null;
  #seen = new Set();

  /** `onchange()` is called when the pause has come and more may be shown. */
  constructor({ onchange, timers = globalThis, pause = PAUSE }) {
    this.#onchange = onchange;
    this.#timers = timers;
    this.pause = pause;
    this.clear("");
  }

  /** Forgets the review: another conversation, or the draft was sent. */
  clear(text) {
    this.text = text;
    this.caret = text.length;
    this.findings = [];
    this.checklist = [];
    this.tone = null;
    this.praise = null;
    /** Whether the agent is about to send: reminders may be said in words. */
    this.final = false;
    this.still = true;
    this.#seen.clear();
    this.#timers.clearTimeout(this.#timer);
  }

  /** The agent typed: marks move along, touched marks vanish, the pause starts anew. */
  edited(text, caret) {
    this.findings = carryFindings(this.findings, this.text, text);
    this.text = text;
    this.caret = caret;
    this.final = false;
    this.praise = null;
    this.#forgetGone();
    this.#wait();
  }

  /** A review came of a text that the agent may have changed since. */
  reviewed(review, textThen) {
    const sound = review.findings.filter(({ span }) => span === null || fits(span, textThen));
    this.findings = carryFindings(sound, textThen, this.text);
    this.checklist = review.checklist ?? [];
    this.tone = review.tone ?? null;
    this.praise = review.praise ?? null;
    this.#forgetGone();
  }

  /** Takes findings away at once, before the server has said the same. */
  drop(isGone) {
    this.findings = this.findings.filter((finding) => !isGone(finding));
  }

  /** The findings to mark in the draft now. */
  marks() {
    const word = this.still ? null : wordAt(this.text, this.caret);
    const marks = chooseMarks(this.findings, { word, still: this.still, seen: this.#seen });
    for (const { id } of marks) this.#seen.add(id);
    return marks;
  }

  /** The findings to say in words now, at most two. */
  words(marks) {
    return chooseWords(this.findings, marks, { still: this.still, final: this.final });
  }

  /** What keys can walk: the marks from start to end, then the reminders that are due. */
  walkable(marks) {
    const inOrder = [...marks].sort((one, other) => one.span.start - other.span.start);
    return [...inOrder, ...this.findings.filter(({ span }) => !span)];
  }

  #wait() {
    this.still = false;
    this.#timers.clearTimeout(this.#timer);
    this.#timer = this.#timers.setTimeout(() => {
      this.still = true;
      this.#onchange();
    }, this.pause);
  }

  #forgetGone() {
    const ids = new Set(this.findings.map((finding) => finding.id));
    for (const id of this.#seen) if (!ids.has(id)) this.#seen.delete(id);
  }
}
