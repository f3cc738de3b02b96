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

/** Whether a key press is `wanted`: "Ctrl+/", "Alt+p", "F2". On any layout a key counts by its place too. */
export function isKey({ ctrlKey, altKey, shiftKey, metaKey, key, code }, wanted) {
  const held = [ctrlKey && "ctrl", altKey && "alt", shiftKey && "shift", metaKey && "meta"].filter(Boolean);
  const names = [key, code === "Slash" ? "/" : code?.replace("Key", "")];
  return names.some((name) => [...held, name].join("+").toLowerCase() === wanted.toLowerCase());
}

/**
 * The command of a key press, or null: not ours. `armed`: the open card was opened by key; `phrasesKey`:
 * the key that opens the phrases.
 */
export function commandOf(event, { open, armed, phrasesKey = "" }) {
  if (event.isComposing || event.keyCode === 229) return null;
  if (isKey(event, phrasesKey)) return "phrases";
  const { altKey, ctrlKey, metaKey, shiftKey, key, code } = event;
  const period = key === "." || code === "Period";
  if (period && (ctrlKey || metaKey) && !altKey && !shiftKey) return "open";
  if (key === "Enter" && altKey && !ctrlKey && !metaKey && !shiftKey) return "open";
  if (altKey || ctrlKey || metaKey || shiftKey || !open) return null;
  if (armed) return ARMED[key] ?? null;
  return key === "Escape" ? "close" : null;
}
