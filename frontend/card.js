/** The card of one finding. It takes no focus; keys reach it only when it was opened by key. */

import { make } from "./make.js";
import { numeral, replacementLabel } from "./texts.js";

const GAP = 8;

/** The left and top of a card of that size: above the composer if there is room, else below. */
export function cardPlace({ mark, composer, size, view }) {
  const most = Math.max(GAP, view.width - size.width - GAP);
  const left = Math.min(Math.max(mark.left + mark.width / 2 - size.width / 2, GAP), most);
  if (composer.top - GAP - size.height >= 0) return { left, top: composer.top - GAP - size.height };
  const below = composer.bottom + GAP;
  if (below + size.height <= view.height) return { left, top: below };
  return { left, top: Math.max(GAP, Math.min(mark.bottom + GAP, view.height - size.height - GAP)) };
}

/** Lets an element stand beside the composer, over the middle of a mark. */
export function stand({ style, offsetWidth: width, offsetHeight: height }, mark, composer) {
  const view = { width: document.documentElement.clientWidth, height: window.innerHeight };
  const { left, top } = cardPlace({ mark, composer, size: { width, height }, view });
  style.left = `${left}px`;
  style.top = `${top}px`;
}

export class Card {
  #actions;
  #options = [];
  #active = -1;

  element = make("div", { class: "card", part: "card", role: "dialog", popover: "manual" });

  /** The finding on the card, or null. */
  finding = null;

  /** Whether keys of the composer walk the card: it was opened by key. */
  armed = false;

  /** Actions: `apply(finding, index)`, `dismiss(finding)`, `wrong(finding)`, `close()`, `resized()`. */
  constructor(actions) {
    this.#actions = actions;
    // A press on the card must not take the focus out of the composer.
    this.element.addEventListener("mousedown", (event) => event.preventDefault());
  }

  /** Opens the card, or fills the open one anew. */
  open(finding, { armed, index, count, quote }, texts, lang) {
    this.finding = finding;
    this.armed = armed;
    this.element.dataset.severity = finding.severity;
    this.element.setAttribute("aria-label", texts.severity[finding.severity] ?? texts.coach);
    const position = count > 1 ? texts.position(numeral(index + 1, lang), numeral(count, lang)) : "";
    this.#fill(finding, { position, quote }, texts);
    this.#choose(armed ? 0 : -1);
    if (!this.element.matches(":popover-open")) this.element.showPopover();
  }

  /** Stands beside the composer, over the mark's middle. */
  place(mark, composer) {
    stand(this.element, mark, composer);
  }

  /** Closes the card; tells whether it was open. */
  close() {
    if (!this.finding) return false;
    this.finding = null;
    this.armed = false;
    if (this.element.matches(":popover-open")) this.element.hidePopover();
    return true;
  }

  /** What is spoken of the finding on the card. */
  spoken(texts) {
    const { severity, advice, replacements } = this.finding;
    const options = replacements.map((replacement) => replacementLabel(this.finding, replacement, texts));
    return [texts.severity[severity], advice, ...options, texts.howToWalk].join(". ");
  }

  /** Walks to the next or the previous button; gives its label, to be spoken. */
  step(by) {
    const count = this.#options.length;
    this.#choose((this.#active + by + count) % count);
    return this.#options[this.#active].textContent;
  }

  /** Presses the button that was walked to. */
  press() {
    this.#options[Math.max(this.#active, 0)].click();
  }

  #choose(index) {
    this.#active = index;
    this.#options.forEach((option, at) => option.classList.toggle("active", at === index));
  }

  #fill(finding, { position, quote }, texts) {
    const why = make("p", { class: "why", dir: "auto", hidden: true }, finding.why ?? "");
    const replacements = finding.replacements.map((replacement, index) =>
      this.#button("replacement", replacementLabel(finding, replacement, texts), () =>
        this.#actions.apply(finding, index),
      ),
    );
    const rest = [
      finding.why ? this.#whyButton(why, texts) : null,
      this.#button("quiet", texts.dismiss, () => this.#actions.dismiss(finding)),
      this.#button("quiet", texts.wrong, () => this.#actions.wrong(finding)),
    ].filter(Boolean);
    this.#options = [...replacements, ...rest];
    this.element.replaceChildren(
      this.#head(finding, position, texts),
      ...(quote ? [make("q", { class: "quote", dir: "auto" }, quote)] : []),
      make("p", { class: "advice", dir: "auto" }, finding.advice),
      ...(replacements.length ? [make("div", { class: "replacements" }, ...replacements)] : []),
      make("div", { class: "rest" }, ...rest),
      why,
    );
  }

  #head(finding, position, texts) {
    return make(
      "div",
      { class: "head" },
      make("span", { class: `glyph ${finding.severity}`, "aria-hidden": "true" }),
      make("strong", { class: "severity" }, texts.severity[finding.severity] ?? ""),
      make("span", { class: "position" }, position),
      make("button", { type: "button", class: "close", "aria-label": texts.close, click: () => this.#actions.close() }),
    );
  }

  #whyButton(why, texts) {
    const button = this.#button("quiet", texts.why, () => {
      why.hidden = !why.hidden;
      button.setAttribute("aria-expanded", String(!why.hidden));
      this.#actions.resized();
    });
    button.setAttribute("aria-expanded", "false");
    return button;
  }

  #button(kind, label, click) {
    return make("button", { type: "button", class: kind, dir: "auto", click }, label);
  }
}
