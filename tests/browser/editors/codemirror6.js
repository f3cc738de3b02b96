/** CodeMirror 6 with history, lines wrapped. */
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";

export function mount(place) {
  const yes = EditorView.contentAttributes.of({ "data-coach": "on" });
  const extensions = [history(), keymap.of([...defaultKeymap, ...historyKeymap]), EditorView.lineWrapping, yes];
  const view = new EditorView({ parent: place, extensions });
  return {
    text: () => view.state.doc.toString(),
    set: (doc) => view.setState(EditorState.create({ doc, extensions })),
    unmount: () => view.destroy(),
  };
}
