/** The editor of one file: its text, what is wrong with it while it is typed, and the way to publish it. */

import { make } from "../make.js";
import { CodeArea } from "./code-area.js";
import { api, debounced, desk, on, tell } from "./desk.js";
import { Publishing } from "./publishing.js";
import { say, word } from "./texts.js";

const PAUSE = 300;
const view = () => document.getElementById("view-edit");
let code = null;
let publishing = null;
let nodes = null;
let problems = [];
let checked = null;
let wake = () => {};

function build() {
  if (desk.open === null) {
    nodes = null;
    view().replaceChildren(make("p", { class: "empty" }, say("noFile")));
    return;
  }
  code = new CodeArea({ changed });
  code.area.setAttribute("aria-label", say("editorLabel", { file: desk.open.file }));
  code.area.setAttribute("aria-describedby", "problems-title");
  nodes = {
    state: make("span", { class: "tag", "aria-live": "polite" }),
    discard: make("button", { type: "button", class: "small", click: discard }, say("discard")),
    remove: make("button", { type: "button", class: "small", click: remove }, say("removeFile")),
    title: make("p", { id: "problems-title", class: "problems-title", role: "status" }),
    list: make("ul", { class: "problems" }),
  };
  publishing = new Publishing();
  const head = make("header", { class: "edit-head" }, make("h2", {}, make("bdi", {}, desk.open.file)), make("span", { class: "soft" }, word("kinds", desk.open.kind)), nodes.state, make("span", { class: "spring" }), nodes.discard, nodes.remove);
  view().replaceChildren(head, code.element, make("div", { class: "told" }, nodes.title, nodes.list), publishing.element);
  code.value = desk.open.now;
  drawState();
  drawProblems();
}

function changed() {
  desk.open.now = code.value;
  desk.open.removed = false;
  drawState();
  publishing.stale();
  nodes.title.textContent = say("checking");
  nodes.title.className = "problems-title";
  wake();
  tell("edit");
}

function drawState() {
  const { text, removed } = desk.open;
  const name = desk.edited ? "isEdited" : text === null ? "isNew" : "isSaved";
  nodes.state.textContent = removed ? say("removing") : say(name);
  nodes.state.className = `tag ${desk.edited ? "ours" : ""}`;
  nodes.discard.hidden = !desk.edited;
  nodes.remove.hidden = text === null || removed === true;
  code.area.readOnly = removed === true;
}

function discard() {
  desk.open.removed = false;
  code.value = desk.open.text ?? "";
  changed();
  code.area.focus();
}

function remove() {
  desk.open.removed = true;
  drawState();
  publishing.stale();
  wake();
  tell("edit");
}

async function check() {
  if (desk.open === null) return;
  const { edit } = desk;
  const answer = await api.post("/check", { ...edit, lang: document.documentElement.lang });
  if (desk.open?.file !== edit.file || (desk.edit.text ?? null) !== edit.text) return;
  ({ problems, examples: checked } = answer);
  drawProblems();
}

/** The problems under the text, and their lines marked in it. */
function drawProblems() {
  if (nodes === null) return;
  const here = problems.filter(({ file, line }) => file === desk.open.file && line > 0);
  code.mark(new Map(here.toReversed().map(({ line, blocks }) => [line, blocks ? "error" : "remark"])));
  const count = problems.length;
  nodes.title.className = `problems-title ${count ? "bad" : "good"}`;
  if (count) nodes.title.textContent = say("problems", { count });
  else nodes.title.textContent = checked ? say("fineExamples", { count: checked }) : checked === null ? say("checking") : say("fine");
  nodes.list.replaceChildren(...problems.map(problemItem));
  publishing.blocked = problems.some(({ blocks }) => blocks);
}

function problemItem({ file, line, excerpt, wrong, remedy, blocks }) {
  const here = file === desk.open.file;
  const place = line ? say("line", { line }) : "";
  const named = here ? place : `${file} ${place}`.trim();
  const button = here && line ? make("button", { type: "button", class: "to-line", click: () => code.go(line) }, named) : make("bdi", { class: "to-line" }, named || file);
  return make(
    "li",
    { class: blocks ? "error" : "remark" },
    button,
    excerpt ? make("code", { dir: "auto" }, excerpt) : null,
    make("p", { class: "what" }, wrong),
    make("p", { class: "remedy" }, remedy),
    blocks ? null : make("p", { class: "soft" }, say("blocksNot")),
  );
}

/** Opens a file; `now`: what it is to say at once, `line` (from 0): where the caret goes. */
function open({ answer, now, line }) {
  desk.open = { ...answer, now: now ?? answer.text ?? "", removed: false };
  problems = [];
  checked = null;
  build();
  tell("file");
  wake();
  if (line !== undefined) code.go(line + 1);
  else code.area.focus();
}

/** Puts a text into the open file, as if it were typed. */
function put({ text, line }) {
  code.value = text;
  changed();
  if (line !== undefined) code.go(line + 1);
}

export function startEditor(guarded) {
  wake = debounced(PAUSE, guarded(check));
  on("opened", open);
  on("put", put);
  on("tested", (answer) => {
    ({ problems, examples: checked } = answer);
    drawProblems();
  });
  on("closed", () => {
    desk.open = null;
    build();
    tell("file");
  });
  on("language", () => {
    build();
    if (desk.open) wake();
  });
  view().addEventListener("keydown", (event) => {
    if (nodes === null || !(event.ctrlKey || event.metaKey) || event.key !== "Enter") return;
    event.preventDefault();
    publishing.go();
  });
}

