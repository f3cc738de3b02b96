/** The strip under the composer: tone, reminders, the state of the line, and what is said in words. */

import { Checklist } from "./checklist.js";
import { Lines } from "./lines.js";
import { make } from "./make.js";
import { Meter } from "./meter.js";

export class Panel {
  #meter = new Meter();
  #lines = new Lines();
  #checklist;
  #stateText = make("span", { class: "state-text" });
  #state = make("span", { class: "state", part: "state" }, this.#stateText);

  element;

  /** `onreminder(rule, chip)`: the agent asks about a reminder. */
  constructor(onreminder) {
    this.#checklist = new Checklist(onreminder);
    const foot = make("div", { class: "foot" }, this.#meter.element, this.#checklist.element, this.#state);
    this.element = make("div", { class: "strip", part: "strip", role: "group" }, foot, this.#lines.element);
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
