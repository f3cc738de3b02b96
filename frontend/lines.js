/**
 * What is said in words under the draft: at most two lines, each a remark with one click to take a
 * better wording. The room for them is always there, so that nothing jumps.
 */

import { replacementLabel } from "./card.js";
import { make } from "./make.js";
import { WORDS_LIMIT } from "./quiet.js";

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
