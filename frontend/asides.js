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
    return [...this.#lines.values()].map(({ id, severity, text, says, label, run, offer }) => {
      const actions = [
        offer && { label: texts.copy, title: offer, run: () => navigator.clipboard?.writeText(offer) },
        run && { label: texts[label], run, kind: "plain" },
      ];
      return { id, severity, text: text ?? texts[says], actions: actions.filter(Boolean) };
    });
  }

  /** Says that a rule is silent now; `restore()` brings it back. */
  silenced(restore) {
    this.#say({ id: "silenced", severity: "silenced", says: "silenced", label: "restore" }, restore);
  }

  /** Says that nothing was applied; the wording, if there is one, may be copied. */
  notApplied(offer) {
    this.#say({ id: "copy", severity: "silenced", says: "notApplied", offer });
  }

  /** Says a nudge, until it is dismissed; its wording may be copied. */
  nudge({ id, severity, advice, replacements }, dismiss) {
    const offer = replacements?.[0]?.text;
    this.#say({ id, severity, text: advice, label: "dismiss", offer }, dismiss, Infinity);
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
