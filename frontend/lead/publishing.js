/** Below the editor: test the edit, look at what it changes, publish it; and where two leads met, make one text of two. */

import { make } from "../make.js";
import { api, desk, tell } from "./desk.js";
import { changes } from "./history-view.js";
import { keepName, knownName, signature } from "./signing.js";
import { moment, number, say } from "./texts.js";

let chats = null;

export class Publishing {
  blocked = true;
  #tested = null;
  #note;
  #author;
  #test;
  #publish;
  #results;
  #chats;

  constructor() {
    this.#note = make("input", { id: "note", maxlength: "500", autocomplete: "off" });
    this.#author = make("input", { id: "author", maxlength: "100", autocomplete: "name", change: () => keepName(this.#author.value) });
    this.#author.value = knownName();
    this.#test = make("button", { type: "button", id: "test", class: "first", click: () => this.test() }, say("test"));
    this.#publish = make("button", { type: "button", id: "publish", class: "first", disabled: true, click: () => this.publish() }, say("publish"));
    this.#results = make("div", { class: "results", "aria-live": "polite" });
    this.#chats = make("div", { class: "chats" });
    const readonly = desk.home.readonly !== null;
    const sign = [
      desk.home.author === null ? make("div", { class: "field" }, make("label", { for: "author" }, say("author")), this.#author) : null,
      make("div", { class: "field note-field" }, make("label", { for: "note" }, say("note")), this.#note),
      this.#publish,
      make("p", { class: "soft first-test" }, say("testFirst")),
    ];
    this.element = make(
      "footer",
      { class: "publishing" },
      make("div", { class: "row" }, this.#test, this.#chats),
      this.#results,
      readonly ? null : make("div", { class: "row sign" }, ...sign),
    );
    this.#drawChats();
  }

  /** The text has changed: what was tested is another one. */
  stale() {
    this.#tested = null;
    this.#publish.disabled = true;
    if (this.#results.querySelector(".conflict") === null) this.#results.replaceChildren();
  }

  /** The next step: test what is not tested, publish what is. */
  go() {
    if (this.#tested !== null && !this.#publish.disabled) this.publish();
    else if (!this.#test.disabled) this.test();
  }

  async test() {
    const { edit } = desk;
    await this.#busy(this.#test, "testing", async () => {
      const answer = await api.post("/check", { ...edit, whole: true, lang: document.documentElement.lang });
      tell("tested", answer);
      if (answer.problems.some(({ blocks }) => blocks)) {
        this.#results.replaceChildren();
        return;
      }
      const found = await api.post("/backtest", { ...edit, chats: chats?.text ?? null });
      if (desk.edit.text !== edit.text) return;
      this.#results.replaceChildren(...results(answer, found));
      this.#tested = edit.text;
      this.#publish.disabled = !desk.edited;
      if (!this.#publish.disabled && document.activeElement === document.body) this.#publish.focus();
    });
  }

  async publish() {
    const { edit } = desk;
    await this.#busy(this.#publish, "publishing", async () => {
      keepName(this.#author.value);
      const signed = { ...(await signature()), note: this.#note.value, version: desk.open.version };
      try {
        const answer = await api.post("/publish", { ...edit, ...signed, lang: document.documentElement.lang });
        if (desk.open?.file === edit.file) Object.assign(desk.open, { text: edit.text, version: answer.version });
        tell("notice", { text: say(answer.live ? "published" : "publishedLater"), good: true });
        tell("published", { file: edit.file, text: edit.text });
      } catch (error) {
        if (error?.code === "changed_meanwhile") this.#conflict(error.answer);
        else if (error?.answer?.problems) tell("tested", { problems: error.answer.problems, examples: 0 });
        else throw error;
      }
    });
  }

  async #busy(button, name, work) {
    const told = button.textContent;
    const focused = document.activeElement === button;
    button.textContent = say(name);
    button.disabled = true;
    let done = false;
    try {
      await work();
      done = true;
    } catch (error) {
      if (error !== null) tell("wrong", error);
    } finally {
      button.textContent = told;
      if (button === this.#test || !done) button.disabled = false;
      else button.disabled = this.#tested === null || !desk.edited;
      if (focused) (button.disabled ? this.#test : button).focus();
    }
  }

  #conflict({ theirs }) {
    const { author = "?", at, note = "" } = theirs;
    const by = at ? say("conflictBy", { author, at: moment(at), note }) : "";
    const take = (text) => {
      desk.open.version = theirs.version;
      desk.open.text = theirs.text;
      tell("put", { text });
      this.#results.replaceChildren();
    };
    this.stale();
    this.#results.replaceChildren(
      make(
        "section",
        { class: "conflict", role: "alert" },
        make("h3", {}, say("conflict")),
        by ? make("p", { class: "soft", dir: "auto" }, by) : null,
        make("p", {}, say("conflictHow")),
        make("h4", {}, say("theirs")),
        theirs.text === null ? make("p", {}, say("gone")) : make("pre", { class: "theirs", dir: "ltr", tabindex: "0" }, ...theirs.text.split("\n").map((line) => make("span", { dir: "auto" }, `${line}\n`))),
        make("h4", {}, say("difference")),
        changes(theirs.text, desk.open.now),
        make("div", { class: "row" }, make("button", { type: "button", id: "merged", click: () => take(desk.open.now) }, say("merged")), make("button", { type: "button", click: () => take(theirs.text ?? "") }, say("takeTheirs"))),
      ),
    );
    this.#results.scrollIntoView({ block: "nearest" });
  }

  #drawChats() {
    const input = make("input", { type: "file", id: "chats", class: "unseen", accept: ".jsonl,.ndjson", change: () => this.#take(input.files[0]) });
    const label = make("label", { for: "chats", class: "button" }, say("chats"));
    const away = chats ? make("button", { type: "button", class: "small", click: () => this.#take(null) }, say("chatsAway")) : null;
    const used = make("span", { class: "soft" }, chats ? say("chatsUsed", { name: chats.name }) : say("sample"));
    this.#chats.replaceChildren(...[used, input, label, away].filter(Boolean));
  }

  async #take(file) {
    chats = file ? { name: file.name, text: await file.text() } : null;
    this.#drawChats();
    this.stale();
  }
}

function results(checked, found) {
  const told = [say("examplesRun", { count: checked.examples }), say("backtestOf", found)];
  if (!found.finished) told.push(say("notFinished"));
  const changed = found.rules.filter(({ newly, silent }) => newly + silent > 0);
  const parts = [make("h3", {}, say("backtest")), make("p", {}, told.join(" "))];
  if (changed.length === 0) return [...parts, make("p", { class: "soft" }, say("noChange"))];
  const heads = ["rule", "before", "after", "newly", "silent"].map((name) => make("th", { scope: "col" }, say(name)));
  const rows = changed.flatMap(differenceRows);
  return [...parts, make("table", { class: "differences" }, make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...rows))];
}

function differenceRows({ rule, before, after, newly, silent, newly_drafts, silent_drafts }) {
  const counts = [before, after, newly, silent].map((count) => make("td", {}, number(count)));
  const drafts = [["newly", newly_drafts], ["silent", silent_drafts]].flatMap(([name, texts]) =>
    texts.map((text) => make("li", { class: name }, make("span", { class: "soft" }, `${say(name)}: `), make("q", { dir: "auto" }, text))),
  );
  const more = make("tr", { class: "drafts" }, make("td", { colspan: "5" }, make("ul", {}, ...drafts)));
  return [make("tr", {}, make("th", { scope: "row" }, make("bdi", {}, rule)), ...counts), ...(drafts.length ? [more] : [])];
}
