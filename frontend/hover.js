/** Opens and closes the card as the pointer comes and goes: a moment later, so that nothing flickers. */

const OPENS = 220;
const CLOSES = 320;

export class Hover {
  #view;
  #overlay;
  #timer = null;

  /** The view: `armed`, `open` (the finding on the card), `show(finding)`, `close()`. */
  constructor(view, overlay) {
    this.#view = view;
    this.#overlay = overlay;
  }

  /** The pointer is at a point of the screen: `kind` is `move`, `click` or `leave`. */
  point(x, y, kind) {
    const view = this.#view;
    if (view.armed) return;
    const finding = kind === "leave" ? null : this.#overlay.at(x, y);
    if (kind === "click") {
      if (finding) view.show(finding);
      else view.close();
    } else if (finding && finding.id !== view.open?.id) this.#later(OPENS, () => view.show(finding));
    else if (finding) this.stay();
    else this.leave();
  }

  /** The pointer has left the mark or the card. */
  leave() {
    this.stay();
    if (!this.#view.armed && this.#view.open?.span) this.#later(CLOSES, () => this.#view.close());
  }

  /** Nothing that was to come comes. */
  stay() {
    clearTimeout(this.#timer);
  }

  #later(delay, act) {
    this.stay();
    this.#timer = setTimeout(act, delay);
  }
}
