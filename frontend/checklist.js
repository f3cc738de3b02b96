/** The reminders as quiet chips, ticked or not. */

import { make } from "./make.js";
import { ruleLabel } from "./texts.js";

export class Checklist {
  #onopen;
  #shown = "";

  element = make("ul", { class: "checklist", part: "checklist", role: "list" });

  /** `onopen(rule)` is called when the agent asks about a reminder that is due. */
  constructor(onopen) {
    this.#onopen = onopen;
    this.element.onwheel = ({ deltaY }) => this.element.scrollBy(this.element.matches(":dir(rtl)") ? -deltaY : deltaY, 0);
  }

  /** Shows the items `{rule, state}`; what is due comes first. */
  show(items, texts) {
    const sorted = ["due", "done"].flatMap((now) => items.filter(({ state }) => state === now));
    const signature = JSON.stringify([texts.dir, sorted]);
    if (signature === this.#shown) return;
    this.#shown = signature;
    this.element.setAttribute("aria-label", texts.checklist);
    // The row scrolls: with no button in it, the row itself must be reached by key.
    this.element.tabIndex = sorted[0]?.state === "done" ? 0 : -1;
    this.element.replaceChildren(...sorted.map((item) => this.#chip(item, texts)));
  }

  #chip({ rule, state }, texts) {
    const children = [
      make("span", { class: "tick", "aria-hidden": "true" }),
      ruleLabel(rule, texts),
      make("span", { class: "unseen" }, ` (${texts[state]})`),
    ];
    const attributes = { class: `chip ${state}`, part: `chip chip-${state}`, "data-rule": rule };
    if (state === "done") return make("li", {}, make("span", attributes, ...children));
    const click = () => this.#onopen(rule);
    const chip = make("button", { type: "button", click, ...attributes }, ...children);
    return make("li", {}, chip);
  }
}
