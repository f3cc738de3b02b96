/** What was published: when, by whom, why, what changed; and the way back. */

import { make } from "../make.js";
import { diff } from "./diff.js";
import { api, on, tell } from "./desk.js";
import { signature } from "./signing.js";
import { moment, number, say } from "./texts.js";

const view = () => document.getElementById("view-history");
const CONTEXT = 2;
let entries = [];
let more = false;

async function load(before) {
  const answer = await api.get("/history", before === undefined ? {} : { before });
  entries = before === undefined ? answer.entries : [...entries, ...answer.entries];
  more = answer.more;
  draw();
}

function draw() {
  if (entries.length === 0) {
    view().replaceChildren(make("p", { class: "empty" }, say("historyNone")));
    return;
  }
  const older = more ? make("button", { type: "button", class: "more", click: () => load(entries.at(-1).id) }, say("older")) : null;
  view().replaceChildren(make("ol", { class: "entries" }, ...entries.map(item)), ...[older].filter(Boolean));
}

function item(entry) {
  const texts = make("div", { class: "entry-texts", hidden: true });
  const told = [entry.created ? say("created") : null, entry.removed ? say("deleted") : null, entry.undoes ? say("undoes", { id: entry.undoes }) : null];
  const show = make("button", { type: "button", "aria-expanded": "false", click: () => toggle(entry, show, texts) }, say("show"));
  const undo = make("button", { type: "button", click: () => tell("undo", entry) }, say("undo"));
  return make(
    "li",
    { class: "entry" },
    make("span", { class: "entry-number" }, number(entry.id)),
    make("div", { class: "entry-head" }, make("bdi", { class: "file-name" }, entry.file), ...told.filter(Boolean).map((text) => make("span", { class: "tag" }, text))),
    make("p", { class: "soft" }, make("bdi", {}, entry.author), ` · ${moment(entry.at)}`),
    entry.note ? make("p", { class: "note", dir: "auto" }, entry.note) : null,
    make("div", { class: "entry-actions" }, show, undo),
    texts,
  );
}

async function toggle(entry, button, place) {
  const open = place.hidden;
  if (open && place.childElementCount === 0) {
    const { before, after } = await api.get(`/history/${entry.id}`);
    place.append(changes(before, after));
  }
  place.hidden = !open;
  button.setAttribute("aria-expanded", String(open));
  button.textContent = say(open ? "hide" : "show");
}

/** The lines that differ, with a few around them. */
export function changes(before, after) {
  const rows = diff(before, after);
  const near = rows.map((_, index) => rows.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some(({ sign }) => sign !== " "));
  const lines = [];
  rows.forEach(({ sign, text }, index) => {
    if (near[index]) lines.push(make("div", { class: `diff ${sign === "+" ? "plus" : sign === "-" ? "minus" : ""}` }, make("span", { class: "sign" }, sign), make("span", { dir: "auto" }, text || "\u200b")));
    else if (near[index - 1]) lines.push(make("div", { class: "diff gap" }, "⋯"));
  });
  return make("div", { class: "diffs", dir: "ltr" }, ...lines);
}

export function startHistory(guarded) {
  on("home", () => guarded(load)());
  on("published", () => guarded(load)());
  on("language", draw);
  on("undo", guarded(async (entry) => {
    await api.post("/undo", { entry: entry.id, lang: document.documentElement.lang, ...(await signature()) });
    tell("notice", { text: say("undone"), good: true });
    tell("published", { file: entry.file });
  }));
}
