/**
 * A textarea with line numbers and marked lines. Each line takes the direction of its own words.
 *
 * Behind the transparent textarea lies a copy of its lines, laid out alike: it carries the numbers and the marks, and
 * its height is the height of both, so that nothing has to be scrolled in step.
 */

import { make } from "../make.js";

export class CodeArea {
  #lines = [];
  #marks = new Map();

  constructor({ changed }) {
    this.copy = make("div", { class: "code-lines", "aria-hidden": "true" });
    this.area = make("textarea", {
      class: "code-text",
      spellcheck: "false",
      autocapitalize: "off",
      autocomplete: "off",
      dir: "auto",
      input: () => {
        this.draw();
        changed();
      },
      keydown: (event) => this.#key(event),
    });
    this.element = make("div", { class: "code", dir: "ltr" }, this.copy, this.area);
  }

  get value() {
    return this.area.value;
  }

  set value(text) {
    this.area.value = text;
    this.draw();
  }

  /** Marks lines: a map from line (from 1) to `error` or `remark`. */
  mark(lines) {
    this.#marks = lines;
    this.draw();
  }

  /** Puts the caret at the end of a line (from 1) and brings it into view. */
  go(line) {
    const rows = this.value.split("\n");
    const end = rows.slice(0, line).join("\n").length;
    this.area.focus();
    this.area.setSelectionRange(end, end);
    this.copy.children[Math.max(0, line - 1)]?.scrollIntoView({ block: "center" });
  }

  draw() {
    const rows = this.value.split("\n");
    while (this.#lines.length > rows.length) this.#lines.pop().row.remove();
    rows.forEach((text, index) => {
      const mark = this.#marks.get(index + 1) ?? "";
      const line = this.#lines[index] ?? this.#add();
      if (line.text !== text) {
        line.text = text;
        // An empty line is as high as a full one.
        line.body.textContent = text === "" ? "\u200b" : text;
      }
      if (line.mark !== mark) {
        line.mark = mark;
        line.row.className = `code-line ${mark}`;
      }
    });
  }

  #add() {
    const body = make("span", { class: "code-body" });
    const line = { row: make("div", { class: "code-line" }, body), body, text: null, mark: "" };
    this.#lines.push(line);
    this.copy.append(line.row);
    return line;
  }

  /** A new line begins as deep as the one before, and goes on with its list. */
  #key(event) {
    if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const before = this.value.slice(0, this.area.selectionStart).split("\n").at(-1);
    const [, indent, dash] = /^(\s*)(-\s+)?/.exec(before);
    event.preventDefault();
    document.execCommand("insertText", false, `\n${indent}${dash && before.trim() !== "-" ? "- " : ""}`);
  }
}
