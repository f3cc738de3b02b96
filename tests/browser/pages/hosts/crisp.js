/** Stands in for Crisp's inbox: Lexical in `.c-conversation-box__editor`, messages without an id. */
import { mount } from "/editors/lexical.js";
import { el, sidebar } from "./markup.js";

export async function build(root, talks) {
  const name = el("span.c-conversation-profile__nickname");
  const list = el("div.c-conversation-box-content");
  const place = el("div.field");
  const mode = (on) => () => window.standin.note(on);
  const tabs = el("div.modes", {}, el("button", { type: "button", click: mode(false) }, "پاسخ"), el("button", { type: "button", click: mode(true) }, "یادداشت"));
  const editorBox = el("div.c-conversation-box__editor", {}, tabs, place);
  root.append(sidebar(talks, "صندوق"), el("main.c-conversation-box", {}, list, editorBox), el("aside.c-conversation-profile__information", {}, name));
  const bubble = ({ author, text, hidden }) => {
    const kind = hidden ? "note" : author === "customer" ? "user" : "operator";
    const words = el("span.c-conversation-box-content-message-bubble__content", {}, text);
    return el(`div.c-conversation-box-content-message.c-conversation-box-content-message--${kind}`, {}, el("div.c-conversation-box-content-message-bubble", {}, words));
  };
  let editor = null;
  return {
    address: (id) => `/website/w-1/inbox/session_${id}/`,
    async show(talk) {
      editor?.unmount();
      place.replaceChildren();
      editorBox.classList.remove("c-conversation-box__editor--note");
      list.replaceChildren(...talk.messages.map(bubble));
      name.textContent = talk.name;
      editor = await mount(place);
      place.querySelector("[contenteditable]").classList.add("c-editor-composer__field", "c-conversation-box-field__field-composer-field");
    },
    add: (message) => list.append(bubble(message)),
    note: (on) => editorBox.classList.toggle("c-conversation-box__editor--note", on),
    text: () => editor.text(),
  };
}
