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

/** The command of a key press, or null: not ours. `armed`: the open card was opened by key. */
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
