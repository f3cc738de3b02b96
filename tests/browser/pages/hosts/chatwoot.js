/** Stands in for Chatwoot's dashboard: ProseMirror in `.reply-box`, bubbles by `data-message-id`. */
import { mount } from "/editors/prosemirror.js";
import { el, sidebar } from "./markup.js";

export async function build(root, talks) {
  const name = el("h3.text-base");
  const list = el("ul.conversation-panel");
  const top = el("div.reply-box__top");
  const mode = (on) => () => window.standin.note(on);
  const box = el("div.reply-box", {},
    el("div.modes", {}, el("button", { type: "button", click: mode(false) }, "پاسخ"), el("button", { type: "button", click: mode(true) }, "یادداشت خصوصی")),
    top,
    el("div.bottom-box.flex.justify-between", {}, el("div.left-wrap"), el("div.right-wrap", {}, el("button.send", { type: "submit", click: () => send() }, "فرستادن"))),
  );
  root.append(sidebar(talks, "گفتگوها"), el("main", {}, list, box), el("div.conversation-sidebar-wrap", {}, name));
  const bubble = ({ id, author, text, hidden }) => {
    const side = author === "customer" ? "left-bubble" : "right-bubble";
    const own = hidden ? "bg-n-solid-amber" : "bg-n-slate-4";
    const words = el("span.prose.prose-bubble", {}, el("p", {}, text));
    return el("div.flex.w-full", { id: `message${id}`, "data-message-id": id }, el(`div.text-sm.${own}.${side}`, { "data-bubble-name": "text" }, words));
  };
  let editor = null;
  function send() {
    list.append(bubble({ id: `n${list.children.length}`, author: "agent", text: editor.text().trim() }));
    editor.set("");
  }
  return {
    address: (id) => `/app/accounts/1/conversations/${id}`,
    async show(talk) {
      editor?.unmount();
      box.classList.remove("is-private");
      list.replaceChildren(...talk.messages.map(bubble));
      name.textContent = talk.name;
      editor = await mount(top);
    },
    add: (message) => list.append(bubble(message)),
    note: (on) => box.classList.toggle("is-private", on),
    text: () => editor.text(),
  };
}
