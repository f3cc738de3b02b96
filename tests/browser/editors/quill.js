/** Quill without a theme. */
import Quill from "quill";

const IMAGE = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";

export function mount(place) {
  const box = document.createElement("div");
  place.append(box);
  const quill = new Quill(box, {});
  const insert = ({ insert: put }) => (typeof put === "string" ? put : "\ufffc");
  const reset = (content) => {
    quill.setContents(content);
    quill.history.clear();
  };
  return {
    text: () => quill.getContents().ops.map(insert).join("").replace(/\n$/, ""),
    set: (text) => reset([{ insert: `${text}\n` }]),
    mention: () => reset([{ insert: "سلام " }, { insert: { image: IMAGE } }, { insert: " نمیشه و \n" }]),
    unmount: () => box.remove(),
  };
}
