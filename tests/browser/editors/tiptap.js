/** TipTap with its starter kit and mentions. */
import { Editor } from "@tiptap/core";
import Mention from "@tiptap/extension-mention";
import StarterKit from "@tiptap/starter-kit";

const paragraph = (...content) => ({ type: "paragraph", content });
const text = (words) => ({ type: "text", text: words });

export function mount(place) {
  const editor = new Editor({ element: place, extensions: [StarterKit, Mention], textDirection: "auto" });
  const set = (content) => editor.chain().setMeta("addToHistory", false).setContent({ type: "doc", content }).run();
  return {
    text: () => editor.state.doc.textBetween(0, editor.state.doc.content.size, "\n", ({ type }) => (type.name === "hardBreak" ? "\n" : "\ufffc")),
    set: (words) => set(words.split("\n").map((line) => (line ? paragraph(text(line)) : paragraph()))),
    mention: (name) => set([paragraph(text("سلام "), { type: "mention", attrs: { id: "1", label: name } }, text(" نمیشه و "))]),
    unmount: () => editor.destroy(),
  };
}
