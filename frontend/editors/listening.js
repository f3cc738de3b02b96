/** What every adapter listens for, and what it reckons alike. */

/** The text after an edit `{start, end, text}`. */
export const edited = (draft, { start, end, text }) => draft.slice(0, start) + text + draft.slice(end);

/** Where a place in the text lies after an edit; inside the edit it goes to its end. */
export function movedPlace(place, { start, end, text }) {
  if (place <= start) return place;
  return Math.max(place, end) + text.length - (end - start);
}

/**
 * Calls `onedit()`, `oncaret()`, `onscroll()`, `onpoint(x, y, kind)` and `onkey(event)`; tells
 * `composing(active)` when an input method begins and ends. `shift()` is where the element's window
 * lies on ours.
 */
export function listenTo(element, { onedit, oncaret, onscroll, onpoint, onkey }, { signal, composing, shift }) {
  const on = (name, listener, options = {}) => element.addEventListener(name, listener, { signal, ...options });
  on("compositionstart", () => composing(true));
  on("compositionend", () => {
    composing(false);
    onedit();
  });
  on("input", onedit);
  for (const name of ["keyup", "pointerup", "focus", "blur"]) on(name, oncaret);
  on("scroll", onscroll, { passive: true });
  for (const [name, kind] of [["pointermove", "move"], ["pointerleave", "leave"], ["click", "click"]]) {
    on(name, ({ clientX, clientY }) => {
      const { left, top } = shift();
      onpoint(clientX + left, clientY + top, kind);
    });
  }
  on("keydown", onkey, { capture: true });
}
