/** A mirror of a text control: an unseen box of ours with the same text in the same styles. */

// Everything that moves a letter. The box itself (width, borders) is set from measures.
const COPIED = [
  "direction", "unicode-bidi", "writing-mode", "text-orientation",
  "font-family", "font-size", "font-style", "font-weight", "font-stretch", "font-size-adjust",
  "font-variant", "font-feature-settings", "font-variation-settings", "font-kerning",
  "font-optical-sizing",
  "letter-spacing", "word-spacing", "line-height", "text-transform", "text-indent", "text-align",
  "text-align-last", "text-rendering", "text-spacing-trim", "text-autospace", "tab-size",
  "white-space", "word-break", "overflow-wrap", "line-break", "hyphens",
  "padding-top", "padding-right", "padding-bottom", "padding-left",
];

const pixels = (value) => Number.parseFloat(value) || 0;

/** Joins boxes that stand side by side on one line; leaves out those without width. */
export function joinBoxes(boxes) {
  const joined = [];
  const wide = boxes.filter(({ width, height }) => width > 0 && height > 0);
  for (const box of wide.sort((one, other) => one.top - other.top || one.left - other.left)) {
    const last = joined.at(-1);
    const together =
      last && Math.abs(last.top - box.top) < 1 && box.left - (last.left + last.width) < 1;
    if (together) {
      last.width = Math.max(last.left + last.width, box.left + box.width) - last.left;
      last.height = Math.max(last.height, box.height);
    } else {
      joined.push({ ...box });
    }
  }
  return joined;
}

export class Mirror {
  #box = document.createElement("div");
  #text = document.createTextNode("");
  #range = document.createRange();
  #drop = 0;

  /** The mirror hangs in `root`, a shadow root of ours, never in the host's page. */
  constructor(root) {
    this.#box.className = "mirror";
    this.#box.setAttribute("aria-hidden", "true");
    this.#box.append(this.#text);
    root.append(this.#box);
  }

  /** Lays out `text` as `control` does, in `box`: its inside without border and scrollbar. */
  reflect(control, text, { width, height }) {
    const styles = getComputedStyle(control);
    for (const name of COPIED) {
      const value = styles.getPropertyValue(name);
      if (this.#box.style.getPropertyValue(name) !== value) this.#box.style.setProperty(name, value);
    }
    this.#box.style.width = `${width}px`;
    if (this.#text.data !== text) this.#text.data = text;
    if (control.localName !== "input") return;
    this.#box.style.whiteSpace = "pre";
    // A one-line field has its line in the middle.
    this.#drop = (height - this.#box.offsetHeight) / 2;
  }

  /** The boxes of a span in the mirror's own pixels, from its top left corner. */
  boxes({ start, end }) {
    const own = this.#box.getBoundingClientRect();
    const scale = own.width / this.#box.offsetWidth || 1;
    this.#range.setStart(this.#text, start);
    this.#range.setEnd(this.#text, end);
    const boxes = Array.from(this.#range.getClientRects(), (rect) => ({
      left: (rect.left - own.left) / scale,
      top: (rect.top - own.top) / scale + this.#drop,
      width: rect.width / scale,
      height: rect.height / scale,
    }));
    return joinBoxes(boxes);
  }

  /** Takes the mirror away. */
  remove() {
    this.#box.remove();
  }
}

/** Where the inside of a control (without border and scrollbar) is on the screen, and its scale. */
export function innerBox(control) {
  const rect = control.getBoundingClientRect();
  const styles = getComputedStyle(control);
  const scale = rect.width / control.offsetWidth || 1;
  const sides = pixels(styles.borderLeftWidth) + pixels(styles.borderRightWidth);
  const scrollbar = Math.max(0, control.offsetWidth - control.clientWidth - Math.round(sides));
  const atLeft = Math.max(0, control.clientLeft - Math.round(pixels(styles.borderLeftWidth)));
  return {
    left: rect.left + (pixels(styles.borderLeftWidth) + atLeft) * scale,
    top: rect.top + pixels(styles.borderTopWidth) * scale,
    width: rect.width / scale - sides - scrollbar,
    height: control.clientHeight,
    scale,
  };
}
