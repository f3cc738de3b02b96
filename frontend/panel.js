/** The strip under the composer: tone meter, checklist, what is said in words, the state of the line. */

import { make } from "./make.js";
import { replacementLabel, ruleLabel } from "./texts.js";

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

/** A spectrum from red to green with a needle, and the tone in words. */
class Meter {
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

/** The reminders as quiet chips, ticked or not. */
class Checklist {
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

export class Panel {
  #meter = new Meter();
  #lines = new Lines();
  #checklist;
  #phrases;
  #stateText = make("span", { class: "state-text" });
  #state = make("span", { class: "state", part: "state" }, this.#stateText);

  element;

  /** `onreminder(rule)`: the agent asks about a reminder; `onphrases()`: for phrases. */
  constructor(onreminder, onphrases) {
    this.#checklist = new Checklist(onreminder);
    this.#phrases = make("button", { type: "button", class: "plain", click: onphrases });
    const foot = make("div", { class: "foot" }, this.#meter.element, this.#checklist.element, this.#phrases, this.#state);
    this.element = make("div", { class: "strip", part: "strip", role: "group" }, foot, this.#lines.element);
  }

  /** The chip of a reminder, or null. */
  chipOf(rule) {
    return this.#checklist.element.querySelector(`[data-rule="${CSS.escape(rule)}"]`);
  }

  /** Shows what is known: tone, checklist, state of the line, lines in words. */
  show({ tone, checklist, state, tooLong, lines, phrasesKey }, texts) {
    this.element.setAttribute("aria-label", texts.coach);
    this.#meter.show(tone, texts);
    this.#checklist.show(checklist, texts);
    this.#lines.show(lines, texts);
    this.#phrases.hidden = !phrasesKey;
    this.#phrases.title = phrasesKey;
    if (this.#phrases.textContent !== texts.phrases) this.#phrases.textContent = texts.phrases;
    const said = tooLong ? texts.tooLong : texts.states[state];
    this.#state.dataset.state = tooLong ? "waiting" : state;
    this.#state.title = said;
    if (this.#stateText.textContent !== said) this.#stateText.textContent = said;
  }
}
