/** Stands in for Zammad: a panel for each ticket, the others hidden; a bare `contenteditable`. */
import { el, sidebar } from "./markup.js";

export async function build(root, talks) {
  const panels = new Map();
  const tickets = el("div.tickets");
  root.append(sidebar(talks, "تیکت‌ها"), tickets);
  const article = ({ id, author, text, hidden }) =>
    el(`div.ticket-article-item.${author}${hidden ? ".is-internal" : ""}`, { "data-id": id }, el("div.textBubble", {}, el("div.richtext-content", {}, text)));
  const active = () => document.querySelector(".content.active");
  function panel(talk) {
    const body = el("div.articleNewEdit-body", { contenteditable: "true", "data-name": "body", dir: "auto" });
    const toggle = () => window.standin.note(!active().querySelector(".is-internal.article-add"));
    const lock = el("div.js-toggleVisibility", {}, el("button", { type: "button", click: toggle }, "داخلی / عمومی"));
    const form = el("form.article-add.is-public", {}, el("div.editControls", {}, lock), el("div.textBubble", {}, body));
    const bar = el("div.attributeBar", {}, el("button.js-submit", { type: "button" }, "به‌روزرسانی"));
    const articles = el("div.ticket-article", {}, ...talk.messages.map(article));
    return el("div.content", {}, el("div.userInfo-name", {}, talk.name), articles, el("div.article-new", {}, form), bar);
  }
  return {
    address: (id) => `#ticket/zoom/${id}`,
    async show(talk) {
      if (!panels.has(talk.id)) panels.set(talk.id, tickets.appendChild(panel(talk)));
      for (const [id, one] of panels) one.classList.toggle("active", id === talk.id);
    },
    add: (message) => active().querySelector(".ticket-article").append(article(message)),
    note: (on) => {
      const { classList } = active().querySelector(".article-add");
      classList.toggle("is-internal", on);
      classList.toggle("is-public", !on);
    },
    text: () => active().querySelector(".articleNewEdit-body").innerText.replace(/\n$/, ""),
  };
}
