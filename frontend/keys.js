/** Which keys mean what. A key that means nothing here is left to the composer. Pure. */

const ARMED = {
  ArrowDown: "down",
  ArrowUp: "up",
  ArrowLeft: "left",
  ArrowRight: "right",
  Enter: "press",
  Delete: "dismiss",
  Escape: "close",
};

/**
 * The command of a key press: `open`, or, with the card opened by key (`armed`), `down`, `up`
 * (walk its buttons), `left`, `right` (walk the remarks), `press`, `dismiss`, `close`; with a card
 * opened by the pointer only `close`. Null: not ours.
 */
export function commandOf(event, { open, armed }) {
  if (event.isComposing || event.keyCode === 229) return null;
  const { altKey, ctrlKey, metaKey, shiftKey, key, code } = event;
  const period = key === "." || code === "Period";
  if (period && (ctrlKey || metaKey) && !altKey && !shiftKey) return "open";
  if (key === "Enter" && altKey && !ctrlKey && !metaKey && !shiftKey) return "open";
  if (altKey || ctrlKey || metaKey || shiftKey || !open) return null;
  if (armed) return ARMED[key] ?? null;
  return key === "Escape" ? "close" : null;
}
