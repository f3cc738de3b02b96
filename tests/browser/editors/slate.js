/** Slate in React, with its history. */
import { createElement as h, useMemo } from "react";
import { createRoot } from "react-dom/client";
import { createEditor, Editor, Node, Transforms } from "slate";
import { HistoryEditor, withHistory } from "slate-history";
import { Editable, Slate, withReact } from "slate-react";

const paragraph = (...children) => ({ type: "paragraph", children });
const words = (text) => ({ text });

function withMentions(editor) {
  const { isInline, isVoid } = editor;
  editor.isInline = (node) => node.type === "mention" || isInline(node);
  editor.isVoid = (node) => node.type === "mention" || isVoid(node);
  return editor;
}

function renderElement({ attributes, children, element }) {
  if (element.type !== "mention") return h("p", attributes, children);
  return h("span", { ...attributes, contentEditable: false }, `@${element.name}`, children);
}

function Desk({ onready }) {
  const editor = useMemo(() => withMentions(withReact(withHistory(createEditor()))), []);
  onready(editor);
  return h(Slate, { editor, initialValue: [paragraph(words(""))] }, h(Editable, { renderElement, className: "field", placeholder: "پاسخ" }));
}

const textOf = (node) => (node.type === "mention" ? "\ufffc" : node.children ? node.children.map(textOf).join("") : Node.string(node));

export async function mount(place) {
  const box = document.createElement("div");
  place.append(box);
  const root = createRoot(box);
  const editor = await new Promise((onready) => root.render(h(Desk, { onready })));
  const reset = (children) => {
    HistoryEditor.withoutSaving(editor, () => {
      Editor.withoutNormalizing(editor, () => {
        Transforms.deselect(editor);
        while (editor.children.length) Transforms.removeNodes(editor, { at: [0] });
        Transforms.insertNodes(editor, children, { at: [0] });
      });
    });
    editor.history = { undos: [], redos: [] };
  };
  return {
    text: () => editor.children.map(textOf).join("\n"),
    set: (text) => reset(text.split("\n").map((line) => paragraph(words(line)))),
    mention: (name) => reset([paragraph(words("سلام "), { type: "mention", name, children: [words("")] }, words(" نمیشه و "))]),
    unmount: () => {
      root.unmount();
      box.remove();
    },
  };
}
