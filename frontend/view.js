/** All that is seen: marks, strip and card, drawn at most once a frame from a model. */

import { Hover } from "./hover.js";
import { commandOf } from "./keys.js";
import { make } from "./make.js";
import { Overlay, watchLayout } from "./overlay.js";
import { linesOf, Panel } from "./panel.js";
import { styleSheet } from "./style.js";
import { loadTexts, numeral, textsOf } from "./texts.js";

const IDLE_BOX = { left: 0, top: 0, bottom: 0, width: 0, height: 0 };

export class View {
  #model;
  #actions;
  #editor = null;
  #frame = 0;
  #announced = 0;
  #marks = [];
  #stop = null;
  #overlay = new Overlay();
  #panel = new Panel((rule) => this.#openReminder(rule), () => this.openPhrases());
  #live = make("div", { class: "unseen", role: "status", "aria-live": "polite" });
  #mirrors = make("div", { class: "mirrors", "aria-hidden": "true" });
  #frameBox;
  // Loaded with the first remark: without one there is nothing to open.
  #card = null;
  /** The list of phrases, once it was asked for. */
  phrases = null;
  #loading = new Set();
  #lineActions = {
    apply: (id) => this.#actions.apply(id, 0),
    open: (id) => this.#openById(id, false),
  };

  #hover = new Hover(this, this.#overlay);

  /**
   * `model()` gives `{draft, state, tooLong, lang, asides}`; `asides.lines(texts)` are said before the
   * remarks. Actions: `apply(id, index)`, `outcome(finding, outcome)`, `shown(findings)`, `edited()`, and
   * those of the phrases.
   */
  constructor(root, model, actions) {
    this.#model = model;
    this.#actions = actions;
    this.#frameBox = make("div", { class: "frame" }, this.#mirrors, this.#overlay.element, this.#panel.element, this.#live);
    root.adoptedStyleSheets = [styleSheet()];
    root.append(this.#frameBox);
  }

  /** Works with the editor that `Editor` makes of `element`, until `detach`. */
  attach(Editor, element) {
    this.#editor = new Editor(element, this.#mirrors);
    this.#editor.listen({
      onedit: () => this.#actions.edited(),
      oncaret: () => this.invalidate(),
      onscroll: () => this.invalidate(),
      onpoint: (x, y, kind) => this.#hover.point(x, y, kind),
      onkey: (event) => this.#key(event),
    });
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    watchLayout([element, this.#frameBox], () => this.invalidate(), signal);
    document.addEventListener("pointerdown", (event) => this.#pressOutside(event), { signal, capture: true });
    this.invalidate();
    return this.#editor;
  }

  /** Lets the editor go. */
  detach() {
    this.#stop?.abort();
    this.#editor?.release();
    this.#editor = null;
    this.close();
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#overlay.clear();
  }

  /** Draws at the next frame. */
  invalidate() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  /** Closes the card and the phrases. */
  close() {
    this.#hover.stay();
    this.phrases?.close();
    if (this.#card?.close()) this.invalidate();
  }

  /** Opens the list of phrases; its code is loaded the first time. */
  async openPhrases() {
    const { lang } = this.#model();
    const [{ Phrases }] = await Promise.all([import("./phrases.js"), textsOf(lang) ?? loadTexts(lang)]);
    if (!this.phrases) {
      this.phrases = new Phrases(this.#frameBox.getRootNode(), this.#actions);
      this.#live.before(this.phrases.element);
    }
    this.close();
    if (this.#editor) this.phrases.open(this.#editor, textsOf(lang));
  }

  #draw() {
    this.#actions.edited();
    const { draft, state, tooLong, lang, asides, phrasesKey } = this.#model();
    const texts = textsOf(lang);
    if (!texts) return this.#need(lang, () => loadTexts(lang));
    if (draft.findings.length && !this.#card) this.#need("card", () => this.#loadCard());
    this.#frameBox.dir = texts.dir;
    this.#frameBox.lang = lang;
    this.#marks = this.#editor ? draft.marks() : [];
    const words = draft.words(this.#marks);
    this.#drawMarks(draft.text);
    const empty = draft.text.trim() === "";
    this.#panel.show(
      {
        tone: empty ? null : draft.tone,
        checklist: empty ? [] : draft.checklist,
        lines: [...asides.lines(texts), ...linesOf(words, draft.praise, this.#lineActions, texts)],
        state,
        tooLong,
        phrasesKey,
      },
      texts,
    );
    this.#followCard(draft);
    this.#announce(draft, texts, lang);
    this.#actions.shown([...this.#marks, ...words]);
  }

  /** Loads once what is needed from now on, then draws again. */
  async #need(what, load) {
    if (this.#loading.has(what)) return;
    this.#loading.add(what);
    try {
      await load();
      this.invalidate();
    } finally {
      this.#loading.delete(what);
    }
  }

  async #loadCard() {
    const { Card } = await import("./card.js");
    this.#card = new Card(this.#cardActions());
    const { element } = this.#card;
    element.addEventListener("pointerleave", () => this.#hover.leave());
    element.addEventListener("pointerenter", () => this.#hover.stay());
    element.addEventListener("keydown", (event) => this.#keyInCard(event));
    this.#live.before(element);
  }

  #drawMarks(text) {
    // While an input method composes, the composer is ahead of the draft.
    if (!this.#marks.length || this.#editor.read().text !== text) {
      this.#overlay.clear();
      return;
    }
    const geometry = this.#editor.geometry(this.#marks.map(({ span }) => span));
    this.#overlay.draw(this.#marks, geometry, this.open?.id);
  }

  /** The finding on the card, if it is open. */
  get open() {
    return this.#card?.finding;
  }

  /** Whether the card was opened by key. */
  get armed() {
    return Boolean(this.#card?.armed);
  }

  /** Opens the card of a finding, as the pointer does. */
  show({ id }) {
    this.#openById(id, false);
  }

  #followCard(draft) {
    const finding = this.open;
    if (!finding) return;
    const now = draft.walkable(this.#marks).find(({ id }) => id === finding.id);
    if (now) this.#placeCard(now);
    else this.close();
  }

  /** Says once, and only when there was nothing before, how many remarks stand in the text. */
  #announce(draft, texts, lang) {
    if (!draft.still) return;
    const count = this.#marks.length;
    if (count > this.#announced) this.#say(`${texts.findings(numeral(count, lang))}. ${texts.howToOpen}`);
    this.#announced = count;
  }

  #say(text) {
    this.#live.textContent = text;
  }

  #openById(id, armed) {
    const { draft, lang } = this.#model();
    const list = draft.walkable(this.#marks);
    const index = list.findIndex((finding) => finding.id === id);
    if (index < 0 || !this.#card) return;
    const texts = textsOf(lang);
    const finding = list[index];
    const quote = finding.span ? draft.text.slice(finding.span.start, finding.span.end) : "";
    this.#card.open(finding, { armed, index, count: list.length, quote }, texts, lang);
    this.#placeCard(finding);
    if (armed) this.#say(this.#card.spoken(texts));
    this.invalidate();
  }

  #placeCard(finding) {
    const composer = this.#editor?.frame() ?? IDLE_BOX;
    const chip = finding.span ? null : this.#panel.chipOf(finding.rule);
    const mark = this.#overlay.place(finding) ?? chip?.getBoundingClientRect() ?? composer;
    this.#card.place(mark, composer);
  }

  #openReminder(rule) {
    const finding = this.#model().draft.findings.find((one) => one.rule === rule && !one.span);
    if (finding) this.#openById(finding.id, false);
  }

  #cardActions() {
    const andClose = (act) => {
      this.close();
      act();
    };
    return {
      apply: ({ id }, index) => andClose(() => this.#actions.apply(id, index)),
      dismiss: (finding) => andClose(() => this.#actions.outcome(finding, "dismissed")),
      wrong: (finding) => andClose(() => this.#actions.outcome(finding, "wrong")),
      close: () => this.close(),
      resized: () => this.#placeCard(this.#card.finding),
    };
  }

  #walk(by) {
    const list = this.#model().draft.walkable(this.#marks);
    const at = list.findIndex(({ id }) => id === this.open?.id);
    this.#openById(list[(at + by + list.length) % list.length].id, this.armed);
  }

  #key(event) {
    const { phrasesKey } = this.#model();
    const command = commandOf(event, { open: Boolean(this.open), armed: this.armed, phrasesKey });
    if (!command) {
      if (this.armed && !["Control", "Alt", "Shift", "Meta"].includes(event.key)) this.close();
      return;
    }
    if (command === "open" && !this.#openByKey()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.#obey(command);
  }

  #obey(command) {
    const forth = this.#editor.element.matches(":dir(rtl)") ? "left" : "right";
    if (command === "down") this.#say(this.#card.step(1));
    else if (command === "up") this.#say(this.#card.step(-1));
    else if (command === "left" || command === "right") this.#walk(command === forth ? 1 : -1);
    else if (command === "press") this.#card.press();
    else if (command === "dismiss") this.#cardActions().dismiss(this.#card.finding);
    else if (command === "close") this.close();
    else if (command === "phrases") this.openPhrases();
  }

  /** Opens the remark at the caret, else the next one; again: the one after. Tells if there is one. */
  #openByKey() {
    const list = this.#model().draft.walkable(this.#marks);
    if (list.length === 0 || !this.#card) return false;
    if (this.armed) {
      this.#walk(1);
      return true;
    }
    const { start } = this.#editor.read();
    const finding = this.open ?? list.find(({ span }) => span && span.end >= start) ?? list[0];
    this.#openById(finding.id, true);
    return true;
  }

  #keyInCard(event) {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    this.close();
    this.#editor?.element.focus();
  }

  #pressOutside(event) {
    if (!this.open) return;
    const path = event.composedPath();
    const ours = path.includes(this.#frameBox) || path.includes(this.#editor?.element);
    if (!ours) this.close();
  }
}
