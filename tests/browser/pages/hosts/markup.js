/** Elements by a short notation: `el("div.a.b", { id: "x" }, child)`. */
export function el(name, attributes = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(key, value);
    else if (value !== null) element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

/** The list of conversations at the side. */
export function sidebar(talks, title) {
  const open = (id) => () => window.standin.open(id);
  const item = ({ id, name, messages }) => {
    const words = el("span.last", {}, messages.at(-1).text);
    return el("button.talk", { type: "button", click: open(id), "data-talk": id }, el("b", {}, name), words);
  };
  return el("nav.talks", {}, el("h2", {}, title), ...talks.map(item));
}
