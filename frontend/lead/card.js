/** The card of a rule: what it says and why, what proves it, and where each of its values comes from. */

import { make } from "../make.js";
import { api, desk, on, tell } from "./desk.js";
import { say, word } from "./texts.js";

const FEW = 5;
const PHRASES = /^(flags|allows|needs|when|unless|fits-\d+)\b/;
const view = () => document.getElementById("view-card");
let card = null;

async function show(rule) {
  if (rule !== undefined) desk.rule = rule;
  tell("rule");
  if (desk.rule === null) {
    card = null;
    draw();
    return;
  }
  const asked = desk.rule;
  try {
    const answer = await api.get(`/rules/${encodeURIComponent(asked)}`);
    if (asked !== desk.rule) return;
    card = answer;
  } catch (error) {
    if (error.code !== "no_such_rule") throw error;
    card = null;
    desk.rule = null;
  }
  draw();
}

function draw() {
  if (card === null) {
    view().replaceChildren(make("p", { class: "empty" }, say("pick")));
    return;
  }
  view().replaceChildren(head(), actions(), texts(), examples("flags"), examples("allows"), replacements(), values());
  view().scrollTop = 0;
}

function head() {
  const facts = [word("sections", card.section), word("categories", card.category), `${say("source")}: ${card.source}`];
  return make(
    "header",
    { class: "card-head" },
    make("h2", {}, make("bdi", {}, card.id)),
    make("span", { class: `tag severity ${card.severity}` }, word("severities", card.severity)),
    make("span", { class: `tag ${card.state}` }, word("states", card.state)),
    card.own ? make("span", { class: "tag ours" }, say("own")) : null,
    card.changed ? make("span", { class: "tag ours" }, say("changed")) : null,
    make("p", { class: "soft facts" }, facts.join(" · ")),
  );
}

/** What a click changes is written into the team's file in the editor: nothing is live before it is published. */
function actions() {
  if (card.own) {
    const open = () => tell("open-file", { file: card.file });
    return make("div", { class: "actions" }, make("button", { type: "button", click: open }, say("editOwn")));
  }
  const set = (key, value) => tell("set-of-rule", { rule: card.id, key, value });
  const choice = (label, group, names, now, key) => {
    const buttons = names.map((name) =>
      make("button", { type: "button", "aria-pressed": String(name === now), click: () => name !== now && set(key, name) }, word(group, name)),
    );
    return make("div", { class: "choice", role: "group", "aria-label": label }, make("span", { class: "soft" }, label), ...buttons);
  };
  const list = card.section === "missing" ? "needs" : "flags";
  return make(
    "div",
    { class: "actions" },
    choice(say("changeState"), "states", ["live", "shadow", "off"], card.state, "state"),
    choice(say("changeSeverity"), "severities", ["error", "warning", "hint"], card.severity, "severity"),
    card.section === "flow" ? null : make("button", { type: "button", click: () => set(list, ["  add:", "    - "]) }, say("addWords")),
    make("button", { type: "button", click: () => set("advice", ['  fa: ""', '  en: ""']) }, say("ownAdvice")),
  );
}

function texts() {
  return make(
    "dl",
    { class: "card-texts" },
    make("dt", {}, say("advice")),
    make("dd", { dir: "auto" }, card.advice),
    make("dt", {}, say("why")),
    make("dd", { dir: "auto" }, card.why),
  );
}

function examples(kind) {
  const title = say(kind === "flags" ? "exampleFlags" : "exampleAllows");
  const items = card[kind].map(({ draft, said }) =>
    make(
      "li",
      {},
      make("div", {}, ...said.map((line) => make("p", { class: "soft said", dir: "auto" }, line.replace(/^(\w+): /, (_, who) => `${say(who)}: `))), make("p", { dir: "auto" }, draft)),
      // A nudge speaks at a time: there is no draft to try.
      card.section === "flow" ? null : make("button", { type: "button", class: "small", "aria-label": say("tryExample", { draft }), click: () => tell("try", { draft, said }) }, say("tryIt")),
    ),
  );
  return make("section", { class: `examples ${kind}` }, make("h3", {}, title), ...shortened(make("ul", {}, ...items), items, "moreExamples"));
}

/** A long list shows its beginning and a button for the rest. */
function shortened(list, items, more) {
  if (items.length <= FEW + 2) return [list];
  const rest = items.slice(FEW);
  for (const one of rest) one.hidden = true;
  const button = make("button", {
    type: "button",
    class: "more",
    click: () => {
      for (const one of rest) one.hidden = false;
      rest[0].querySelector("button")?.focus();
      button.remove();
    },
  }, say(more, { count: items.length }));
  return [list, button];
}

function replacements() {
  if (card.replacements.length === 0) return null;
  const items = card.replacements.map(({ formal, spoken }) => {
    const rows = [[say("formal"), formal], ...(spoken === formal ? [] : [[say("spoken"), spoken]])];
    return make("li", {}, ...rows.map(([name, text]) => make("p", {}, make("span", { class: "soft" }, `${name}: `), make("bdi", {}, text))));
  });
  return make("section", { class: "offers" }, make("h3", {}, say("replacements")), make("ul", {}, ...items));
}

function values() {
  const rows = card.values.map(({ key, value, place, sign }) => {
    const ours = place.startsWith("teams/");
    const told = sign === "+" ? say("added") : sign === "-" ? say("removed") : null;
    return make(
      "tr",
      { class: `${ours ? "ours" : ""} ${sign === "-" ? "removed" : ""} ${PHRASES.test(key) ? "phrase" : ""}` },
      make("td", {}, make("bdi", {}, key)),
      make("td", { dir: "auto" }, value, told ? make("span", { class: "tag ours" }, told) : null),
      make("td", {}, make("bdi", {}, place)),
    );
  });
  const heads = ["key", "value", "place"].map((name) => make("th", { scope: "col" }, say(name)));
  const ours = rows.filter((row) => row.classList.contains("ours"));
  const body = make("tbody", {}, ...ours, ...rows.filter((row) => !ours.includes(row)));
  const parts = shortened(make("table", {}, make("thead", {}, make("tr", {}, ...heads)), body), [...body.children], "moreValues");
  return make("section", { class: "values" }, make("h3", {}, say("values")), ...parts);
}

export function startCard() {
  on("show-rule", (rule) => show(rule));
  on("language", () => show());
  on("rules", () => show());
}
