/** ProseMirror with its basic schema, history and base keys. */
import { baseKeymap } from "prosemirror-commands";
import { history, redo, undo } from "prosemirror-history";
import { keymap } from "prosemirror-keymap";
import { schema } from "prosemirror-schema-basic";
import { EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";

const IMAGE = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";

function docOf(text) {
  const paragraph = (line) => schema.node("paragraph", null, line ? [schema.text(line)] : []);
  return schema.node("doc", null, text.split("\n").map(paragraph));
}

function lineBreak(state, dispatch) {
  dispatch(state.tr.replaceSelectionWith(schema.nodes.hard_break.create()).scrollIntoView());
  return true;
}

export function mount(place) {
  const keys = { "Mod-z": undo, "Mod-Shift-z": redo, "Mod-y": redo, "Shift-Enter": lineBreak };
  const plugins = [history(), keymap(keys), keymap(baseKeymap)];
  const stateOf = (doc) => EditorState.create({ doc, plugins });
  const view = new EditorView(place, { state: stateOf(docOf("")) });
  return {
    text: () => view.state.doc.textBetween(0, view.state.doc.content.size, "\n", (leaf) => (leaf.type.name === "hard_break" ? "\n" : "\ufffc")),
    set: (text) => view.updateState(stateOf(docOf(text))),
    mention: () => {
      const children = [schema.text("سلام "), schema.nodes.image.create({ src: IMAGE }), schema.text(" نمیشه و ")];
      view.updateState(stateOf(schema.node("doc", null, [schema.node("paragraph", null, children)])));
    },
    unmount: () => view.destroy(),
  };
}
