/** The marks: boxes of our own over the composer, that let every pointer through. */

import { make } from "./make.js";

const within = (x, y, box) =>
  x >= box.left && x <= box.left + box.width && y >= box.top && y <= box.top + box.height;

/** Calls `again()` whenever the words may lie elsewhere on the screen, until `signal` aborts. */
export function watchLayout(elements, again, signal) {
  const options = { signal, passive: true, capture: true };
  for (const name of ["scroll", "resize"]) window.addEventListener(name, again, options);
  for (const name of ["transitionend", "animationend"]) document.addEventListener(name, again, options);
  document.fonts.addEventListener("loadingdone", again, options);
  document.fonts.ready.then(again);
  const sizes = new ResizeObserver(again);
  for (const element of elements) sizes.observe(element);
  signal.addEventListener("abort", () => sizes.disconnect());
}

export class Overlay {
  #sheet = make("div", { class: "sheet" });
  #clip = make("div", { class: "clip" }, this.#sheet);
  #drawn = null;

  /** The layer to hang in the shadow root. */
  element = make("div", { class: "layer", part: "marks", "aria-hidden": "true" }, this.#clip);

  /** Draws the marks of `findings` where `geometry` says; `active` is the id of the open one. */
  draw(findings, geometry, active) {
    this.#place(geometry);
    this.#drawn = { findings, geometry };
    const wanted = findings.flatMap((finding, index) =>
      geometry.boxes[index].map((box) => ({ finding, box })),
    );
    wanted.forEach(({ finding, box }, index) => this.#mark(index, finding, box, active));
    while (this.#sheet.children.length > wanted.length) this.#sheet.lastChild.remove();
  }

  /** Takes all marks away. */
  clear() {
    this.#drawn = null;
    this.#sheet.replaceChildren();
  }

  /** The finding whose mark lies under a point of the screen, or null. */
  at(x, y) {
    if (!this.#drawn) return null;
    const { box, scroll, boxes } = this.#drawn.geometry;
    const across = (x - box.left) / box.scale;
    const down = (y - box.top) / box.scale;
    if (!within(across, down, { ...box, left: 0, top: 0 })) return null;
    const hit = boxes.findIndex((own) =>
      own.some((mark) => within(across + scroll.left, down + scroll.top, mark)),
    );
    return hit < 0 ? null : this.#drawn.findings[hit];
  }

  /** Where the mark of a finding is on the screen (its first visible box), or null. */
  place(finding) {
    const index = this.#drawn?.findings.findIndex(({ id }) => id === finding.id) ?? -1;
    const mark = index < 0 ? undefined : this.#drawn.geometry.boxes[index][0];
    if (!mark) return null;
    const { box, scroll } = this.#drawn.geometry;
    const left = box.left + (mark.left - scroll.left) * box.scale;
    const top = box.top + (mark.top - scroll.top) * box.scale;
    return new DOMRect(left, top, mark.width * box.scale, mark.height * box.scale);
  }

  #place({ box, scroll }) {
    const origin = this.element.getBoundingClientRect();
    const scale = origin.width / this.element.offsetWidth || 1;
    const { style } = this.#clip;
    style.left = `${(box.left - origin.left) / scale}px`;
    style.top = `${(box.top - origin.top) / scale}px`;
    style.transform = `scale(${box.scale / scale})`;
    style.width = `${box.width}px`;
    style.height = `${box.height}px`;
    this.#sheet.style.transform = `translate(${-scroll.left}px, ${-scroll.top}px)`;
  }

  #mark(index, finding, box, active) {
    const mark = this.#sheet.children[index] ?? this.#sheet.appendChild(make("div"));
    mark.className = `mark ${finding.severity}${finding.id === active ? " active" : ""}`;
    mark.part = `mark mark-${finding.severity}`;
    mark.dataset.finding = finding.id;
    for (const side of ["left", "top", "width", "height"]) mark.style[side] = `${box[side]}px`;
  }
}
