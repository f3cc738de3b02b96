/** The tone meter: a spectrum from red to green with a needle, and the tone in words. */

import { make } from "./make.js";

export class Meter {
  #needle = make("span", { class: "needle" });
  #bar = make("span", { class: "spectrum", "aria-hidden": "true" }, this.#needle);
  #label = make("span", { class: "tone-label" });

  element = make(
    "div",
    { class: "meter", part: "meter", role: "meter", "aria-valuemin": "-1", "aria-valuemax": "1" },
    this.#bar,
    this.#label,
  );

  /** Shows a tone `{value, zone}`, or that there is none yet. */
  show(tone, texts) {
    const zone = tone && texts.zones[tone.zone] ? tone.zone : "none";
    const value = zone === "none" ? 0 : Math.max(-1, Math.min(1, Number(tone.value) || 0));
    const label = zone === "none" ? texts.noTone : texts.zones[zone];
    this.element.dataset.zone = zone;
    this.element.setAttribute("aria-label", texts.tone);
    this.element.setAttribute("aria-valuenow", value.toFixed(2));
    this.element.setAttribute("aria-valuetext", label);
    this.#needle.style.insetInlineStart = `${((value + 1) / 2) * 100}%`;
    if (this.#label.textContent !== label) this.#label.textContent = label;
  }
}
