/** How text goes into an editor: as the keyboard's own event, as the browser types, or as a paste. */

// Editors whose model does not follow when the browser itself types into their document.
const MODELS = ".public-DraftEditor-content,[data-slate-editor],[data-lexical-editor],.ck-content,.ql-editor";
// Editors that take a paste for a step of its own.
const PASTING = `${MODELS},.mce-content-body`;

const windowOf = (element) => element.ownerDocument.defaultView;

function selectionIn(element) {
  const root = element.getRootNode();
  return root.getSelection?.() ?? element.ownerDocument.getSelection();
}

/** The selected range if it lies in the element, else null. */
export function selectionOf(element) {
  const selection = selectionIn(element);
  const range = selection?.rangeCount ? selection.getRangeAt(0) : null;
  return range && element.contains(range.startContainer) && element.contains(range.endContainer) ? range : null;
}

/** Selects from one place `[node, offset]` to another; the editor is told at once. */
export function select(element, from, to) {
  selectionIn(element).setBaseAndExtent(...from, ...to);
  element.ownerDocument.dispatchEvent(new Event("selectionchange"));
}

/** Says what the keyboard would do with the selection; true if the editor has taken it. */
function announce(element, inputType, data = null) {
  const { InputEvent, StaticRange } = windowOf(element);
  const range = selectionOf(element);
  const targetRanges = range ? [new StaticRange(range)] : [];
  const init = { inputType, data, targetRanges, bubbles: true, cancelable: true, composed: true };
  return !element.dispatchEvent(new InputEvent("beforeinput", init));
}

function command(element, name, text) {
  return element.ownerDocument.execCommand(name, false, text);
}

function paste(element, text) {
  const { ClipboardEvent, DataTransfer } = windowOf(element);
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  return !element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true, composed: true }));
}

/** Presses a key that editors know by themselves; true if the editor has taken it. */
function press(element, key, keyCode, more = {}) {
  const { KeyboardEvent } = windowOf(element);
  const init = { key, keyCode, which: keyCode, bubbles: true, cancelable: true, composed: true, ...more };
  return !element.dispatchEvent(new KeyboardEvent("keydown", init));
}

/** The ways to put a text in the place of the selection, `way(element, text)`; each if the last did nothing. */
export const insert = [
  (element, text) => announce(element, "insertText", text),
  (element, text) => (element.matches(PASTING) ? paste(element, text) : command(element, "insertText", text)),
];

/** The ways to delete the selection. */
export const clear = [
  (element) => announce(element, "deleteContentBackward"),
  (element) => (element.matches(MODELS) ? press(element, "Backspace", 8) : command(element, "delete")),
];

/** Takes the last change back. */
export function undo(element) {
  const mac = /Mac|iP/.test(navigator.platform);
  const chord = { code: "KeyZ", ctrlKey: !mac, metaKey: mac };
  const taken = press(element, "z", 90, chord) || announce(element, "historyUndo");
  if (!taken) element.ownerDocument.execCommand("undo");
}
