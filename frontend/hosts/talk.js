/** One composer of the page with the widget beside it: what was told of its conversation, and when it may be read. */

import * as page from "./page.js";
import { dashed, OF_WIDGET } from "./site.js";
import { asTold, difference, isStale } from "./transcript.js";

/** Milliseconds that a page has to show the conversation that it switched to. */
const SETTLES_WITHIN = 1_500;
const CLIMBED_MOST = 5;
/** How often the widget is put back where the host takes it away. */
const PUT_MOST = 20;

function isRow(element) {
  const { display, flexDirection } = getComputedStyle(element);
  return display === "inline" || display.includes("grid") || (display.includes("flex") && flexDirection.startsWith("row"));
}

/**
 * The element that the widget stands after: outside of the rows around the composer, where it would push
 * the buttons aside, but not outside of what has the messages in it, or of half the window.
 */
function anchorOf(site, composer) {
  if (site.place) return composer.closest(site.place) ?? composer;
  let anchor = composer;
  let around = composer.parentElement;
  for (let climbed = 0; around && climbed < CLIMBED_MOST; climbed += 1) {
    const isAll = around === composer.ownerDocument.body || around.clientHeight > window.innerHeight / 2;
    if (isAll || (site.messages && around.querySelector(site.messages))) break;
    if (isRow(around)) anchor = around;
    around = around.parentElement;
  }
  return anchor;
}

const isEmpty = (composer) => (composer.value ?? composer.textContent).trim() === "";

export class Talk {
  #site;
  #stage;
  #coach;
  #messages;
  #id;
  #name = null;
  #typing = false;
  #opened = false;
  #puts = 0;
  // What stood there before the last switch: while nothing else does, the page has not followed yet.
  #left = [];
  #settlesBy = null;

  /** What was told of the conversation: `{id, messages}`. */
  told = { id: null, messages: [] };

  /** `stage` makes the widget and puts it into the page; `before`: what the composer that stood here last had `told`. */
  constructor({ site, stage, messages }, composer, before) {
    this.#site = site;
    this.#stage = stage;
    this.#messages = messages;
    this.composer = composer;
    this.panel = page.panelOf(site, composer);
    this.anchor = anchorOf(site, composer);
    this.#coach = stage.make();
    for (const key of OF_WIDGET) if (site[key]) this.#coach.setAttribute(dashed(key), site[key]);
    if (site.send) this.#coach.setAttribute("send", site.send);
    this.#id = this.#idNow();
    const named = page.conversationOf(site, this.panel, composer.ownerDocument.location) !== undefined;
    if (named && before && before.id !== this.#id) this.#leave(before.messages);
  }

  /** Whether the composer, and the part of the page that its conversation is in, are still there. */
  get isThere() {
    return this.composer.isConnected && this.panel.contains(this.composer);
  }

  /**
   * What cannot wait: another conversation, a private note. The composer is let go at once, and with
   * it goes every remark. Looks at little and lays nothing out.
   */
  guard() {
    const id = this.#idNow();
    if (id !== this.#id) this.#switchTo(id);
    this.#bind();
  }

  /** What can wait a moment: who the customer is, what was said. True: the page has not settled, read again. */
  read() {
    this.guard();
    const now = this.#messages.read(this.panel);
    const stale = isStale(this.#left, now);
    if (stale && this.#settlesBy !== null && performance.now() < this.#settlesBy) return true;
    if (!stale) this.#left = [];
    this.#settlesBy = null;
    if (this.#id !== null) this.#tell(stale ? [] : now);
    this.#stand();
    this.#bind();
    return false;
  }

  /** The composer is gone. */
  end() {
    this.#coach.composer = null;
    this.#stage.take(this.#coach);
  }

  #idNow() {
    const id = page.conversationOf(this.#site, this.panel, this.composer.ownerDocument.location);
    return id === undefined ? (this.#id ?? `c-${crypto.randomUUID()}`) : id;
  }

  #bind() {
    const may = this.#id !== null && this.#settlesBy === null && !page.isNote(this.#site, this.composer, this.panel);
    const wanted = may ? this.composer : null;
    if (this.#coach.composer !== wanted) this.#coach.composer = wanted;
  }

  #leave(messages) {
    this.#left = messages;
    this.#settlesBy = performance.now() + SETTLES_WITHIN;
  }

  #switchTo(id) {
    this.#leave(this.told.messages);
    this.#id = id;
    this.#name = null;
    this.#bind();
    if (id !== null) this.#open([]);
  }

  /** The widget is there where a conversation is open and the composer is seen. */
  #stand() {
    const wanted = this.#id !== null && page.isShown(this.composer);
    if (!wanted && this.#coach.isConnected) this.#stage.take(this.#coach);
    if (!wanted || this.#coach.isConnected || this.#puts === PUT_MOST) return;
    this.#puts += 1;
    if (!this.anchor.contains(this.composer)) this.anchor = anchorOf(this.#site, this.composer);
    this.#stage.put(this.#coach, this.anchor);
  }

  #open(messages) {
    this.told = { id: this.#id, messages };
    this.#opened = true;
    const customer = { name: this.#name };
    this.#coach.conversation({ conversation: this.#id, customer, messages: messages.map(asTold) });
  }

  #tell(now) {
    const name = page.customerOf(this.#site, this.panel);
    const change = difference(this.told.messages, now);
    if (change === "anew" || name !== this.#name || !this.#opened) {
      this.#name = name;
      this.#open(now);
    } else if (change) {
      for (const message of change) this.#add(message, now);
    }
    this.told.messages = now;
    const typing = page.isTyping(this.#site, this.panel);
    if (typing !== this.#typing) this.#coach.customerTyping(typing);
    this.#typing = typing;
  }

  /** The agent's own message ends the draft; a colleague's does not, while ours is still being written. */
  #add(message, now) {
    if (message.author === "agent" && !isEmpty(this.composer)) this.#open(now);
    else this.#coach.message(asTold(message));
  }
}
