/** The list of rules with its search and filters, and the team's files below it. */

import { make } from "../make.js";
import { desk, on, tell } from "./desk.js";
import { say, word } from "./texts.js";

const $ = (id) => document.getElementById(id);
const FILTERS = [
  ["by-section", "section", "sections", "anySection", ["wording", "missing", "shape", "flow"]],
  ["by-state", "state", "states", "anyState", ["live", "shadow", "off"]],
  ["by-severity", "severity", "severities", "anySeverity", ["error", "warning", "hint"]],
];

/** Spelling never matters: diacritics, half-spaces and the Arabic twins of letters are as good as the Persian ones. */
export const plain = (text) =>
  text
    .toLowerCase()
    .normalize("NFKC")
    .replace(/[\u064b-\u065f\u0670\u0640]/g, "")
    .replace(/[يى]/g, "ی")
    .replace(/ك/g, "ک")
    .replace(/[\u200c\s]+/g, " ")
    .trim();

/** The rules that a search and filters leave. */
export function found(rules, search, filters) {
  const words = plain(search).split(" ").filter(Boolean);
  return rules.filter((rule) => {
    const text = plain(`${rule.id} ${rule.advice} ${rule.words}`);
    return words.every((one) => text.includes(one)) && FILTERS.every(([, key]) => !filters[key] || rule[key] === filters[key]);
  });
}

function drawFilters() {
  for (const [id, , group, any, names] of FILTERS) {
    const chosen = $(id).value;
    const options = names.map((name) => make("option", { value: name }, word(group, name)));
    $(id).replaceChildren(make("option", { value: "" }, say(any)), ...options);
    $(id).value = chosen;
  }
}

function drawRules() {
  const filters = Object.fromEntries(FILTERS.map(([id, key]) => [key, $(id).value]));
  const shown = found(desk.rules, $("search").value, filters);
  $("count").textContent = say("count", { shown: shown.length, all: desk.rules.length });
  $("rules").replaceChildren(...shown.map((rule) => make("li", {}, item(rule))));
}

function item(rule) {
  const tags = [
    rule.state === "live" ? null : make("span", { class: `tag ${rule.state}` }, word("states", rule.state)),
    rule.own ? make("span", { class: "tag ours" }, say("own")) : null,
    rule.changed ? make("span", { class: "tag ours" }, say("changed")) : null,
  ];
  const open = desk.rule === rule.id;
  return make(
    "button",
    { type: "button", class: `rule-item ${rule.state}`, "aria-current": open ? "true" : null, click: () => tell("show-rule", rule.id) },
    make("span", { class: `dot ${rule.severity}`, title: word("severities", rule.severity) }),
    make("span", { class: "rule-id" }, make("bdi", {}, rule.id), make("span", { class: "unseen" }, ` ${word("severities", rule.severity)}`)),
    make("span", { class: "tags" }, ...tags),
    make("span", { class: "rule-advice", dir: "auto" }, rule.advice),
  );
}

function drawFiles() {
  const files = [...(desk.home?.files ?? [])];
  const own = `teams/${desk.home?.team}.yaml`;
  if (desk.home && !files.some(({ file }) => file === own)) files.unshift({ file: own, kind: "team", version: null });
  const items = files.map((one) => {
    const open = desk.open?.file === one.file;
    return make(
      "li",
      {},
      make(
        "button",
        { type: "button", class: "file-item", "aria-current": open ? "true" : null, click: () => tell("open-file", { file: one.file }) },
        make("bdi", { class: "file-name" }, one.file.replace(/^teams\//, "")),
        make("span", { class: "soft" }, one.version === null ? say("isNew") : word("kinds", one.kind)),
      ),
    );
  });
  $("files").replaceChildren(...items);
}

/** From the search, the arrows lead into the list and through it. */
function arrows(event) {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  if (event.target.tagName === "SELECT") return;
  const stops = [$("search"), ...$("rules").querySelectorAll("button")];
  const at = stops.indexOf(document.activeElement);
  if (at < 0) return;
  event.preventDefault();
  stops[Math.max(0, Math.min(stops.length - 1, at + (event.key === "ArrowDown" ? 1 : -1)))].focus();
}

export function startList() {
  $("search").addEventListener("input", drawRules);
  for (const [id] of FILTERS) $(id).addEventListener("change", drawRules);
  $("rules").closest(".list").addEventListener("keydown", arrows);
  on("language", () => {
    drawFilters();
    drawRules();
    drawFiles();
  });
  on("rules", drawRules);
  on("rule", () => {
    for (const button of $("rules").querySelectorAll("button")) {
      if (button.querySelector("bdi").textContent === desk.rule) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
  });
  on("home", drawFiles);
  on("file", drawFiles);
}
