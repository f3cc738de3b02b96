/** What the widget says by itself, beside the remarks: a nudge, a way back, that nothing was applied. */

import { textsOf } from "./texts.js";

const LASTS = 8_000;

export class Asides {
  #lines = new Map();
  #onchange;
  #lang;

  /** `onchange()` is called when a line came or went; `lang()` gives the language. */
  constructor(onchange, lang) {
    this.#onchange = onchange;
    this.#lang = lang;
  }

  /** The lines to say, oldest first. */
  get lines() {
    return [...this.#lines.values()];
  }

  /** Says that a rule is silent now; `restore()` brings it back. */
  silenced(restore) {
    const texts = textsOf(this.#lang());
    this.#say("silenced", "silenced", texts.silenced, texts.restore, restore);
  }

  /** Says that nothing was applied; `copy()` copies the wording, null if there is none. */
  notApplied(copy) {
    const texts = textsOf(this.#lang());
    this.#say("copy", "silenced", texts.notApplied, texts.copy, copy);
  }

  /** Says a nudge, until it is dismissed. */
  nudge({ id, severity, advice }, dismiss) {
    this.#say(id, severity, advice, textsOf(this.#lang()).dismiss, dismiss, Infinity);
  }

  /** Takes all lines away. */
  clear() {
    this.#lines.clear();
  }

  #say(id, severity, text, label, act, lasts = LASTS) {
    const run = () => {
      this.#forget(id);
      act();
    };
    const line = { id, severity, text, actions: act ? [{ label, run, kind: "plain" }] : [] };
    this.#lines.set(id, line);
    this.#onchange();
    if (lasts === LASTS) setTimeout(() => this.#lines.get(id) === line && this.#forget(id), lasts);
  }

  #forget(id) {
    this.#lines.delete(id);
    this.#onchange();
  }
}
