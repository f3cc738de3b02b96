/** Lexical with rich text and history. */
import { createEmptyHistoryState, registerHistory } from "@lexical/history";
import { registerRichText } from "@lexical/rich-text";
import { $createParagraphNode, $createTextNode, $getRoot, createEditor } from "lexical";

const fail = (error) => {
  throw error;
};

export function mount(place) {
  const editable = document.createElement("div");
  editable.contentEditable = "true";
  editable.className = "field";
  editable.style.whiteSpace = "pre-wrap";
  place.append(editable);
  const editor = createEditor({ namespace: "desk", onError: fail });
  const past = createEmptyHistoryState();
  registerRichText(editor);
  registerHistory(editor, past, 300);
  editor.setRootElement(editable);
  const paragraph = (line) => $createParagraphNode().append(...(line ? [$createTextNode(line)] : []));
  const set = (text) => {
    editor.update(() => void $getRoot().clear().append(...text.split("\n").map(paragraph)), { discrete: true, tag: "historic" });
    Object.assign(past, { current: { editor, editorState: editor.getEditorState() }, redoStack: [], undoStack: [] });
  };
  set("");
  return {
    text: () => editor.getEditorState().read(() => $getRoot().getChildren().map((node) => node.getTextContent()).join("\n")),
    set,
    unmount: () => {
      editor.setRootElement(null);
      editable.remove();
    },
  };
}
