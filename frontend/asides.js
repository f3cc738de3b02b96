/** What the widget says by itself, beside the remarks: a nudge, a way back, that nothing was applied. */

const LASTS = 8_000;

export class Asides {
  #lines = new Map();
  #onchange;

  /** `onchange()` is called when a line came or went. */
  constructor(onchange) {
    this.#onchange = onchange;
  }

  /** The lines to say in the words of `texts`, oldest first. */
  lines(texts) {
    return [...this.#lines.values()].map(({ id, severity, text, says, label, run }) => ({
      id,
      severity,
      text: text ?? texts[says],
      actions: run ? [{ label: texts[label], run, kind: "plain" }] : [],
    }));
  }

  /** Says that a rule is silent now; `restore()` brings it back. */
  silenced(restore) {
    this.#say({ id: "silenced", severity: "silenced", says: "silenced", label: "restore" }, restore);
  }

  /** Says that nothing was applied; `copy()` copies the wording, null if there is none. */
  notApplied(copy) {
    this.#say({ id: "copy", severity: "silenced", says: "notApplied", label: "copy" }, copy);
  }

  /** Says a nudge, until it is dismissed. */
  nudge({ id, severity, advice }, dismiss) {
    this.#say({ id, severity, text: advice, label: "dismiss" }, dismiss, Infinity);
  }

  /** Takes all lines away. */
  clear() {
    this.#lines.clear();
  }

  #say(line, act, lasts = LASTS) {
    const { id } = line;
    line.run = act && (() => {
      this.#forget(id);
      act();
    });
    this.#lines.set(id, line);
    this.#onchange();
    if (lasts === LASTS) setTimeout(() => this.#lines.get(id) === line && this.#forget(id), lasts);
  }

  #forget(id) {
    this.#lines.delete(id);
    this.#onchange();
  }
}
