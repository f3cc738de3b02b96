/** The scratch pad: a lead plays customer and agent and sees what fires, what almost fired, and what held it back. */

import { make } from "../make.js";
import { api, debounced, desk, on } from "./desk.js";
import { say, word } from "./texts.js";

const PAUSE = 350;
const pad = () => document.getElementById("pad");
const talk = { name: "", messages: [] };
let answer = null;
let nodes = null;
let wake = () => {};

function build() {
  const kept = nodes?.draft.value ?? "";
  nodes = {
    thread: make("ol", { class: "pad-thread", "aria-label": say("thread") }),
    name: make("input", { id: "pad-name", autocomplete: "off", input: () => { talk.name = nodes.name.value; wake(); } }),
    says: make("input", { id: "pad-says", autocomplete: "off", keydown: (event) => event.key === "Enter" && !event.isComposing && add("customer", nodes.says) }),
    draft: make("textarea", { id: "pad-draft", rows: "3", placeholder: say("draftHint"), input: () => wake() }),
    climate: make("p", { class: "soft climate", "aria-live": "polite" }),
    found: make("div", { class: "found" }),
  };
  nodes.name.value = talk.name;
  nodes.draft.value = kept;
  pad().replaceChildren(
    make("header", { class: "pad-head" }, make("h2", {}, say("scratch")), make("button", { type: "button", class: "small", click: clear }, say("clear"))),
    make("p", { class: "soft" }, say("padHow")),
    make("div", { class: "field" }, make("label", { for: "pad-name" }, say("customerName")), nodes.name),
    nodes.thread,
    make("div", { class: "field" }, make("label", { for: "pad-says" }, say("customerSays")), nodes.says, make("button", { type: "button", class: "small", click: () => add("customer", nodes.says) }, say("addLine"))),
    make("div", { class: "field tall" }, make("label", { for: "pad-draft" }, say("draft")), nodes.draft, make("button", { type: "button", class: "small", click: () => add("agent", nodes.draft) }, say("agentSends"))),
    nodes.climate,
    nodes.found,
  );
  drawThread();
  drawFound();
}

function add(author, field) {
  const text = field.value.trim();
  if (text === "") return;
  talk.messages.push({ author, text });
  field.value = "";
  drawThread();
  wake();
}

function clear() {
  talk.messages = [];
  nodes.draft.value = "";
  answer = null;
  drawThread();
  drawFound();
}

function drawThread() {
  nodes.thread.hidden = talk.messages.length === 0;
  nodes.thread.replaceChildren(
    ...talk.messages.map(({ author, text }) => make("li", { class: author }, make("span", { class: "unseen" }, `${say(author)}: `), make("span", { dir: "auto" }, text))),
  );
}

async function trace() {
  const draft = nodes.draft.value;
  if (draft.trim() === "") {
    answer = null;
    drawFound();
    return;
  }
  const asked = { draft, messages: talk.messages, customer: { name: talk.name.trim() || null }, lang: document.documentElement.lang };
  if (desk.edited) asked.edit = desk.edit;
  const found = await api.post("/trace", asked);
  answer = { ...found, tried: "edit" in asked };
  drawFound();
}

function drawFound() {
  nodes.climate.textContent = "";
  if (answer === null) {
    nodes.found.replaceChildren();
    return;
  }
  const shown = answer.edited ?? answer.saved;
  if (shown) {
    const fields = { mood: word("moods", shown.mood), register: word("registers", shown.register), tone: word("zones", shown.zone) };
    nodes.climate.textContent = say("climate", fields);
  }
  const columns = [column(say("nowRules"), answer.saved, answer.edited)];
  if (answer.tried) columns.unshift(column(say("editRules"), answer.edited, answer.saved, true));
  nodes.found.replaceChildren(...columns);
}

const nameOf = (one) => `${one.rule} ${one.start} ${one.held.length > 0}`;

function column(title, told, other, edited = false) {
  if (told === null) return make("section", { class: "traces" }, make("h3", {}, title), make("p", { class: "wrong" }, say("broken")));
  const known = new Set((other?.traced ?? told.traced).map(nameOf));
  const parts = [["fires", told.traced.filter(({ held }) => held.length === 0)], ["held", told.traced.filter(({ held }) => held.length > 0)]];
  const lists = parts.map(([name, traces]) => {
    const items = traces.map((one) => traceItem(one, edited && !known.has(nameOf(one))));
    const body = items.length ? make("ul", {}, ...items) : make("p", { class: "soft" }, say(`${name}None`));
    return make("div", { class: name }, make("h4", {}, say(name)), body);
  });
  return make("section", { class: `traces ${edited ? "edited" : ""}` }, make("h3", {}, title), ...lists);
}

function traceItem(one, isNew) {
  const state = one.state === "live" ? null : make("span", { class: `tag ${one.state}` }, word("states", one.state));
  const words = one.start === null ? make("span", { class: "soft" }, say("reminder")) : make("q", { dir: "auto" }, one.words);
  const phrases = one.phrases.map(([phrase, place]) => make("p", { class: "soft phrase-of" }, `${say("phrase")}: `, make("bdi", {}, phrase), " ", make("bdi", { class: "place" }, place)));
  const offers = one.held.length ? [] : one.offers.slice(0, 2).map((text) => make("p", { class: "offer" }, make("span", { class: "soft" }, `${say("instead")}: `), make("bdi", {}, text.trim())));
  return make(
    "li",
    { class: isNew ? "is-new" : "" },
    make("p", { class: "trace-head" }, make("span", { class: `dot ${one.severity}` }), make("bdi", { class: "rule-id" }, one.rule), state, isNew ? make("span", { class: "tag ours" }, say("onlyHere")) : null, words),
    ...one.held.map((held) => make("p", { class: "held-by" }, reason(held))),
    ...(one.held.length ? [] : [make("p", { dir: "auto" }, one.advice)]),
    ...offers,
    ...phrases,
  );
}

function reason({ by, what }) {
  const stop = by === "done" && !what ? "doneByCode" : by;
  const told = by === "when" || by === "unless" ? word("facets", what) : what;
  return word("stops", stop).replace("{what}", () => told);
}

/** Puts an example into the pad. */
function take({ draft, said }) {
  talk.messages = said.map((line) => {
    const [, author, text] = /^(\w+): ([\s\S]*)$/.exec(line);
    return { author: author === "agent" ? "agent" : "customer", text };
  });
  nodes.draft.value = draft;
  drawThread();
  wake();
  nodes.draft.focus();
}

export function startScratch(guarded) {
  wake = debounced(PAUSE, guarded(trace));
  on("language", () => {
    build();
    wake();
  });
  on("try", take);
  on("edit", () => wake());
  on("file", () => wake());
  on("published", () => wake());
}
