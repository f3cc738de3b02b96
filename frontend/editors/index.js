/** The editors that the widget can live in. Another one: a file beside this, and its name here. */

import { TextareaEditor } from "./textarea.js";

const EDITORS = [TextareaEditor];

/** The adapter for an element, or undefined if none can serve it. */
export function editorFor(element) {
  return EDITORS.find((editor) => editor.accepts(element));
}
