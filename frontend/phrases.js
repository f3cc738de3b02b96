/** The list of ready phrases at the caret: typed to filter, walked by key, put in like a replacement. */

import { stand } from "./card.js";
import { make } from "./make.js";

const ENDS = /[\s.,،؛!؟?:)»]/;
const CSS = `
.phrases { inline-size: min(440px, calc(100vw - 16px)); padding: 8px; }
.phrases:popover-open { display: flex; flex-direction: column; gap: 6px; }
.query {
  font: inherit; color: inherit; padding: 5px 10px; border: 1px solid var(--edge); border-radius: 8px;
  background: var(--soft); outline-color: var(--accent);
}
.options { margin: 0; padding: 0; list-style: none; overflow: auto; max-block-size: 40vh; }
.options li { display: flex; gap: 10px; padding: 6px 10px; border-radius: 8px; cursor: pointer; overflow-wrap: anywhere; }
.options small { flex: 0 0 6em; color: var(--muted); }
.options span { flex: 1; }
.options [aria-selected="true"] { background: color-mix(in srgb, var(--accent) 14%, var(--surface)); }
.options mark { color: var(--warning); background: none; border-block-end: 1px dashed; }
.phrases p { margin: 0 10px; color: var(--muted); }
`;
const sheet = new CSSStyleSheet();
sheet.replaceSync(CSS);

/** The edit `{start, end, text, before}` that puts `text` in at a selection, with the spaces it needs. */
export function insertion({ text: before, start, end }, text) {
  const front = start > 0 && !/\s/.test(before[start - 1]) ? " " : "";
  const back = end < before.length && !ENDS.test(before[end]) ? " " : "";
  return { start, end, text: front + text + back, before, at: start + front.length };
}

export class Phrases {
  #actions;
  #editor = null;
  #place = null;
  #texts = null;
  #asked = null;
  #offers = [];
  #active = 0;
  #query = null;
  #options = make("ul", { class: "options", id: "options", role: "listbox" });
  #note = make("p", { role: "status" });

  element = make("div", { class: "phrases", part: "phrases", popover: "manual" }, this.#options, this.#note);

  /** Actions: `ask(query)` gives the id of the question or null, `used(offer)`, `failed(text)`. */
  constructor(root, actions) {
    this.#actions = actions;
    root.adoptedStyleSheets.push(sheet);
    // A press on a phrase must not take the focus out of the field.
    this.#options.addEventListener("mousedown", (event) => event.preventDefault());
  }

  /** Opens the list for an editor, at its caret. */
  open(editor, texts) {
    const selection = editor.read();
    if (selection.busy) return;
    this.#editor = editor;
    this.#place = selection;
    this.#texts = texts;
    this.#options.setAttribute("aria-label", texts.phrases);
    this.#query = this.#field(texts.find);
    this.element.prepend(this.#query);
    this.#show([]);
    this.element.showPopover();
    this.#query.focus({ preventScroll: true });
    this.#ask();
  }

  /** Closes the list. */
  close() {
    if (!this.#editor) return;
    this.#editor = this.#asked = null;
    this.element.hidePopover();
    this.#query.remove();
  }

  /** Takes an answer of the coach; one that was overtaken is dropped. */
  offered({ id, offers }) {
    if (id === this.#asked) this.#show(offers, offers.length ? this.#texts.howToWalk : this.#texts.noPhrase);
  }

  /** A field of its own each time: what was typed in it leaves the page's undo with it. */
  #field(label) {
    return make("input", {
      class: "query",
      role: "combobox",
      "aria-controls": "options",
      "aria-expanded": "true",
      "aria-label": label,
      placeholder: label,
      autocomplete: "off",
      spellcheck: "false",
      input: () => this.#ask(),
      keydown: (event) => this.#key(event),
      blur: () => this.close(),
    });
  }

  /** Asks anew. Until the answer is there Enter means nothing: the list is that of other words. */
  #ask() {
    if (!this.#editor) return;
    this.#offers = [];
    this.#asked = this.#actions.ask(this.#query.value);
    if (!this.#asked) this.#show([], this.#texts.states.waiting);
  }

  #show(offers, note = "") {
    this.#offers = offers;
    this.#note.textContent = note;
    this.#options.replaceChildren(...offers.map((offer, index) => this.#option(offer, index)));
    this.#choose(0);
    this.#stand();
  }

  #option({ label, text, blanks }, index) {
    let from = 0;
    const parts = blanks.flatMap(({ start, end }) => {
      const before = text.slice(from, start);
      from = end;
      return [before, make("mark", {}, text.slice(start, end))];
    });
    const words = make("span", { dir: "auto" }, ...parts, text.slice(from));
    const pick = { click: () => this.#insert(index), pointermove: () => this.#choose(index) };
    return make("li", { role: "option", id: `option-${index}`, ...pick }, make("small", {}, label), words);
  }

  #choose(index) {
    const options = [...this.#options.children];
    this.#active = index;
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
    options[index]?.scrollIntoView({ block: "nearest" });
    if (options.length) this.#query.setAttribute("aria-activedescendant", `option-${index}`);
    else this.#query.removeAttribute("aria-activedescendant");
  }

  /** Stands beside the composer, over the caret, as the card does. */
  #stand() {
    const { start } = this.#place;
    const composer = this.#editor.frame();
    const { box, scroll, boxes } = this.#editor.geometry(start ? [{ start: start - 1, end: start }] : []);
    const caret = boxes[0]?.[0];
    const left = caret ? box.left + (caret.left - scroll.left) * box.scale : composer.left;
    stand(this.element, { left, width: caret ? 0 : composer.width, bottom: composer.bottom }, composer);
  }

  #key(event) {
    event.stopPropagation();
    if (event.isComposing || event.keyCode === 229) return;
    const count = this.#offers.length;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && count) this.#choose((this.#active + step + count) % count);
    else if (event.key === "Enter" && count) this.#insert(this.#active);
    else if (event.key === "Escape" || event.key === "Tab") this.#back();
    else return;
    event.preventDefault();
  }

  /** Closes, with the focus and the selection where they were. */
  #back() {
    const [editor, { start, end }] = [this.#editor, this.#place];
    this.close();
    editor.element.focus({ preventScroll: true });
    editor.select(start, end);
  }

  /** Puts a phrase in through the host's undo; its first blank is selected, else the caret is behind it. */
  async #insert(index) {
    const editor = this.#editor;
    const offer = this.#offers[index];
    const edit = insertion(this.#place, offer.text);
    this.#back();
    if (!(await editor.apply(edit))) return this.#actions.failed(offer.text);
    const [blank] = offer.blanks;
    const after = edit.start + edit.text.length;
    editor.select(...(blank ? [edit.at + blank.start, edit.at + blank.end] : [after, after]));
    this.#actions.used(offer);
  }
}
