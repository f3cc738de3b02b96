/** An element that is editable and nothing more: no library, the browser's own paragraphs. */
export function mount(place) {
  const editable = document.createElement("div");
  editable.contentEditable = "true";
  editable.className = "field";
  place.append(editable);
  const line = (text) => {
    const block = document.createElement("div");
    // As the browser writes it: a plain space at the end of a line is not seen.
    block.append(text.replace(/ $/, "\u00a0") || document.createElement("br"));
    return block;
  };
  const isBreak = (node) => node.localName === "br";
  const textOf = (node) => {
    const children = [...node.childNodes].filter((child) => !(isBreak(child) && child === node.lastChild));
    return node.data ?? children.map((child) => (isBreak(child) ? "\n" : textOf(child))).join("");
  };
  // A block is a line; so is what stands bare between two blocks.
  const linesOf = () => {
    const lines = [];
    let isBare = false;
    for (const node of editable.childNodes) {
      const isBlock = node.localName === "div";
      if (isBlock || !isBare) lines.push("");
      isBare = !isBlock;
      const text = isBreak(node) && node !== editable.lastChild ? "\n" : textOf(node);
      lines.push(lines.pop() + text);
    }
    return lines;
  };
  return {
    text: () => linesOf().join("\n").replaceAll("\u00a0", " "),
    set: (text) => editable.replaceChildren(...(text ? text.split("\n").map(line) : [])),
    mention: (name) => {
      const chip = document.createElement("span");
      chip.contentEditable = "false";
      chip.textContent = `@${name}`;
      editable.replaceChildren("سلام ", chip, "\u200b نمیشه و\u00a0");
    },
    unmount: () => editable.remove(),
  };
}
