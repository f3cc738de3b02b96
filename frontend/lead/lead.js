/** The workbench: a lead looks at the rules of a team, tries them, changes them and puts them live. */

import { make } from "../make.js";
import { keepToken, takeToken } from "./api.js";
import { ask } from "./asking.js";
import { startCard } from "./card.js";
import { api, desk, on, tell } from "./desk.js";
import { startEditor } from "./editor.js";
import { startHistory } from "./history-view.js";
import { startList } from "./rules-list.js";
import { startScratch } from "./scratch.js";
import { setOfRule } from "./team-yaml.js";
import { template } from "./templates.js";
import { lang, say, word } from "./texts.js";

const $ = (id) => document.getElementById(id);
const page = document.documentElement;
const VIEWS = ["card", "edit", "history"];
const NAME = /^[a-z][a-z0-9-]{1,47}$/;
const NOTICE_FOR = 8_000;
let notice = null;

/** Runs work that may be refused; tells what was. */
const guarded = (work) => async (...given) => {
  try {
    return await work(...given);
  } catch (error) {
    if (error !== null && error?.name !== "AbortError") wrong(error);
    return undefined;
  }
};

function wrong(error) {
  if (error.code === "unauthorized") showSignIn(sessionStorage.getItem("hamdel-lead-token") !== null);
  else tell("notice", { text: textOf(error), good: false });
}

function textOf(error) {
  const told = word("errors", error.code);
  return told === error.code ? (error.answer?.error?.advice ?? say("network")) : told;
}

// ---- what the page says of itself ----

function drawTexts() {
  for (const node of document.querySelectorAll("[data-text]")) node.textContent = say(node.dataset.text);
  for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", say(node.dataset.label));
  for (const node of document.querySelectorAll("[data-placeholder]")) node.placeholder = say(node.dataset.placeholder);
  document.title = say("title");
  $("language").lang = lang() === "fa" ? "en" : "fa";
}

function drawBanners() {
  const { home } = desk;
  const told = [];
  if (home?.readonly === "shipped") {
    const command = "coach rules init ./our-rules\nHAMDEL_RULES=./our-rules coach serve";
    told.push(make("div", { class: "banner" }, make("p", {}, say("readonlyShipped")), make("pre", { dir: "ltr" }, command)));
  }
  if (home?.readonly === "folder") told.push(make("p", { class: "banner" }, say("readonlyFolder")));
  if (home && !home.exists) told.push(make("p", { class: "banner" }, say("newTeam")));
  if (home?.problems.length) told.push(make("p", { class: "banner bad" }, say("teamProblems", { count: home.problems.length })));
  $("banners").replaceChildren(...told);
}

function tellNotice({ text, good }) {
  clearTimeout(notice);
  $("notice").className = `notice ${good ? "good" : "bad"}`;
  $("notice").textContent = text;
  notice = setTimeout(() => $("notice").replaceChildren(), NOTICE_FOR);
}

function setTheme(dark) {
  page.dataset.theme = dark ? "dark" : "light";
  $("theme").setAttribute("aria-pressed", String(dark));
}

async function setLanguage(next) {
  page.lang = next;
  page.dir = next === "fa" ? "rtl" : "ltr";
  drawTexts();
  drawBanners();
  if (desk.home === null) return;
  desk.rules = await api.get("/rules");
  tell("language");
}

// ---- views ----

function showView(name, focus = false) {
  for (const one of VIEWS) {
    const chosen = one === name;
    $(`tab-${one}`).setAttribute("aria-selected", String(chosen));
    $(`tab-${one}`).tabIndex = chosen ? 0 : -1;
    $(`view-${one}`).hidden = !chosen;
  }
  if (focus) $(`tab-${name}`).focus();
}

function tabKeys(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step === undefined) return;
  const forward = page.dir === "rtl" ? -step : step;
  const at = VIEWS.findIndex((name) => $(`tab-${name}`) === document.activeElement);
  event.preventDefault();
  showView(VIEWS[(at + forward + VIEWS.length) % VIEWS.length], true);
}

function showSignIn(refused) {
  $("bench").hidden = true;
  $("sign-in").hidden = false;
  $("sign-in-wrong").textContent = refused ? word("errors", "unauthorized") : "";
  $("token").focus();
}

// ---- files ----

/** May what is in the editor be left? */
async function mayLeave(file) {
  if (!desk.edited || desk.open.file === file) return true;
  const answer = await ask({ title: say("tabEdit"), text: say("unsaved", { file: desk.open.file }), go: say("leaveIt"), stop: say("stay") });
  return answer === true;
}

async function openFile({ file, now, line, change }) {
  if (!(await mayLeave(file))) return false;
  if (desk.open?.file !== file || !desk.edited) {
    const answer = await api.get("/file", { file });
    showView("edit");
    tell("opened", { answer, now, line });
  } else showView("edit");
  change?.();
  return true;
}

/** Writes one value of a rule into the text of the team's file, in the editor. */
async function setValue({ rule, key, value }) {
  const file = `teams/${desk.home.team}.yaml`;
  await openFile({
    file,
    change: () => {
      const changed = setOfRule(desk.open.now, rule, key, value);
      if (changed.text === null) tell("notice", { text: say("byHand"), good: false });
      else tell("notice", { text: say("inEditor"), good: true });
      tell("put", { text: changed.text ?? desk.open.now, line: changed.line });
    },
  });
}

/** What can be made: its folder, and what it is called. */
const NEW = {
  rule: { folder: "wording", title: "newRule", label: "nameRule" },
  reminder: { folder: "missing", title: "newReminder", label: "nameRule" },
  list: { folder: "lexicon", title: "newList", label: "nameList" },
};

async function newFile(kind) {
  const { team, files } = desk.home;
  const { folder, title, label } = NEW[kind];
  const fileOf = (name) => `teams/${team}/${folder}/${name}.yaml`;
  const check = (name) => {
    if (!NAME.test(name)) return say("badName");
    const taken = files.some(({ file }) => file === fileOf(name)) || (kind !== "list" && desk.rules.some(({ id }) => id === name));
    return taken ? say("takenName") : null;
  };
  const name = await ask({ title: say(title), label: say(label), go: say("make"), check });
  if (name) await openFile({ file: fileOf(name), now: template(kind, name, lang()) });
}

// ---- loading ----

async function load() {
  desk.home = await api.get("");
  desk.rules = await api.get("/rules");
  $("sign-in").hidden = true;
  $("bench").hidden = false;
  $("pack").textContent = desk.home.pack;
  $("team").value = desk.home.team;
  $("team").readOnly = !desk.home.open;
  $("teams").replaceChildren(...desk.home.teams.map((name) => make("option", { value: name })));
  drawBanners();
}

async function begin() {
  await load();
  tell("language");
  tell("home");
}

/** After a publication, or its undoing (`text` is undefined): everything as it is now. */
async function refresh({ file, text }) {
  await load();
  tell("home");
  tell("rules");
  const answer = await api.get("/file", { file });
  if (desk.open?.file !== file) return; // Another one was opened meanwhile.
  const typedOn = text === undefined ? desk.edited : desk.edit.text !== text;
  if (!typedOn) {
    if (answer.text === null) tell("closed");
    else tell("opened", { answer });
  } else if (text !== undefined) {
    Object.assign(desk.open, { text: answer.text, version: answer.version });
    tell("put", { text: desk.open.now });
  }
}

async function changeTeam(event) {
  event.preventDefault();
  if (!desk.home.open || !(await mayLeave(null))) return;
  api.team = $("team").value.trim() || null;
  tell("closed");
  await begin();
}

takeToken();
startList();
startCard();
startEditor(guarded);
startHistory(guarded);
startScratch(guarded);
on("show-rule", () => showView("card"));
on("open-file", guarded(openFile));
on("set-of-rule", guarded(setValue));
on("published", guarded(refresh));
on("notice", tellNotice);
on("wrong", wrong);
for (const name of VIEWS) $(`tab-${name}`).addEventListener("click", () => showView(name));
$("tabs").addEventListener("keydown", tabKeys);
for (const kind of Object.keys(NEW)) $(`new-${kind}`).addEventListener("click", guarded(() => newFile(kind)));
$("team-form").addEventListener("submit", guarded(changeTeam));
$("team").addEventListener("change", guarded(changeTeam));
$("theme").addEventListener("click", () => setTheme(page.dataset.theme !== "dark"));
$("language").addEventListener("click", guarded(() => setLanguage(lang() === "fa" ? "en" : "fa")));
$("sign-in-form").addEventListener("submit", (event) => {
  event.preventDefault();
  keepToken($("token").value);
  guarded(begin)();
});
addEventListener("beforeunload", (event) => desk.edited && event.preventDefault());

setTheme(matchMedia("(prefers-color-scheme: dark)").matches);
drawTexts();
showView("card");
await guarded(begin)();
