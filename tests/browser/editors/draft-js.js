/** Draft.js in React 18: the last one that it works with. */
import { ContentState, Editor, EditorState } from "draft-js";
import { createElement as h, useState } from "react";
import { createRoot } from "react-dom/client";

function Desk({ desk }) {
  const [state, setState] = useState(() => EditorState.createEmpty());
  desk.state = state;
  desk.setState = setState;
  return h(Editor, { editorState: state, onChange: setState, spellCheck: true });
}

export async function mount(place) {
  const box = document.createElement("div");
  place.append(box);
  const root = createRoot(box);
  const desk = {};
  root.render(h(Desk, { desk }));
  while (!desk.setState) await new Promise((resolve) => setTimeout(resolve, 5));
  return {
    text: () => desk.state.getCurrentContent().getPlainText("\n"),
    set: (text) => {
      const state = EditorState.createWithContent(ContentState.createFromText(text, "\n"));
      const focused = place.contains(document.activeElement);
      desk.setState(focused ? EditorState.moveFocusToEnd(state) : EditorState.moveSelectionToEnd(state));
    },
    unmount: () => {
      root.unmount();
      box.remove();
    },
  };
}
