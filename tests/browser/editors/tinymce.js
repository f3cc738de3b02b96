/** TinyMCE in its frame, without plugins. */
import tinymce from "tinymce/tinymce";
import "tinymce/icons/default";
import "tinymce/models/dom";
import "tinymce/themes/silver";

export async function mount(place) {
  const target = document.createElement("textarea");
  place.append(target);
  // It turns the browser's spell checker off by itself; the host says that the coach may read.
  place.dataset.coach = "on";
  const [editor] = await tinymce.init({
    target,
    license_key: "gpl",
    skin: false,
    content_css: false,
    menubar: false,
    toolbar: false,
    statusbar: false,
    promotion: false,
    height: 160,
    directionality: "rtl",
    content_style: "body { font: 16px/1.9 sans-serif; }",
  });
  // It shows itself when its skin has come; there is none here.
  editor.getContainer().style.visibility = "visible";
  const paragraph = (line) => {
    const block = editor.getDoc().createElement("p");
    block.append(line.replace(/ $/, "\u00a0") || editor.getDoc().createElement("br"));
    return block;
  };
  const textOf = (node) => {
    if (node.localName === "br") return node.dataset.mceBogus || node === node.parentNode.lastChild ? "" : "\n";
    return node.data ?? [...node.childNodes].map(textOf).join("");
  };
  return {
    // Its document is its model.
    text: () => [...editor.getBody().children].map(textOf).join("\n").replaceAll("\u00a0", " ").replaceAll("\ufeff", ""),
    set: (text) => {
      editor.getBody().replaceChildren(...text.split("\n").map(paragraph));
      editor.undoManager.clear();
      editor.undoManager.add();
    },
    mention: (name) => {
      const block = paragraph("سلام ");
      const chip = editor.getDoc().createElement("span");
      chip.contentEditable = "false";
      chip.textContent = `@${name}`;
      block.append(chip, " نمیشه و\u00a0");
      editor.getBody().replaceChildren(block);
    },
    unmount: () => {
      editor.remove();
      target.remove();
    },
  };
}
