/**
 * The adapter for `<textarea>` and one-line `<input>`. It never changes a node, attribute or class of
 * the host's: it reads, and it writes through the field's own undo. README.md says what an adapter is.
 */

import { edited, listenTo, movedPlace } from "./listening.js";
import { innerBox, Mirror } from "./mirror.js";

export class TextControl {
  #mirror;
  #composing = false;
  #applying = false;
  #stop = new AbortController();

  constructor(element, root) {
    this.element = element;
    this.#mirror = new Mirror(root);
  }

  /** The draft and its selection in UTF-16 code units; `busy`: not to be read or changed now. */
  read() {
    const { value, selectionStart, selectionEnd } = this.element;
    return { text: value, start: selectionStart, end: selectionEnd, busy: this.#composing || this.#applying };
  }

  /** The field on the screen. */
  frame() {
    return this.element.getBoundingClientRect();
  }

  /**
   * Where spans lie: `box` (the visible inside, on the screen), `scroll`, and the boxes of each span
   * in the field's own pixels from the inside's unscrolled corner.
   */
  geometry(spans) {
    const box = innerBox(this.element);
    const scroll = { left: this.element.scrollLeft, top: this.element.scrollTop };
    if (box.width <= 0 || box.height <= 0) return { box, scroll, boxes: spans.map(() => []) };
    this.#mirror.reflect(this.element, this.element.value, box);
    return { box, scroll, boxes: spans.map((span) => this.#mirror.boxes(span)) };
  }

  /**
   * Makes the edit `{start, end, text}` through the host's undo stack if the draft still is
   * `edit.before`. Tells whether the draft is now what was meant; if not, it is taken back.
   */
  apply(edit) {
    const { element } = this;
    const writable = !element.readOnly && !element.disabled && !this.#composing;
    if (!writable || element.value !== edit.before) return false;
    const places = [element.selectionStart, element.selectionEnd].map((at) => movedPlace(at, edit));
    this.#applying = true;
    element.focus({ preventScroll: true });
    element.setSelectionRange(edit.start, edit.end);
    this.#insert(edit);
    this.#applying = false;
    if (element.value === edited(edit.before, edit)) {
      element.setSelectionRange(...places);
      return true;
    }
    if (element.value !== edit.before) document.execCommand("undo");
    return false;
  }

  /** Selects a stretch of the draft. */
  select(start, end) {
    this.element.setSelectionRange(start, end);
  }

  /** Calls `onedit()`, `oncaret()`, `onscroll()`, `onpoint(x, y, kind)`, `onkey(event)`. */
  listen(hooks) {
    const composing = (active) => (this.#composing = active);
    listenTo(this.element, hooks, { signal: this.#stop.signal, composing, shift: () => ({ left: 0, top: 0 }) });
  }

  /** Stops listening and takes the mirror away; the host's element was never changed. */
  release() {
    this.#stop.abort();
    this.#mirror.remove();
  }

  #insert({ start, end, text, before }) {
    const { element } = this;
    const done = document.execCommand(text ? "insertText" : "delete", false, text);
    if (done || element.value !== before) return;
    element.setRangeText(text, start, end, "end");
    const inputType = "insertReplacementText";
    element.dispatchEvent(new InputEvent("input", { bubbles: true, inputType, data: text }));
  }
}
