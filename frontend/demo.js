/** The demo desk: five scripted conversations around a plain `<textarea>` with the widget beside it. */

import { CONVERSATIONS } from "./demo-script.js";
import { TEXTS } from "./demo-texts.js";
import { make } from "./make.js";

const MINUTE = 60_000;
const TYPING_AFTER = 900;
const ANSWER_AFTER = 2_600;
const KEY_EVERY = 34;

const $ = (id) => document.getElementById(id);
const coach = $("coach");
const reply = $("reply");
const page = document.documentElement;
const talks = new Map(CONVERSATIONS.map((script) => [script.id, begin(script)]));

let open = talks.get(CONVERSATIONS[0].id);
let typist = null;

/** A conversation as it stands when the desk opens. */
function begin(script) {
  const messages = script.messages.map(({ author, text, ago }, index) => ({
    id: `${script.id}-${index}`,
    author,
    text,
    at: new Date(Date.now() - ago * MINUTE).toISOString(),
  }));
  return { ...script, messages, answers: [...script.answers], draft: "", unread: true, context: null };
}

const texts = () => TEXTS[page.lang];
const initial = ({ name }) => name.trim()[0];
const time = (at) =>
  new Date(at).toLocaleTimeString(page.lang === "fa" ? "fa-IR" : "en-GB", { hour: "2-digit", minute: "2-digit" });

function drawTexts() {
  for (const node of document.querySelectorAll("[data-text]")) node.textContent = texts()[node.dataset.text];
  for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", texts()[node.dataset.label]);
  reply.placeholder = texts().placeholder;
  $("language").lang = page.lang === "fa" ? "en" : "fa";
}

function drawList() {
  $("conversations").replaceChildren(...[...talks.values()].map((talk) => make("li", {}, listItem(talk))));
}

function listItem(talk) {
  const last = talk.messages.at(-1);
  return make(
    "button",
    { type: "button", class: "talk-item", "aria-current": talk === open ? "true" : null, click: () => show(talk) },
    portrait(talk, "span"),
    make("span", { class: "who" }, make("bdi", {}, talk.customer.name), make("span", { class: "when" }, time(last.at))),
    make("span", { class: "last", dir: "auto" }, last.text),
    talk.unread ? make("span", { class: "unread" }, make("span", { class: "unseen" }, "•")) : null,
  );
}

function portrait(talk, tag) {
  const face = make(tag, { class: "face", "aria-hidden": "true" }, initial(talk.customer));
  face.style.setProperty("--hue", talk.hue);
  return face;
}

function drawThread() {
  const bubbles = open.messages.map(({ author, text, at }) =>
    make("li", { class: `bubble ${author}` }, make("p", { dir: "auto" }, text), make("time", { datetime: at }, time(at))),
  );
  $("thread").replaceChildren(...bubbles);
  $("thread").scrollTop = $("thread").scrollHeight;
}

function drawCustomer() {
  const { customer, topic, facts, context } = open;
  $("talk-name").textContent = customer.name;
  $("customer-name").textContent = customer.title ? `${customer.title} ${customer.name}` : customer.name;
  $("talk-topic").textContent = topic[page.lang];
  $("portrait").replaceChildren(portrait(open, "span"));
  const { factNames, moods, registers, stages, unknown } = texts();
  const fact = ([name, value]) => [make("dt", {}, factNames[name]), make("dd", {}, make("bdi", {}, value))];
  $("facts").replaceChildren(...facts.flatMap(fact));
  $("mood").textContent = moods[context?.mood] ?? unknown;
  $("mood").dataset.mood = context?.mood ?? "";
  $("register").textContent = registers[context?.register] ?? unknown;
  $("stage").textContent = stages[context?.stage] ?? unknown;
}

function draw() {
  drawTexts();
  drawList();
  drawThread();
  drawCustomer();
}

/** Opens a conversation in the desk and tells the coach of it. */
function show(talk) {
  stopTyping();
  open.draft = reply.value;
  open = talk;
  open.unread = false;
  reply.value = talk.draft;
  $("customer-typing").textContent = "";
  coach.conversation({ conversation: talk.id, customer: talk.customer, messages: talk.messages });
  draw();
  reply.focus();
}

/** Adds a message; the coach hears it if the conversation is the open one. */
function add(talk, author, text) {
  const message = { id: crypto.randomUUID(), author, text, at: new Date().toISOString() };
  talk.messages.push(message);
  if (talk !== open) talk.unread = true;
  else coach.message(message);
  drawList();
  if (talk === open) drawThread();
}

function send() {
  const text = reply.value.trim();
  if (text === "") return;
  stopTyping();
  const talk = open;
  add(talk, "agent", text);
  reply.value = "";
  answer(talk);
}

/** The customer's next scripted answer, after a moment of typing. */
function answer(talk) {
  const text = talk.answers.shift();
  if (!text) return;
  const typing = (active) => {
    if (talk !== open) return;
    coach.customerTyping(active);
    $("customer-typing").textContent = active ? `${talk.customer.name} ${texts().typing}` : "";
  };
  setTimeout(() => typing(true), TYPING_AFTER);
  setTimeout(() => {
    typing(false);
    add(talk, "customer", text);
  }, ANSWER_AFTER);
}

/** Types a sample into the composer, key by key, as an agent would. */
function typeSample(text) {
  stopTyping();
  reply.focus();
  reply.select();
  document.execCommand("delete");
  const letters = [...text];
  typist = setInterval(() => {
    if (letters.length === 0) stopTyping();
    else document.execCommand("insertText", false, letters.shift());
  }, KEY_EVERY);
}

function stopTyping() {
  clearInterval(typist);
  typist = null;
}

function setTheme(dark) {
  page.dataset.theme = dark ? "dark" : "light";
  $("theme").setAttribute("aria-pressed", String(dark));
}

function setLanguage(lang) {
  page.lang = lang;
  page.dir = lang === "fa" ? "rtl" : "ltr";
  coach.setAttribute("lang", lang);
  draw();
}

coach.addEventListener("coach-context", ({ detail }) => {
  open.context = detail;
  drawCustomer();
});
reply.addEventListener("keydown", (event) => {
  if (event.isTrusted && typist) stopTyping();
  if (event.key !== "Enter" || event.shiftKey || event.altKey || event.isComposing) return;
  event.preventDefault();
  send();
});
$("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  send();
  reply.focus();
});
$("cold").addEventListener("click", () => typeSample(open.cold));
$("warm").addEventListener("click", () => typeSample(open.warm));
$("theme").addEventListener("click", () => setTheme(page.dataset.theme !== "dark"));
$("language").addEventListener("click", () => setLanguage(page.lang === "fa" ? "en" : "fa"));

setTheme(matchMedia("(prefers-color-scheme: dark)").matches);
await customElements.whenDefined("draft-coach");
show(open);
