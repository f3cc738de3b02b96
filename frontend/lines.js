/**
 * What is said in words under the draft: at most two lines, each a remark with one click to take a
 * better wording. The room for them is always there, so that nothing jumps.
 */

import { make } from "./make.js";
import { WORDS_LIMIT } from "./quiet.js";

export class Lines {
  #shown = "";

  element = make("div", { class: "lines", part: "lines" });

  /** Shows `lines`: `{id, severity, text, actions: [{label, title, run}], open}`; the first two. */
  show(lines, texts) {
    const kept = lines.slice(0, WORDS_LIMIT);
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
