/**
 * The element: attributes in, events out. It joins the line, the open draft and the view; what is seen
 * is loaded after what listens. `define.js` registers it.
 */

import { Asides } from "./asides.js";
import * as host from "./host.js";
import { OpenDraft, PAUSE } from "./open-draft.js";
import { Session } from "./session.js";
import { editFor } from "./spans.js";

const WATCH_EVERY = 250;

export class DraftCoach extends HTMLElement {
  static observedAttributes = ["for", "disabled", "pause", "token", ...host.OF_LINE, ...host.OF_CONVERSATION];

  #root = this.attachShadow({ mode: "open" });
  #view = null;
  #editors = null;
  #editor = null;
  #composer = null;
  #bound = null;
  #tooLong = false;
  #reported = new Set();
  #conversationChanged = host.soon(() => this.isConnected && this.conversation(host.conversationOf(this)));
  #lineChanged = host.soon(() => this.isConnected && (this.#bind(), this.#line.connect()));
  #watch = null;
  #life = null;
  #composers = new MutationObserver(() => this.#bind());
  #draft = new OpenDraft({ onchange: () => this.#draw() });
  #asides = new Asides(() => this.#draw());
  #line = new host.Line(this, {
    onevent: (event) => this.#session.receive(event),
    onstate: (state, code) => this.#became(state, code),
  });
  #session = new Session((event) => this.#line.send(event), {
    onreview: (review, textThen) => this.#reviewed(review, textThen),
    oncontext: ({ mood, register, stage }) => this.#tell("coach-context", { mood, register, stage }),
    onnudge: (nudge) => this.#nudged(nudge),
    onoffers: (offers) => this.#view?.phrases?.offered(offers),
    onerror: (error) => this.#failed(error),
  });

  /** The token: as a property it does not stand in the page's markup. */
  get token() {
    return this.#line.token;
  }

  set token(token) {
    this.#line.token = token;
  }

  /** An async function that gives a fresh token when the old one was refused. */
  set tokenSource(source) {
    this.#line.tokenSource = source;
  }

  /** The composer, or an element that holds it, where an id (`for`) cannot say it; null: as `for` says. */
  get composer() {
    return this.#composer;
  }

  set composer(element) {
    this.#composer = element;
    this.#bind();
  }

  /** `closed`, `connecting`, `ready`, `waiting` (offline, tries again) or `refused`. */
  get state() {
    return this.#line.state;
  }

  /** The findings of the draft as it is now, most important first. */
  get findings() {
    return [...this.#draft.findings];
  }

  connectedCallback() {
    this.#life = new AbortController();
    const touched = (target) => this.#mayBeSending(target);
    host.watchPage({ left: () => this.#line.close(), back: () => this.#line.back(), touched }, this.#life.signal);
    this.#composers.observe(this.getRootNode(), { childList: true, subtree: true });
    this.#draft.pause = Number(this.getAttribute("pause") ?? PAUSE);
    if (!this.#session.conversation) this.conversation(host.conversationOf(this));
    this.#line.connect();
    this.#watch = setInterval(() => this.#look(), WATCH_EVERY);
    this.#load();
  }

  disconnectedCallback() {
    this.#life.abort();
    clearInterval(this.#watch);
    this.#composers.disconnect();
    this.#bind();
    this.#line.close();
  }

  attributeChangedCallback(name, before, now) {
    if (!this.isConnected || !this.#life || before === now) return;
    if (name === "pause") this.#draft.pause = Number(now ?? PAUSE);
    else if (name === "token") this.#line.renewed();
    else if (name === "for") this.#bind();
    else if (host.OF_CONVERSATION.includes(name)) this.#conversationChanged();
    else this.#lineChanged();
    this.#draw();
  }

  /** Opens a conversation: `{conversation, customer: {name, title}, messages, closed}`. */
  conversation(conversation) {
    const switched = conversation.conversation !== this.#session.conversation;
    this.#session.open(conversation);
    if (!switched) return;
    this.#startDraft("");
    this.#edited();
  }

  /** Tells of a message `{author, text, id, at}`; the agent's own ends the draft. */
  message(message) {
    this.#session.add(message);
    if (message.author === "agent") this.#startDraft();
  }

  /** Tells that the customer is typing, or no longer. */
  customerTyping(active) {
    this.#session.typing("customer", active);
  }

  /** Tells that the conversation is over. */
  end() {
    this.#session.end();
    this.#startDraft();
  }

  /** The agent is about to send: what the draft lacks is now said in words. Never holds it up. */
  aboutToSend() {
    this.#edited();
    if (!this.#editor || this.#draft.final || this.#draft.text.trim() === "") return;
    this.#draft.final = true;
    this.#session.draft(this.#draft.text, this.#draft.caret, true);
    this.#draw();
  }

  /** Applies a replacement of a finding to the composer; a promise: is the draft as was meant? */
  async apply(id, index = 0) {
    this.#edited();
    const { conversation } = this.#session;
    const editor = this.#editor;
    const finding = this.#draft.findings.find((one) => one.id === id);
    const replacement = finding?.replacements[index];
    if (!replacement || !editor) return false;
    const edit = editFor(finding, replacement, this.#draft.text);
    const detail = { finding, replacement, start: edit.start, end: edit.end, text: edit.text };
    if (!this.#tell("coach-apply", detail, true)) return false;
    if (!(await editor.apply(edit))) {
      this.#asides.notApplied(replacement.text);
      return false;
    }
    if (conversation !== this.#session.conversation) return true;
    this.#session.feedback(finding, "applied", index);
    this.#draft.drop((one) => one.id === id);
    this.#edited();
    this.#tell("coach-applied", detail);
    return true;
  }

  /** Opens the list of ready phrases at the caret. */
  openPhrases() {
    this.#view?.openPhrases();
  }

  async #load() {
    const [{ View }, editors] = await Promise.all([import("./view.js"), import("./editors/index.js")]);
    this.#editors = editors;
    this.#view ??= new View(this.#root, () => this.#model(), {
      apply: (id, index) => this.apply(id, index),
      outcome: (finding, outcome) => this.#outcome(finding, outcome),
      shown: (findings) => this.#shown(findings),
      edited: () => this.#edited(),
      ask: (query) => this.#session.phrases(query),
      used: ({ id }) => this.#session.feedback({ id, rule: "phrase" }, "applied"),
      failed: (text) => this.#asides.notApplied(text),
    });
    this.#bind();
    this.#draw();
  }

  #draw() {
    this.#view?.invalidate();
  }

  #model() {
    const model = { draft: this.#draft, asides: this.#asides, lang: host.langOf(this), state: this.state };
    return { ...model, tooLong: this.#tooLong, phrasesKey: host.phrasesKeyOf(this) };
  }

  #tell(name, detail, cancelable = false) {
    const event = new CustomEvent(name, { detail, cancelable, bubbles: true, composed: true });
    return this.dispatchEvent(event);
  }

  #became(state, code) {
    if (state === "ready") this.#session.resume();
    else if (state !== "connecting") this.#session.lost(code);
    this.#draw();
    this.#tell("coach-state", { state, code });
  }

  /** Turns to the composer that is there now and may be read. */
  #bind() {
    const wanted = this.#editors && this.#editors.composerOf(this, this.#composer);
    if (wanted === this.#bound) return;
    this.#unbind();
    this.#bound = wanted;
    if (wanted) this.#attach(wanted);
  }

  async #attach(composer) {
    const Editor = await this.#editors.editorFor(composer);
    if (composer !== this.#bound) return;
    this.#editor = this.#view.attach(Editor, composer);
    this.#edited();
  }

  #unbind() {
    this.#bound = null;
    if (!this.#editor) return;
    this.#view.detach();
    this.#editor = null;
    this.#startDraft("");
  }

  #startDraft(text = this.#draft.text) {
    this.#draft.clear(text);
    this.#reported.clear();
    this.#asides.clear();
    this.#tooLong = false;
    this.#view?.close();
    this.#draw();
  }

  /** Sees what no event tells: a draft set by the host, a font or a place that changed. */
  #look() {
    this.#bind();
    this.#edited();
    if (this.#draft.findings.length) this.#draw();
  }

  /** Reads the composer, if it may be read; if the draft is another one now, marks move and the coach is told. */
  #edited() {
    this.#bind();
    if (!this.#editor) return;
    const { text, end, busy } = this.#editor.read();
    if (busy || text === this.#draft.text) return;
    this.#draft.edited(text, end);
    this.#tooLong = false;
    this.#view.close();
    this.#session.draft(text, end);
    this.#draw();
  }

  #reviewed(review, textThen) {
    this.#draft.reviewed(review, textThen);
    this.#draw();
    this.#tell("coach-review", { review });
  }

  #failed(error) {
    if (error.code !== "draft_too_long") return;
    this.#tooLong = true;
    this.#draw();
  }

  #shown(findings) {
    for (const finding of findings) {
      if (this.#reported.has(finding.id)) continue;
      this.#reported.add(finding.id);
      this.#session.feedback(finding, "shown");
    }
  }

  #outcome(finding, outcome) {
    this.#session.feedback(finding, outcome);
    this.#draft.drop((one) => one.rule === finding.rule);
    this.#asides.silenced(() => {
      this.#session.feedback(finding, "restored");
      this.#session.draft(this.#draft.text, this.#draft.caret, this.#draft.final);
    });
  }

  #nudged(nudge) {
    this.#asides.nudge(nudge, () => this.#session.feedback(nudge, "dismissed"));
    this.#shown([nudge]);
    this.#tell("coach-nudge", { nudge });
  }

  #mayBeSending(target) {
    const selector = this.getAttribute("send");
    if (selector && target.closest(selector)) this.aboutToSend();
  }
}
