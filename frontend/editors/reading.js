/**
 * Reads an editable element as the customer will get it: paragraphs and breaks as new lines, mentions
 * and images as one placeholder, fillers left out. Every place is known both ways. Nothing is changed.
 */

const PLACEHOLDER = "\ufffc";
// Some type a zero-width space inside of a word, in place of ZWNJ: there it is theirs.
const FILLERS = /[\u2060\ufeff]|(?<![\p{L}\p{M}])\u200b|\u200b(?![\p{L}\p{M}])/gu;
const WHOLE = "img,video,audio,canvas,svg,object,input,button,select,textarea,iframe,hr,math,[contenteditable=false]";
// What editors draw into the draft for themselves: it is not sent.
const DRAWN =
  "img:not([src]),.ProseMirror-widget,.ql-ui,.cm-placeholder,[data-mce-bogus=all],[data-slate-placeholder],script,style";

const before = (node) => [node.parentNode, [].indexOf.call(node.parentNode.childNodes, node)];
const after = (node) => [node.parentNode, before(node)[1] + 1];
const keepsSpace = ({ whiteSpace }) => /^(pre|break)/.test(whiteSpace);

export class Reading {
  /** The draft. */
  text = "";

  /** Whether the editor shows but a part of the draft. */
  partial = false;

  // Stretches of the text, in order: `{start, length, node, offset}`; without an offset the node is
  // one unit of text; without a node it is the end of a paragraph.
  #runs = [];
  // The places of lines that may be empty, by their index in the text.
  #lines = new Map();
  #begun = false;
  #ended = false;
  #break = null;
  #loose = false;
  #root;

  constructor(root) {
    this.#root = root;
    this.partial = root.querySelector(".cm-gap") !== null;
    this.#walk(root, keepsSpace(getComputedStyle(root)));
    this.#boundary();
  }

  /** The place `[node, offset]` of an index: where a stretch begins, or (`ends`) where one ends. */
  place(index, ends) {
    const prior = this.#runAt(index - 1);
    const next = this.#runAt(index);
    const afterPrior = () => (prior.offset === undefined ? after(prior.node) : [prior.node, prior.offset + index - prior.start]);
    const beforeNext = () => (next.offset === undefined ? before(next.node) : [next.node, next.offset + index - next.start]);
    const joined = prior?.node && this.text[index - 1] !== "\n";
    if (!ends && next?.node) return beforeNext();
    if (joined) return afterPrior();
    return this.#lines.get(index) ?? (next?.node ? beforeNext() : prior?.node ? afterPrior() : [this.#root, 0]);
  }

  /** The index of a place. */
  index(node, offset) {
    const at = node.ownerDocument.createRange();
    at.setStart(node, offset);
    const reached = ([there, where]) => at.comparePoint(there, where) <= 0;
    let index = 0;
    for (const run of this.#runs) {
      if (run.node === node && run.offset !== undefined) {
        index = Math.max(index, run.start + Math.min(run.length, Math.max(0, offset - run.offset)));
      } else if (run.node && reached(run.offset === undefined ? after(run.node) : [run.node, run.offset + run.length])) {
        index = Math.max(index, run.start + run.length);
      }
    }
    for (const [line, place] of this.#lines) if (line > index && reached(place)) index = line;
    return index;
  }

  /** The boxes on the screen of the editor's window that a span covers. */
  boxes({ start, end }) {
    return this.#runs.flatMap((run) => {
      const from = Math.max(start, run.start);
      const to = Math.min(end, run.start + run.length);
      if (from >= to || !run.node) return [];
      if (run.offset === undefined) return run.node.localName === "br" ? [] : [run.node.getBoundingClientRect()];
      const range = run.node.ownerDocument.createRange();
      range.setStart(run.node, run.offset + from - run.start);
      range.setEnd(run.node, run.offset + to - run.start);
      return [...range.getClientRects()];
    });
  }

  #runAt(index) {
    return this.#runs.find(({ start, length }) => index >= start && index < start + length);
  }

  #walk(parent, keeps) {
    for (const node of parent.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) this.#data(node, keeps);
      else if (node.localName === "br") this.#lineBreak({ node }, before(node));
      else if (node.nodeType === Node.ELEMENT_NODE && !node.matches(DRAWN)) this.#element(node);
    }
  }

  #element(node) {
    const style = getComputedStyle(node);
    const { display, position } = style;
    if (display === "none" || position === "absolute" || position === "fixed") return;
    const block = !/^(inline|contents|ruby)/.test(display);
    if (block) this.#boundary();
    if (node.matches(WHOLE)) this.#add(PLACEHOLDER, { node }, before(node));
    else this.#walk(node, keepsSpace(style));
    if (block) this.#boundary();
  }

  #data(node, keeps) {
    const { data } = node;
    const fillers = new Set([...data.matchAll(FILLERS)].map(({ index }) => index));
    // A filler alone still makes a line.
    if (data && fillers.size === data.length) return this.#begin([node, data.length]);
    for (let offset = 0; offset < data.length; offset += 1) {
      const unit = data[offset];
      const place = [node, offset];
      if (fillers.has(offset)) continue;
      if (unit === "\n" && keeps) this.#lineBreak({ node, offset }, place);
      else if (keeps || !/[ \t\n\r\f]/.test(unit)) this.#add(unit === "\u00a0" ? " " : unit, { node, offset }, place);
      else if (this.#begun && !this.#loose && !this.#break) {
        this.#add(" ", { node, offset }, place);
        this.#loose = true;
      }
    }
  }

  #begin(place) {
    if (this.#begun) return;
    if (this.#ended) this.#put("\n", {});
    this.#begun = true;
    this.#lines.set(this.text.length, place);
  }

  #add(unit, from, place) {
    this.#begin(place);
    this.#commitBreak();
    this.#put(unit, from);
    this.#loose = false;
  }

  #put(unit, { node, offset }) {
    const last = this.#runs.at(-1);
    const start = this.text.length;
    this.text += unit;
    const goesOn = offset !== undefined && last?.node === node && last.offset + last.length === offset;
    if (goesOn) last.length += 1;
    else this.#runs.push({ start, length: 1, node, offset });
  }

  /** A break counts only when something follows it in its paragraph: the last one holds a line open. */
  #lineBreak(from, place) {
    this.#begin(place);
    this.#commitBreak();
    this.#dropLoose();
    this.#break = from;
  }

  #commitBreak() {
    if (!this.#break) return;
    const { node, offset } = this.#break;
    this.#break = null;
    this.#put("\n", { node, offset });
    this.#lines.set(this.text.length, offset === undefined ? after(node) : [node, offset + 1]);
  }

  #boundary() {
    if (!this.#begun) return;
    this.#dropLoose();
    this.#break = null;
    this.#begun = false;
    this.#ended = true;
  }

  /** A space at the end of a line is not seen where spaces collapse. */
  #dropLoose() {
    if (!this.#loose) return;
    this.#loose = false;
    this.text = this.text.slice(0, -1);
    const last = this.#runs.at(-1);
    last.length -= 1;
    if (last.length === 0) this.#runs.pop();
  }
}
