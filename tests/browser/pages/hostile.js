/* A page that takes hold of all it can reach before anything else runs. */
window.caught = [];
const seen = new Set();
const keep = (...all) => { for (const one of all) seen.add(one); };
for (const [on, names] of [
  [Element.prototype, ["attachShadow", "setAttribute", "append", "after"]],
  [EventTarget.prototype, ["dispatchEvent", "addEventListener"]],
  [WebSocket.prototype, ["send"]], [JSON, ["stringify", "parse"]], [Storage.prototype, ["setItem"]],
]) for (const name of names) {
  const real = on[name];
  on[name] = function (...given) { keep(this, ...given); return real.apply(this, given); };
}
window.WebSocket = class { constructor(...given) { keep(...given); } };
new MutationObserver((records) => { for (const { target, addedNodes } of records) keep(target, ...addedNodes); })
  .observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
for (const name of ["coach-apply", "coach-applied", "coach-review", "coach-state", "message"]) {
  addEventListener(name, (event) => keep(event.detail, event.data, event), true);
}
/** Everything that can be reached from there, as text. */
window.loot = () => {
  const texts = [document.documentElement.outerHTML, document.cookie];
  const reached = new Set();
  const walk = (thing, depth) => {
    if (typeof thing === "string") texts.push(thing);
    if (thing === null || typeof thing !== "object" || depth > 3 || reached.has(thing)) return;
    reached.add(thing);
    if (thing instanceof Element) texts.push(thing.outerHTML, String(thing.shadowRoot?.innerHTML));
    for (const key of Reflect.ownKeys(thing)) { try { walk(thing[key], depth + 1); } catch {} }
  };
  for (const thing of [...seen, ...document.querySelectorAll("*"), localStorage, sessionStorage]) walk(thing, 0);
  for (const key of Object.getOwnPropertyNames(window)) { try { walk(window[key], 2); } catch {} }
  return texts.join("\n");
};
