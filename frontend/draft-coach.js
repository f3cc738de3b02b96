/**
 * The element `<draft-coach for="reply" server="/v1/ws" lang="fa">`: attributes in, events out. It
 * stands beside the host's own composer and joins the line, the open draft and the view. Import
 * `define.js` to register it.
 */

import { TextareaEditor } from "./editors/textarea.js";
import { OpenDraft, PAUSE } from "./open-draft.js";
import { Session } from "./session.js";
import { Socket } from "./socket.js";
import { editFor } from "./spans.js";
import { textsOf } from "./texts.js";
import { View } from "./view.js";

const EDITORS = [TextareaEditor];
const WATCH_EVERY = 250;
const ASIDE_LASTS = 8_000;
const OF_HELLO = ["server", "agent", "agent-name", "team", "lang"];
const OF_CONVERSATION = ["conversation", "customer-name", "customer-title"];

/** The address of the socket: `server` may be relative, and http(s) becomes ws(s). */
export function socketAddress(server, base) {
  const url = new URL(server || "/v1/ws", base);
  url.protocol = url.protocol.replace("http", "ws");
  return url.href;
}

export class DraftCoach extends HTMLElement {
  static observedAttributes = ["for", "disabled", "pause", "token", ...OF_HELLO, ...OF_CONVERSATION];

  #socket = null;
  #editor = null;
  #state = "closed";
  #tooLong = false;
  #asides = new Map();
  #reported = new Set();
  #refused = null;
  #token = null;
  #renewing = new Set();
  #watch = null;
  #life = null;
  #composers = new MutationObserver(() => this.#bind());
  #draft = new OpenDraft({ onchange: () => this.#view.invalidate() });
  #session = new Session((event) => this.#socket?.send(event) ?? false, {
    onreview: (review, textThen) => this.#reviewed(review, textThen),
    oncontext: ({ mood, register, stage }) => this.#tell("coach-context", { mood, register, stage }),
    onnudge: (nudge) => this.#nudged(nudge),
    onerror: (error) => this.#failed(error),
  });
  #view = new View(this.attachShadow({ mode: "open" }), () => this.#model(), {
    apply: (id, index) => this.apply(id, index),
    outcome: (finding, outcome) => this.#outcome(finding, outcome),
    shown: (findings) => this.#shown(findings),
    edited: () => this.#edited(),
  });

  /** An async function that gives a fresh token when the old one was refused. */
  tokenSource = null;

  /** The token: as a property it is not readable from the page's markup. */
  get token() {
    return this.#token ?? this.getAttribute("token");
  }

  set token(token) {
    this.#token = token;
    this.#renewed();
  }

  /** `closed`, `connecting`, `ready`, `waiting` (offline, tries again) or `refused`. */
  get state() {
    return this.#state;
  }

  /** The findings of the draft as it is now, most important first. */
  get findings() {
    return [...this.#draft.findings];
  }

  connectedCallback() {
    this.#life = new AbortController();
    const { signal } = this.#life;
    window.addEventListener("pagehide", () => this.#socket?.close(), { signal });
    window.addEventListener("pageshow", () => this.#socket?.open(), { signal });
    window.addEventListener("online", () => this.#state === "waiting" && this.#socket.open(), { signal });
    for (const name of ["pointerover", "focusin"]) {
      document.addEventListener(name, (event) => this.#mayBeSending(event), { signal, passive: true });
    }
    this.#composers.observe(this.getRootNode(), { childList: true, subtree: true });
    this.#draft.pause = Number(this.getAttribute("pause") ?? PAUSE);
    if (!this.#session.conversation) this.#openFromAttributes();
    this.#bind();
    this.#connect();
  }

  disconnectedCallback() {
    this.#life.abort();
    this.#composers.disconnect();
    this.#unbind();
    this.#socket?.close();
    this.#socket = null;
  }

  attributeChangedCallback(name, before, now) {
    if (!this.isConnected || !this.#life || before === now) return;
    if (name === "pause") this.#draft.pause = Number(now ?? PAUSE);
    else if (name === "for" || name === "disabled") this.#bind();
    else if (name === "token") this.#renewed();
    else this.#soon(OF_HELLO.includes(name) ? "hello" : "conversation");
    this.#view.invalidate();
  }

  /** Opens a conversation: `{conversation, customer: {name, title}, messages, closed}`. */
  conversation(conversation) {
    const switched = conversation.conversation !== this.#session.conversation;
    this.#session.open(conversation);
    if (!switched) return;
    this.#startDraft();
    this.#edited();
  }

  /** Tells of a message `{author, text, id, at}`; the agent's own ends the draft. */
  message(message) {
    this.#session.add(message);
    if (message.author !== "agent") return;
    this.#startDraft();
    this.#view.invalidate();
  }

  /** Tells that the customer is typing, or no longer. */
  customerTyping(active) {
    this.#session.typing("customer", active);
  }

  /** Tells that the conversation is over. */
  end() {
    this.#session.end();
    this.#startDraft();
    this.#view.invalidate();
  }

  /** The agent is about to send: what the draft lacks is now said in words. Never holds it up. */
  aboutToSend() {
    if (!this.#editor || this.#draft.final || this.#draft.text.trim() === "") return;
    this.#draft.aboutToSend();
    this.#session.draft(this.#draft.text, this.#draft.caret, true);
    this.#view.invalidate();
  }

  /** Applies a replacement of a finding to the composer; tells whether the draft is as was meant. */
  apply(id, index = 0) {
    this.#edited();
    const finding = this.#draft.findings.find((one) => one.id === id);
    const replacement = finding?.replacements[index];
    if (!replacement || !this.#editor) return false;
    const edit = editFor(finding, replacement, this.#draft.text);
    const detail = { finding, replacement, start: edit.start, end: edit.end, text: edit.text };
    if (!this.#tell("coach-apply", detail, true)) return false;
    if (!this.#editor.apply(edit)) {
      this.#offerCopy(replacement.text);
      return false;
    }
    this.#session.feedback(finding, "applied", index);
    this.#draft.drop((one) => one.id === id);
    this.#edited();
    this.#tell("coach-applied", detail);
    return true;
  }

  #model() {
    const lang = this.#lang();
    const asides = [...this.#asides.values()];
    return { draft: this.#draft, state: this.#state, tooLong: this.#tooLong, lang, asides };
  }

  #lang() {
    return this.getAttribute("lang") === "en" ? "en" : "fa";
  }

  #tell(name, detail, cancelable = false) {
    return this.dispatchEvent(new CustomEvent(name, { detail, cancelable, bubbles: true, composed: true }));
  }

  #connect() {
    this.#socket?.close();
    if (this.hasAttribute("disabled")) return;
    const hooks = {
      hello: () => this.#hello(),
      renew: () => this.#renew(),
      onevent: (event) => this.#session.receive(event),
      onstate: (state, code) => this.#became(state, code),
    };
    this.#socket = new Socket(socketAddress(this.getAttribute("server"), document.baseURI), hooks);
    this.#socket.open();
  }

  #hello() {
    const id = this.getAttribute("agent");
    const name = this.getAttribute("agent-name");
    return {
      type: "hello",
      protocol: 1,
      lang: this.#lang(),
      ...(this.token ? { token: this.token } : {}),
      ...(id ? { agent: { id, ...(name ? { name } : {}) } } : {}),
      ...(this.getAttribute("team") ? { team: this.getAttribute("team") } : {}),
    };
  }

  #became(state, code) {
    this.#state = state;
    if (state === "ready") this.#session.resume();
    else if (state !== "connecting") this.#session.lost(code);
    this.#view.invalidate();
    this.#tell("coach-state", { state, code });
  }

  async #renew() {
    this.#refused = this.token;
    try {
      const fresh = await this.tokenSource?.();
      if (fresh) this.#token = fresh;
    } catch {
      return false;
    }
    return this.token !== this.#refused;
  }

  #renewed() {
    if (this.#state === "refused") this.#socket?.restart();
    else this.#socket?.send(this.#hello());
  }

  /** Attributes set one after the other make one change. */
  #soon(what) {
    if (this.#renewing.has(what)) return;
    this.#renewing.add(what);
    queueMicrotask(() => {
      this.#renewing.delete(what);
      if (!this.isConnected) return;
      if (what === "hello") this.#connect();
      else this.#openFromAttributes();
    });
  }

  #openFromAttributes() {
    const conversation = this.getAttribute("conversation") ?? `c-${crypto.randomUUID()}`;
    const name = this.getAttribute("customer-name");
    const title = this.getAttribute("customer-title");
    this.conversation({ conversation, customer: { name, ...(title ? { title } : {}) }, messages: [] });
  }

  #bind() {
    const id = this.getAttribute("for");
    const root = this.getRootNode();
    const found = this.hasAttribute("disabled") || !id ? null : root.getElementById(id);
    if (found === (this.#editor?.element ?? null)) return;
    this.#unbind();
    const Editor = EDITORS.find((one) => found && one.accepts(found));
    if (!Editor) return;
    this.#editor = this.#view.attach(Editor, found);
    this.#startDraft("");
    this.#edited();
    this.#watch = setInterval(() => this.#editor.read().busy || this.#edited(), WATCH_EVERY);
  }

  #unbind() {
    clearInterval(this.#watch);
    this.#view.detach();
    this.#editor = null;
    this.#startDraft("");
  }

  #startDraft(text = this.#draft.text) {
    this.#draft.clear(text);
    this.#reported.clear();
    this.#asides.clear();
    this.#tooLong = false;
    this.#view.close();
  }

  /** Reads the composer; if the draft is another one now, marks move and the coach is told. */
  #edited() {
    if (!this.#editor) return;
    const { text, end, busy } = this.#editor.read();
    if (busy || text === this.#draft.text) return;
    this.#draft.edited(text, end);
    this.#tooLong = false;
    this.#view.close();
    this.#session.draft(text, end);
    this.#view.invalidate();
  }

  #reviewed(review, textThen) {
    this.#draft.reviewed(review, textThen);
    this.#view.invalidate();
    this.#tell("coach-review", { review });
  }

  #failed(error) {
    if (error.code === "draft_too_long") this.#tooLong = true;
    this.#view.invalidate();
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
    const texts = textsOf(this.#lang());
    const run = () => {
      this.#session.feedback(finding, "restored");
      this.#forget("silenced");
    };
    const actions = [{ label: texts.restore, run, kind: "plain" }];
    this.#aside("silenced", { severity: "silenced", text: texts.silenced, actions });
  }

  #nudged(nudge) {
    const texts = textsOf(this.#lang());
    const run = () => {
      this.#session.feedback(nudge, "dismissed");
      this.#forget(nudge.id);
    };
    const { id, severity, advice: text } = nudge;
    this.#asides.set(id, { severity, text, actions: [{ label: texts.dismiss, run, kind: "plain" }] });
    this.#shown([nudge]);
    this.#view.invalidate();
    this.#tell("coach-nudge", { nudge });
  }

  #offerCopy(text) {
    const texts = textsOf(this.#lang());
    const run = () => navigator.clipboard?.writeText(text).finally(() => this.#forget("copy"));
    const actions = text ? [{ label: texts.copy, run, kind: "plain" }] : [];
    this.#aside("copy", { severity: "silenced", text: texts.notApplied, actions });
  }

  #aside(id, line) {
    this.#asides.set(id, line);
    this.#view.invalidate();
    setTimeout(() => this.#asides.get(id) === line && this.#forget(id), ASIDE_LASTS);
  }

  #forget(id) {
    this.#asides.delete(id);
    this.#view.invalidate();
  }

  #mayBeSending({ target }) {
    const selector = this.getAttribute("send");
    if (selector && target instanceof Element && target.closest(selector)) this.aboutToSend();
  }
}
