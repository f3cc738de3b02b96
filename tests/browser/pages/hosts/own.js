/** A home-made desk: what the generic script tag is for. */
import { el, sidebar } from "./markup.js";

export async function build(root, talks) {
  const name = el("h1.customer");
  const list = el("ol.log");
  const place = el("div.write");
  const kind = el("select.kind", { "aria-label": "گونه" }, el("option", { value: "reply" }, "پاسخ"), el("option", { value: "note" }, "یادداشت"));
  const section = el("section.desk", {}, name, list, el("div.row", {}, place, el("button.go", { type: "button" }, "فرستادن")), kind);
  root.append(sidebar(talks, "میز"), section);
  kind.addEventListener("change", () => (section.dataset.kind = kind.value));
  const item = ({ id, author, text, hidden }) => el("li", { "data-id": id, "data-by": hidden ? "note" : author }, text);
  let field = null;
  return {
    address: (id) => `/desk/${id}`,
    async show(talk) {
      section.dataset.talk = talk.id;
      section.dataset.kind = kind.value = "reply";
      name.textContent = talk.name;
      list.replaceChildren(...talk.messages.map(item));
      field = el("textarea", { rows: "3", dir: "auto" });
      place.replaceChildren(field);
    },
    add: (message) => list.append(item(message)),
    note: (on) => (section.dataset.kind = on ? "note" : "reply"),
    text: () => field.value,
  };
}
