/** What the coach was told, and must be told again after a reconnect. No DOM, no socket. */

/** The most bytes of a `conversation` event; older messages are left out. */
export const CONVERSATION_BYTES = 48 * 1024;
const KEPT = 200;
const NUDGES_MOST = 50;
const TEXTS_KEPT = 8;
const REVIEW_WITHIN = 2_000;
const TOO_BIG = 1009;

const bytes = (value) => new TextEncoder().encode(JSON.stringify(value)).length;

/** The event with as many of its newest messages as fit in `budget` bytes. */
export function fitConversation(event, budget = CONVERSATION_BYTES) {
  let left = budget - bytes({ ...event, messages: [], truncated: true });
  let first = event.messages.length;
  while (first > 0 && event.messages.length - first < KEPT) {
    left -= bytes(event.messages[first - 1]) + 1;
    if (left < 0) break;
    first -= 1;
  }
  if (first === 0) return event;
  return { ...event, messages: event.messages.slice(first), truncated: true };
}

/** Adds a message to a list; one with an id that is known takes that one's place. */
export function withMessage(messages, message) {
  const at = message.id ? messages.findIndex(({ id }) => id === message.id) : -1;
  if (at < 0) return [...messages, message];
  return messages.map((known, index) => (index === at ? message : known));
}

export class Session {
  #send;
  #hooks;
  #newId;
  #timers;
  #open = null;
  #revision = 0;
  #texts = new Map();
  #flight = null;
  #next = null;
  #overdue = null;
  #latest = 0;
  #outbox = new Map();
  #budget = CONVERSATION_BYTES;
  #told = 0;
  #barred = null;
  #lastSent = null;
  #asked = false;
  #draftChars = 5000;

  /** `send(event)` tells whether the line took it. */
  constructor(send, hooks, { newId = () => crypto.randomUUID(), timers = globalThis } = {}) {
    this.#send = send;
    this.#hooks = hooks;
    this.#newId = newId;
    this.#timers = timers;
  }

  /** The id of the open conversation, or null. */
  get conversation() {
    return this.#open?.conversation ?? null;
  }

  /** Opens a conversation `{conversation, customer, messages, closed}` in the place of the last. */
  open(conversation) {
    const same = this.#open?.conversation === conversation.conversation ? this.#open : null;
    this.#open = {
      dismissed: same?.dismissed ?? [],
      nudged: same?.nudged ?? [],
      draft: same?.draft ?? null,
      customer: { name: null },
      ...conversation,
      messages: conversation.messages ?? [],
    };
    this.#settleFlight();
    this.#next = null;
    if (!same) this.#texts.clear();
    this.#asked = false;
    this.#sendConversation();
  }

  /** Tells of a message; the agent's own ends the draft that it came from. */
  add(message) {
    const { conversation } = this.#open;
    const event = { type: "message", conversation, ...message };
    this.#open.messages = withMessage(this.#open.messages, message).slice(-KEPT);
    if (message.author === "agent") {
      event.id ??= this.#newId();
      if (this.#open.draft) event.revision = this.#open.draft.revision;
      this.#endDraft();
      this.#keep(event);
    } else {
      this.#send(event);
    }
  }

  /** Tells that somebody types, or no longer. */
  typing(author, active) {
    this.#send({ type: "typing", conversation: this.conversation, author, active });
  }

  /** The draft as it is now. One is under way at a time; of the rest only the newest is kept. */
  draft(text, caret, final = false) {
    if (!this.#open || (text === "" && !this.#open.draft)) return;
    this.#revision += 1;
    this.#open.draft = { revision: this.#revision, text, caret, final };
    if (this.#flight === null) this.#sendDraft();
    else this.#next = this.#open.draft;
  }

  /** What became of a finding (or of a nudge); kept until the coach has stored it. */
  feedback(finding, outcome, replacement) {
    const { id: ownId, rule } = finding;
    const event = {
      type: "feedback",
      id: this.#newId(),
      conversation: this.conversation,
      revision: this.#open.draft?.revision ?? this.#revision,
      finding: ownId,
      rule,
      outcome,
    };
    if (replacement !== undefined) event.replacement = replacement;
    this.#remember(rule, outcome);
    this.#keep(event);
  }

  /** Asks for phrases; gives the id that the answer will have, or null where there is no line. */
  phrases(query) {
    const id = this.#newId();
    return this.#send({ type: "phrases", id, conversation: this.conversation, query }) ? id : null;
  }

  /** The conversation is over. */
  end() {
    if (!this.#open) return;
    this.#send({ type: "end", conversation: this.conversation });
    this.#endDraft();
    this.#open = null;
  }

  /** The line is back: tells everything again. */
  resume() {
    this.#settleFlight();
    this.#next = null;
    this.#asked = false;
    if (this.#open) this.#sendConversation();
    for (const event of this.#outbox.values()) this.#send(event);
    this.#sendAgain();
  }

  /** The line was closed with `code`: what was too big is not sent again unchanged. */
  lost(code) {
    this.#settleFlight();
    if (code !== TOO_BIG) return;
    if (this.#lastSent === "draft") this.#barred = this.#open?.draft?.text ?? null;
    else this.#budget = Math.floor(this.#told / 2);
  }

  /** An event from the coach. What is not known is ignored. */
  receive(event) {
    if (event.type === "ready") this.#draftChars = event.limits?.draft_chars ?? this.#draftChars;
    else if (event.type === "ack") this.#outbox.delete(event.id);
    else if (event.conversation && event.conversation !== this.conversation) return;
    else if (event.type === "review") this.#reviewed(event);
    else if (event.type === "context") this.#hooks.oncontext(event);
    else if (event.type === "nudge") this.#nudged(event);
    else if (event.type === "offers") this.#hooks.onoffers(event);
    else if (event.type === "error") this.#failed(event);
  }

  #reviewed(review) {
    const text = this.#texts.get(review.revision);
    if (this.#flight !== null && review.revision >= this.#flight) this.#settleFlight();
    if (text !== undefined && this.#open.draft && review.revision >= this.#latest) {
      this.#latest = review.revision;
      this.#hooks.onreview(review, text);
    }
    this.#sendNext();
  }

  #nudged(nudge) {
    const { id, rule } = nudge;
    const nudged = [...this.#open.nudged, { id, rule, at: new Date().toISOString() }];
    this.#open.nudged = nudged.slice(-NUDGES_MOST);
    this.#hooks.onnudge(nudge);
  }

  #failed(error) {
    if (error.code === "slow_down") {
      this.#timers.setTimeout(() => this.resume(), error.retry_after_ms ?? 1000);
    } else if (error.code === "unknown_conversation" && this.#open && !this.#asked) {
      this.#settleFlight();
      this.#sendConversation();
      this.#sendAgain();
      this.#asked = true;
    } else if (error.revision) {
      this.#settleFlight();
      this.#sendNext();
    }
    this.#hooks.onerror(error);
  }

  #sendConversation() {
    const { draft, nudged, dismissed, ...rest } = this.#open;
    const event = { type: "conversation", ...rest };
    if (dismissed.length) event.dismissed = dismissed;
    if (nudged.length) event.nudged = nudged;
    const fitting = fitConversation(event, this.#budget);
    this.#lastSent = "conversation";
    this.#told = bytes(fitting);
    this.#send(fitting);
  }

  #sendDraft() {
    const draft = this.#open?.draft;
    if (!draft || this.#isTooBig(draft)) return;
    const event = { type: "draft", conversation: this.conversation, ...draft };
    if (!this.#send(event)) return;
    this.#lastSent = "draft";
    this.#flight = draft.revision;
    this.#texts.set(draft.revision, draft.text);
    if (this.#texts.size > TEXTS_KEPT) this.#texts.delete(this.#texts.keys().next().value);
    this.#overdue = this.#timers.setTimeout(() => {
      this.#settleFlight();
      this.#sendNext();
    }, REVIEW_WITHIN);
  }

  #isTooBig(draft) {
    const tooBig = draft.text === this.#barred || draft.text.length > this.#draftChars;
    if (tooBig) this.#hooks.onerror({ code: "draft_too_long", revision: draft.revision });
    return tooBig;
  }

  /** The draft as a new revision: an equal one is stale. */
  #sendAgain() {
    const draft = this.#open?.draft;
    if (draft) draft.revision = this.#revision += 1;
    this.#sendDraft();
  }

  #sendNext() {
    if (!this.#next || this.#flight !== null) return;
    this.#next = null;
    this.#sendDraft();
  }

  #settleFlight() {
    this.#flight = null;
    this.#timers.clearTimeout(this.#overdue);
  }

  #endDraft() {
    this.#settleFlight();
    this.#next = null;
    this.#open.draft = null;
  }

  #keep(event) {
    this.#outbox.set(event.id, event);
    if (this.#outbox.size > KEPT) this.#outbox.delete(this.#outbox.keys().next().value);
    this.#send(event);
  }

  #remember(rule, outcome) {
    const others = this.#open.dismissed.filter((known) => known !== rule);
    if (outcome === "dismissed" || outcome === "wrong") this.#open.dismissed = [...others, rule];
    if (outcome === "restored") this.#open.dismissed = others;
  }
}
