/** What the widget says by itself, beside the remarks: a nudge, a way back, that nothing was applied. */

const LASTS = 8_000;

export class Asides {
  #lines = new Map();
  #onchange;

  /** `onchange()` is called when a line came or went. */
  constructor(onchange) {
    this.#onchange = onchange;
  }

  /** The lines to say, oldest first. */
  get lines() {
    return [...this.#lines.values()];
  }

  /** Says `text` with one button `{label, run}` (or none); for a while, unless it is to `stay`. */
  say(id, { severity = "silenced", text, button = null, stay = false }) {
    const run = () => {
      this.forget(id);
      button.run();
    };
    const actions = button ? [{ label: button.label, run, kind: "plain" }] : [];
    const line = { id, severity, text, actions };
    this.#lines.set(id, line);
    this.#onchange();
    if (!stay) setTimeout(() => this.#lines.get(id) === line && this.forget(id), LASTS);
  }

  /** Takes a line away. */
  forget(id) {
    this.#lines.delete(id);
    this.#onchange();
  }

  /** Takes all lines away. */
  clear() {
    this.#lines.clear();
  }
}
