/**
 * The adapter for a plain `<textarea>`. It never changes a node, attribute or class of the host's: it
 * reads, and it writes through the editor's own input path. README.md says what an adapter is.
 */

import { innerBox, Mirror } from "./mirror.js";

/** The text after an edit `{start, end, text}`. */
const edited = (value, { start, end, text }) => value.slice(0, start) + text + value.slice(end);

/** Where a place in the text lies after an edit; inside the edit it goes to its end. */
function movedPlace(place, { start, end, text }) {
  if (place <= start) return place;
  return Math.max(place, end) + text.length - (end - start);
}

export class TextareaEditor {
  #mirror;
  #composing = false;
  #applying = false;
  #stop = new AbortController();

  /** Whether this adapter can serve the element. */
  static accepts(element) {
    return element instanceof HTMLTextAreaElement;
  }

  constructor(element, root) {
    this.element = element;
    this.#mirror = new Mirror(root);
  }

  /** The draft and its selection in UTF-16 code units; `busy` while an input method composes. */
  read() {
    const { value, selectionStart, selectionEnd } = this.element;
    return { text: value, start: selectionStart, end: selectionEnd, busy: this.#composing };
  }

  /**
   * Where spans lie: `box` (the visible inside, on the screen), `scroll`, and the boxes of each span
   * in the editor's own pixels from the inside's unscrolled corner.
   */
  geometry(spans) {
    const box = innerBox(this.element);
    const scroll = { left: this.element.scrollLeft, top: this.element.scrollTop };
    if (box.width <= 0 || box.height <= 0) return { box, scroll, boxes: spans.map(() => []) };
    this.#mirror.reflect(this.element, this.element.value, box.width);
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
    const wanted = edited(edit.before, edit);
    const places = [element.selectionStart, element.selectionEnd].map((at) => movedPlace(at, edit));
    this.#applying = true;
    element.focus({ preventScroll: true });
    element.setSelectionRange(edit.start, edit.end);
    this.#insert(edit);
    this.#applying = false;
    if (element.value !== wanted) return this.#takeBack(edit.before);
    element.setSelectionRange(...places);
    return true;
  }

  /** Calls `onedit()`, `oncaret()`, `onscroll()`, `onpoint(x, y, kind)`, `onkey(event)`. */
  listen({ onedit, oncaret, onscroll, onpoint, onkey }) {
    const on = (name, listener, options = {}) =>
      this.element.addEventListener(name, listener, { signal: this.#stop.signal, ...options });
    on("compositionstart", () => (this.#composing = true));
    on("compositionend", () => {
      this.#composing = false;
      onedit();
    });
    on("input", () => this.#applying || onedit());
    for (const name of ["keyup", "pointerup", "focus", "blur"]) on(name, oncaret);
    on("scroll", onscroll, { passive: true });
    on("pointermove", ({ clientX, clientY }) => onpoint(clientX, clientY, "move"));
    on("pointerleave", ({ clientX, clientY }) => onpoint(clientX, clientY, "leave"));
    on("click", ({ clientX, clientY }) => onpoint(clientX, clientY, "click"));
    on("keydown", onkey, { capture: true });
  }

  /** Stops listening and takes the mirror away; the host's element was never changed. */
  release() {
    this.#stop.abort();
    this.#mirror.remove();
  }

  #insert({ start, end, text, before }) {
    const { element } = this;
    const command = text === "" ? "delete" : "insertText";
    const done = document.execCommand(command, false, text);
    if (done || element.value !== before) return;
    element.setRangeText(text, start, end, "end");
    const inputType = "insertReplacementText";
    element.dispatchEvent(new InputEvent("input", { bubbles: true, inputType, data: text }));
  }

  #takeBack(before) {
    if (this.element.value !== before) document.execCommand("undo");
    return false;
  }
}
