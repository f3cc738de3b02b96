/** The strip under the composer. */

import { replacementLabel } from "./card.js";
import { Checklist } from "./checklist.js";
import { make } from "./make.js";
import { Meter } from "./meter.js";

/** The lines for findings, or for praise where there is nothing to say. */
export function linesOf(findings, praise, { apply, open }, texts) {
  if (findings.length === 0 && praise) return [{ severity: "praise", text: praise, actions: [] }];
  return findings.map((finding) => {
    const { id, severity, advice: text } = finding;
    const [replacement] = finding.replacements;
    const label = replacement && replacementLabel(finding, replacement, texts);
    const actions = replacement ? [{ label, title: replacement.text, run: () => apply(id) }] : [];
    return { id, severity, text, actions, open: () => open(id) };
  });
}

/** What is said in words. The room for it is always there: nothing jumps. */
class Lines {
  #shown = "";

  element = make("div", { class: "lines", part: "lines" });

  /** Shows `lines`: `{id, severity, text, actions: [{label, title, run}], open}`; the first two. */
  show(lines, texts) {
    const kept = lines.slice(0, 2);
    const signature = JSON.stringify([texts.dir, kept]);
    if (signature === this.#shown) return;
    this.#shown = signature;
    this.element.replaceChildren(...kept.map((line) => this.#line(line, texts)));
  }

  #line({ severity, text, actions, open }, texts) {
    const says = make("span", { class: "says", dir: "auto" }, text);
    const glyph = make("span", { class: `glyph ${severity}`, "aria-hidden": "true" });
    const spoken = texts.severity[severity];
    const name = spoken ? make("span", { class: "unseen" }, `${spoken}: `) : null;
    const head = open
      ? make("button", { type: "button", class: "says-more", click: open }, glyph, name, says)
      : make("span", { class: "says-more" }, glyph, name, says);
    const buttons = actions.map(({ label, title, run, kind }) =>
      make("button", { type: "button", class: kind ?? "take", title, click: run, dir: "auto" }, label),
    );
    return make("div", { class: `line ${severity}`, part: "line" }, head, ...buttons);
  }
}

export class Panel {
  #meter = new Meter();
  #lines = new Lines();
  #checklist;
  #stateText = make("span", { class: "state-text" });
  #state = make("span", { class: "state", part: "state" }, this.#stateText);

  element;

  /** `onreminder(rule)`: the agent asks about a reminder. */
  constructor(onreminder) {
    this.#checklist = new Checklist(onreminder);
    const foot = make("div", { class: "foot" }, this.#meter.element, this.#checklist.element, this.#state);
    this.element = make("div", { class: "strip", part: "strip", role: "group" }, foot, this.#lines.element);
  }

  /** The chip of a reminder, or null. */
  chipOf(rule) {
    return this.#checklist.element.querySelector(`[data-rule="${CSS.escape(rule)}"]`);
  }

  /** Shows what is known: tone, checklist, state of the line, lines in words. */
  show({ tone, checklist, state, tooLong, lines }, texts) {
    this.element.setAttribute("aria-label", texts.coach);
    this.#meter.show(tone, texts);
    this.#checklist.show(checklist, texts);
    this.#lines.show(lines, texts);
    const said = tooLong ? texts.tooLong : texts.states[state];
    this.#state.dataset.state = tooLong ? "waiting" : state;
    this.#state.title = said;
    if (this.#stateText.textContent !== said) this.#stateText.textContent = said;
  }
}
