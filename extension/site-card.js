/** One site in the options: on or off, whether the browser allows it, which tool, which selectors. */

import { HOSTS } from "./settings.js";
import { make } from "./widget/make.js";

let numbers = 0;

/**
 * The card of a site, which is changed as it is edited. `texts`, `off` (set by a policy), `isAllowed`,
 * `isOpen` (its selectors), `ask(site)`, `remove(site)`.
 */
export function siteCard(site, { texts, off, isAllowed, isOpen, ask, remove }) {
  const id = `site-${(numbers += 1)}`;
  const box = make("input", { type: "checkbox", checked: site.on, disabled: off, change: () => (site.on = box.checked) });
  const badge = make("span", { class: isAllowed ? "badge" : "badge off" }, isAllowed ? texts.allowed : texts.notAllowed);
  const name = site.match.replace(/\/\*$/, "");
  const allow = isAllowed ? null : make("button", { type: "button", class: "first", click: () => ask(site), "aria-label": `${texts.allow}: ${name}` }, texts.allow);
  const gone = off ? null : make("button", { type: "button", click: () => remove(site), "aria-label": `${texts.remove}: ${name}` }, texts.remove);
  const on = make("label", { class: "check" }, box, texts.on);
  const header = make("header", {}, make("h3", { id, dir: "ltr" }, name), badge, allow, on, gone);
  return make("article", { class: "site", "aria-labelledby": id }, header, tool(site, { texts, off, id }), selectors(site, { texts, off, id, isOpen }));
}

function tool(site, { texts, off, id }) {
  const options = ["", ...HOSTS].map((host) => make("option", { value: host, selected: site.host === host }, texts.hosts[host]));
  const select = make("select", { id: `${id}-host`, disabled: off, change: () => (site.host = select.value) }, ...options);
  return make("div", { class: "field" }, make("label", { for: `${id}-host` }, texts.host), select);
}

function selectors(site, { texts, off, id, isOpen }) {
  const fields = Object.entries(texts.keys).map(([key, label]) => {
    const own = { id: `${id}-${key}`, type: "text", dir: "ltr", value: site[key] ?? "", disabled: off, spellcheck: "false", autocomplete: "off" };
    const input = make("input", { ...own, input: () => (site[key] = input.value) });
    return make("div", { class: "field" }, make("label", { for: own.id }, label), input);
  });
  const needed = isOpen && !site.host;
  return make(
    "details",
    { open: needed || Boolean(site.composer) },
    make("summary", {}, texts.selectors),
    make("p", { class: "soft" }, texts.selectorsHint),
    make("div", { class: "two" }, ...fields),
  );
}
