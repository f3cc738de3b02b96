/** Stands in for Rocket.Chat: one textarea for every room, messages with `data-own`. */
import { el, sidebar } from "./markup.js";

export async function build(root, talks) {
  const name = el("h1");
  const list = el("ul", { "aria-label": "Message list" });
  const field = el("textarea.rcx-box", { name: "msg", rows: "2", dir: "auto", "aria-label": "پیام" });
  const send = el("button", { type: "button" }, el("i.rcx-icon.rcx-icon--name-send"), "فرستادن");
  const composer = el("div.rcx-composer", {}, field, el("div.rcx-toolbar", {}, send));
  const footer = el("footer.rc-message-box", {}, composer);
  root.append(sidebar(talks, "Omnichannel"), el("main", {}, el("header.rcx-room-header", {}, name), list, footer));
  const bubble = ({ id, author, text, hidden }) => {
    const own = { "data-qa-type": hidden ? "system-message" : "message", "data-own": String(author === "agent"), "data-mid": id, id };
    return el("div.rcx-message", own, el("div.rcx-message-body", {}, el("div", {}, text)));
  };
  return {
    address: (id) => `/live/${id}/room-info`,
    async show(talk) {
      field.value = "";
      list.replaceChildren(...talk.messages.map(bubble));
      name.textContent = talk.name;
    },
    add: (message) => list.append(bubble(message)),
    // It has no private notes; where the tool says that one may not write, the composer goes.
    note: (on) => composer.replaceChildren(...(on ? ["بایگانی شد"] : [field, el("div.rcx-toolbar", {}, send)])),
    text: () => field.value,
  };
}
