/** CKEditor 5, the inline editor with the essentials. */
import { InlineEditor } from "@ckeditor/ckeditor5-editor-inline";
import { Essentials } from "@ckeditor/ckeditor5-essentials";
import { Paragraph } from "@ckeditor/ckeditor5-paragraph";

export async function mount(place) {
  const box = document.createElement("div");
  place.append(box);
  const editor = await InlineEditor.create(box, { licenseKey: "GPL", plugins: [Essentials, Paragraph] });
  const { model } = editor;
  const textOf = (node) => [...node.getChildren()].map((child) => (child.is("$text") ? child.data : "\n")).join("");
  const set = (text) => {
    model.enqueueChange({ isUndoable: false }, (writer) => {
      const root = model.document.getRoot();
      writer.remove(writer.createRangeIn(root));
      for (const line of text.split("\n")) {
        const paragraph = writer.createElement("paragraph");
        if (line) writer.insertText(line, paragraph);
        writer.append(paragraph, root);
      }
    });
    for (const name of ["undo", "redo"]) editor.commands.get(name).clearStack();
  };
  return {
    text: () => [...model.document.getRoot().getChildren()].map(textOf).join("\n"),
    set,
    unmount: async () => {
      await editor.destroy();
      box.remove();
    },
  };
}
