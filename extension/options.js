/** The options: where the coach is, where it is on. What a policy has set is shown and cannot be changed. */

import { tryLine } from "./line-check.js";
import { siteCard } from "./site-card.js";
import { effective, HOSTS, isSameServer, lockedBy, matchOf, serverOf, settingsOf, tokenFor } from "./settings.js";
import { textsOf } from "./options-texts.js";
import { make } from "./widget/make.js";

const OWN = "settings";
const root = document.getElementById("options");

// The draft's token is one that was typed here; the stored one goes to the stored server alone.
let draft = settingsOf({});
let stored = settingsOf({});
let managed = {};
let texts = textsOf("fa");
let told = null;
let open = null;

const locked = (key) => lockedBy(managed).includes(key);

/** What is stored now, perhaps by another window of the options. */
async function storedNow() {
  managed = await chrome.storage.managed.get().catch(() => ({}));
  const { [OWN]: own } = await chrome.storage.local.get(OWN);
  return effective(own, managed);
}

async function load() {
  stored = await storedNow();
  draft = { ...stored, token: "" };
  texts = textsOf(draft.lang);
  await draw();
}

/** Says something of what was just done. */
function say(text, kind = "good") {
  told.className = `told ${kind}`;
  told.textContent = text;
}

function field(key, { type = "text", hint, value = draft[key], placeholder = "" }) {
  const note = hint && make("small", { id: `${key}-hint` }, hint);
  const attributes = { id: key, type, value, placeholder, dir: "ltr", autocomplete: "off", spellcheck: "false", disabled: locked(key) };
  const input = make("input", { ...attributes, "aria-describedby": hint && `${key}-hint`, input: () => (draft[key] = input.value) });
  return make("div", { class: "field" }, make("label", { for: key }, texts[key]), input, note);
}

function head() {
  const lang = draft.lang === "en" ? "fa" : "en";
  const swap = () => {
    draft.lang = lang;
    texts = textsOf(lang);
    draw();
  };
  const title = make("div", {}, make("h1", {}, texts.name), make("p", { class: "soft" }, texts.tagline));
  const other = make("button", { id: "other", type: "button", lang, click: swap }, texts.other);
  return make("header", { class: "top" }, make("img", { src: "icons/128.png", alt: "" }), title, other);
}

function language() {
  const options = [["fa", "فارسی"], ["en", "English"]].map(([value, name]) => make("option", { value, selected: draft.lang === value }, name));
  const select = make("select", { id: "lang", disabled: locked("lang"), change: () => (draft.lang = select.value) }, ...options);
  return make("div", { class: "field" }, make("label", { for: "lang" }, texts.lang), select);
}

function coach() {
  const token = { type: "password", hint: texts.tokenHint, value: "", placeholder: tokenFor(stored, draft) ? texts.tokenKept : "" };
  const origin = make("p", { class: "soft" }, texts.origin, " ", make("code", { dir: "ltr" }, location.origin));
  return make(
    "section",
    { class: "panel", "aria-labelledby": "coach-title" },
    make("h2", { id: "coach-title" }, texts.coach),
    field("server", { hint: texts.serverHint, placeholder: "wss://coach.example/v1/ws" }),
    origin,
    make("div", { class: "two" }, field("tokenUrl", { hint: texts.tokenUrlHint }), tokenField(token)),
    make("div", { class: "two" }, language(), field("team", { hint: texts.teamHint })),
  );
}

/** The token is never shown again: what is typed takes its place, nothing typed keeps it. */
function tokenField(asked) {
  const typed = draft.token;
  const element = field("token", asked);
  const input = element.querySelector("input");
  input.addEventListener("input", () => (draft.token = input.value || typed));
  return element;
}

function adding() {
  const input = make("input", { id: "address", type: "text", dir: "ltr", placeholder: texts.addressExample, autocomplete: "off", spellcheck: "false" });
  const add = (event) => {
    event.preventDefault();
    const match = matchOf(input.value);
    if (!match) return say(texts.wrong.match, "wrong");
    if (draft.sites.some((site) => site.match === match)) return say(texts.wrong.twice, "wrong");
    draft.sites.push({ match, host: HOSTS.find((host) => match.includes(host)) ?? "", on: true });
    open = match;
    draw(".site:last-of-type select");
  };
  const grow = make("div", { class: "field grow" }, make("label", { for: "address" }, texts.address), input);
  return make("form", { class: "row", submit: add }, grow, make("button", { type: "submit" }, texts.add));
}

async function sites() {
  const off = locked("sites");
  const ask = async ({ match }) => {
    await chrome.permissions.request({ origins: [match] }).catch(() => false);
    draw();
  };
  const remove = (site) => {
    draft.sites = draft.sites.filter((other) => other !== site);
    draw("#address");
  };
  const cards = draft.sites.map(async (site) => {
    const isAllowed = await chrome.permissions.contains({ origins: [site.match] });
    return siteCard(site, { texts, off, isAllowed, isOpen: site.match === open, ask, remove });
  });
  const list = cards.length ? await Promise.all(cards) : [make("p", { class: "soft" }, texts.none)];
  const title = make("div", {}, make("h2", { id: "sites-title" }, texts.sites), make("p", { class: "soft" }, texts.sitesHint));
  return make("section", { class: "panel", "aria-labelledby": "sites-title" }, title, ...list, off ? null : adding());
}

function file() {
  const pick = make("input", { type: "file", accept: "application/json", hidden: true, change: () => take(pick.files[0]) });
  const buttons = [make("button", { type: "button", click: give }, texts.give), make("button", { type: "button", click: () => pick.click() }, texts.take), pick];
  const title = make("div", {}, make("h2", { id: "file-title" }, texts.file), make("p", { class: "soft" }, texts.fileHint));
  return make("section", { class: "panel", "aria-labelledby": "file-title" }, title, make("div", { class: "row" }, ...buttons));
}

function give() {
  const { token, ...rest } = settingsOf(draft);
  const url = URL.createObjectURL(new Blob([JSON.stringify(rest, null, 2)], { type: "application/json" }));
  make("a", { href: url, download: "hamdel-settings.json" }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

async function take(picked) {
  const given = await picked.text().then(JSON.parse).catch(() => null);
  if (!given || !Array.isArray(given.sites)) return say(texts.wrong.file, "wrong");
  const { server, token } = draft;
  draft = effective(settingsOf(given), managed);
  draft.token = isSameServer(server, draft.server) ? token : "";
  await draw();
  if (isTokenGone()) say(texts.tokenGone, "");
}

/** Whether the stored token is not for the server that stands here now, and no other was typed. */
const isTokenGone = () => Boolean(stored.token) && !tokenFor(stored, draft);

const isSelector = (text) => {
  try {
    document.createDocumentFragment().querySelector(text);
    return true;
  } catch {
    return false;
  }
};

/** What keeps the draft from being saved, in words, or null. */
function wrongWith({ server, tokenUrl, sites: all }) {
  if (server && !serverOf(server)) return texts.wrong.server;
  if (tokenUrl && !settingsOf({ tokenUrl }).tokenUrl) return texts.wrong.tokenUrl;
  for (const site of all) {
    if (!site.host && !site.composer) return texts.wrong.composer(site.match);
    if (site.conversation && !site.conversationAttribute) return texts.wrong.conversation(site.match);
    for (const [key, label] of Object.entries(texts.keys)) {
      const isText = ["conversationAttribute", "conversationAfter", "messageId"].includes(key);
      if (site[key] && !isText && !isSelector(site[key])) return texts.wrong.selector(label);
    }
  }
  return null;
}

/** Tries the line as it is typed here; a token that is fetched is the service worker's affair. */
async function test() {
  const server = serverOf(draft.server);
  if (!server) return say(texts.wrong.server, "wrong");
  say(texts.testing, "");
  stored = await storedNow();
  const known = stored.token || (await chrome.storage.session.get("token")).token;
  const token = tokenFor({ server: stored.server, token: known }, draft);
  const outcome = await tryLine({ server, token, team: draft.team });
  if (outcome === "token" && known && !token) return say(texts.tokenGone, "wrong");
  say(texts.tested[outcome], outcome === "ready" ? "good" : "wrong");
}

async function save() {
  const wrong = wrongWith(draft);
  if (wrong) return say(wrong, "wrong");
  stored = await storedNow();
  const isGone = isTokenGone();
  const saved = settingsOf({ ...draft, token: tokenFor(stored, draft) });
  await chrome.storage.local.set({ [OWN]: saved });
  if (saved.tokenUrl) await chrome.permissions.request({ origins: [`${new URL(saved.tokenUrl).origin}/*`] }).catch(() => false);
  await load();
  say(isGone ? `${texts.saved} ${texts.tokenGone}` : texts.saved);
}

/** Draws all of it anew. The focus goes where `next` says, else it stays where it was. */
async function draw(next) {
  const focused = document.activeElement?.id;
  document.documentElement.lang = draft.lang;
  document.documentElement.dir = texts.dir;
  document.title = texts.name;
  const banner = lockedBy(managed).length ? make("p", { class: "banner" }, texts.locked) : null;
  const where = await sites();
  told = make("p", { class: "told", role: "status" });
  const foot = make("div", { class: "row foot" }, make("button", { id: "save", type: "button", class: "first", click: save }, texts.save), make("button", { id: "test", type: "button", click: test }, texts.test), told);
  root.replaceChildren(...[head(), banner, coach(), where, file(), foot].filter(Boolean));
  const to = next ? root.querySelector(next) : focused && document.getElementById(focused);
  to?.focus();
}

load();
