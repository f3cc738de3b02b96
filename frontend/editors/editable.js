/**
 * The adapter for `contenteditable` and the editors that stand on it (ProseMirror, Quill, Lexical and
 * others). It reads what is there, watches for changes, and changes nothing itself: text goes in as the
 * keyboard's would (`writing.js`).
 */

import { edited, listenTo, movedPlace } from "./listening.js";
import { joinBoxes } from "./mirror.js";
import { Reading } from "./reading.js";
import { clear, insert, select, selectionOf, undo } from "./writing.js";

const ROUND = 16;
const ROUNDS = 20;
const UNCHANGED_ROUNDS = 6;
const STEPS = 3;

const round = () => new Promise((resolve) => setTimeout(resolve, ROUND));

/** Where the window of an element lies on the outermost one. */
function shiftOf({ ownerDocument }) {
  let [left, top] = [0, 0];
  for (let frame; (frame = ownerDocument.defaultView?.frameElement); ownerDocument = frame.ownerDocument) {
    const rect = frame.getBoundingClientRect();
    left += rect.left + frame.clientLeft;
    top += rect.top + frame.clientTop;
  }
  return { left, top };
}

/** An element and what it stands in, out of shadow roots and frames; not the pages themselves. */
function* around(element) {
  for (let node = element; node; ) {
    if (!["html", "body"].includes(node.localName)) yield node;
    const root = node.getRootNode();
    node = node.assignedSlot ?? node.parentElement ?? root.host ?? root.defaultView?.frameElement;
  }
}

export class Editable {
  #composing = false;
  #applying = false;
  #typed = false;
  #known = null;
  #stop = new AbortController();
  #changes;

  constructor(element) {
    this.element = element;
    this.#changes = new MutationObserver(() => this.#changed());
    this.#changes.observe(element, { childList: true, subtree: true, characterData: true, attributes: true });
  }

  /** The draft and its selection in UTF-16 code units; `busy`: not to be read or changed now. */
  read() {
    const reading = this.#reading();
    const { text } = reading;
    const busy = this.#composing || this.#applying || reading.partial;
    return { text, ...this.#selected(), busy };
  }

  /** The composer on the screen. */
  frame() {
    const { left, top } = shiftOf(this.element);
    const rect = this.element.getBoundingClientRect();
    return new DOMRect(rect.left + left, rect.top + top, rect.width, rect.height);
  }

  /** Where spans lie: `{box, scroll, boxes}`, in pixels of the screen from the corner of `box`. */
  geometry(spans) {
    const box = this.#seen();
    const { left, top } = shiftOf(this.element);
    const onBox = (rect) => ({
      left: rect.left + left - box.left,
      top: rect.top + top - box.top,
      width: rect.width,
      height: rect.height,
    });
    const boxes = spans.map((span) => joinBoxes(this.#reading().boxes(span).map(onBox)));
    return { box, scroll: { left: 0, top: 0 }, boxes };
  }

  /**
   * Makes the edit `{start, end, text}` through the editor if the draft still is `edit.before`; a
   * promise that tells whether the draft is now what was meant. If not, it is taken back.
   */
  async apply(edit) {
    if (this.read().busy) return false;
    this.#applying = true;
    this.#typed = false;
    try {
      // What the host has changed in its model is in its document a moment later.
      await round();
      return this.#reading().text === edit.before && (await this.#write(edit));
    } finally {
      this.#applying = false;
    }
  }

  /** Selects a stretch of the draft. */
  select(start, end) {
    const reading = this.#reading();
    const from = reading.place(start, start === end);
    select(this.element, from, start === end ? from : reading.place(end, true));
  }

  /** Calls `onedit()`, `oncaret()`, `onscroll()`, `onpoint(x, y, kind)`, `onkey(event)`. */
  listen(hooks) {
    const { signal } = this.#stop;
    this.#changed = () => {
      this.#known = null;
      hooks.onedit();
    };
    const composing = (active) => (this.#composing = active);
    listenTo(this.element, hooks, { signal, composing, shift: () => shiftOf(this.element) });
    this.element.addEventListener("beforeinput", ({ isTrusted }) => (this.#typed ||= isTrusted), { signal });
    // Scrolling inside of a frame or of another shadow root is not heard outside of it.
    this.element.getRootNode().addEventListener("scroll", hooks.onscroll, { signal, capture: true, passive: true });
  }

  /** Stops listening; the host's element was never changed. */
  release() {
    this.#stop.abort();
    this.#changes.disconnect();
  }

  #changed = () => (this.#known = null);

  #reading() {
    if (this.#changes.takeRecords().length) this.#known = null;
    return (this.#known ??= new Reading(this.element));
  }

  #selected() {
    const reading = this.#reading();
    const range = selectionOf(this.element);
    if (!range) return { start: reading.text.length, end: reading.text.length };
    const start = reading.index(range.startContainer, range.startOffset);
    return { start, end: range.collapsed ? start : reading.index(range.endContainer, range.endOffset) };
  }

  /** The part of the composer that is not clipped by what it stands in. */
  #seen() {
    let { left, top, right, bottom } = this.frame();
    for (const node of around(this.element)) {
      if (getComputedStyle(node).overflow === "visible") continue;
      const shift = shiftOf(node);
      const rect = node.getBoundingClientRect();
      const [x, y] = [rect.left + node.clientLeft + shift.left, rect.top + node.clientTop + shift.top];
      [left, top] = [Math.max(left, x), Math.max(top, y)];
      [right, bottom] = [Math.min(right, x + node.clientWidth), Math.min(bottom, y + node.clientHeight)];
    }
    const [width, height] = [Math.max(0, right - left), Math.max(0, bottom - top)];
    return { left, top, width, height, scale: 1 };
  }

  async #write(edit) {
    const { start, end } = this.#selected();
    this.element.focus({ preventScroll: true });
    const wanted = edited(edit.before, edit);
    let now = edit.before;
    for (const way of edit.text ? insert : clear) {
      this.select(edit.start, edit.end);
      if (this.#reading().text !== edit.before) return false;
      const taken = this.#asOurs(() => way(this.element, edit.text));
      now = await this.#settled(edit.before, wanted);
      if (taken || now !== edit.before) break;
    }
    const place = (at) => (now === edit.before ? at : movedPlace(at, edit));
    if (this.#typed) return now.startsWith(wanted.slice(0, edit.start + edit.text.length));
    if (now !== wanted && now !== edit.before) return this.#takeBack(edit.before);
    this.select(place(start), place(end));
    return now === wanted;
  }

  /** Does something that is not to count as the agent's own typing. */
  #asOurs(act) {
    const typed = this.#typed;
    const result = act();
    this.#typed = typed;
    return result;
  }

  /** Undoes, as often as the editor made steps of it. */
  async #takeBack(before) {
    for (let step = 0; step < STEPS && !this.#typed && this.#reading().text !== before; step += 1) {
      this.#asOurs(() => undo(this.element));
      await round();
    }
    return false;
  }

  /** The draft once the editor has made up its mind: as wanted (and it stays so), unchanged, or odd. */
  async #settled(before, wanted) {
    let [seen, last] = [0, null];
    for (let count = 0; count < ROUNDS && !this.#typed; count += 1) {
      const { text } = this.#reading();
      seen = text === last ? seen + 1 : 1;
      last = text;
      if (text === wanted && seen > 1) break;
      if (text === before && seen > UNCHANGED_ROUNDS) break;
      await round();
    }
    return this.#reading().text;
  }
}
