/** What the host says: its attributes as events of the wire, its line, the life of its page. */

import { Socket } from "./socket.js";

/** Attributes that are told when the line is opened. */
export const OF_LINE = ["server", "agent", "agent-name", "team", "lang"];

/** Attributes that are told with the conversation. */
export const OF_CONVERSATION = ["conversation", "customer-name", "customer-title"];

/** The address of the socket: `server` may be relative, and http(s) becomes ws(s). */
export function socketAddress(server, base) {
  const url = new URL(server || "/v1/ws", base);
  url.protocol = url.protocol.replace("http", "ws");
  return url.href;
}

/** The language of the element: Persian unless it is English. */
export function langOf(element) {
  return element.getAttribute("lang") === "en" ? "en" : "fa";
}

/** The key that opens the phrases; empty where the host wants none. */
export function phrasesKeyOf(element) {
  return element.getAttribute("phrases-key") ?? "Ctrl+/";
}

/** The `hello` event. */
export function helloOf(element, token) {
  const hello = { type: "hello", protocol: 1, lang: langOf(element) };
  const id = element.getAttribute("agent");
  const name = element.getAttribute("agent-name");
  const team = element.getAttribute("team");
  if (token) hello.token = token;
  if (id) hello.agent = name ? { id, name } : { id };
  if (team) hello.team = team;
  return hello;
}

/** A function that does something once all that is set now is set: several attributes make one change. */
export function soon(act) {
  let due = false;
  return () => {
    if (due) return;
    due = true;
    queueMicrotask(() => {
      due = false;
      act();
    });
  };
}

/** The conversation that the attributes name; one of its own if they name none. */
export function conversationOf(element) {
  const title = element.getAttribute("customer-title");
  const customer = { name: element.getAttribute("customer-name") };
  if (title) customer.title = title;
  const conversation = element.getAttribute("conversation") ?? `c-${crypto.randomUUID()}`;
  return { conversation, customer, messages: [] };
}

/**
 * What the page goes through, until `signal` aborts: it was `left`, it (or the network) is `back`, an
 * element was `touched` by pointer or focus.
 */
export function watchPage({ left, back, touched }, signal) {
  const options = { signal, passive: true };
  window.addEventListener("pagehide", left, options);
  for (const name of ["pageshow", "online"]) window.addEventListener(name, back, options);
  const touch = ({ target }) => target instanceof Element && touched(target);
  for (const name of ["pointerover", "focusin"]) document.addEventListener(name, touch, options);
}

/** The element's line to the coach: where it goes, who says hello, with which token. */
export class Line {
  #element;
  #hooks;
  #socket = null;
  #token = null;
  // The token of the last hello: another one may have come while the line was opening.
  #told = null;

  /** Gives a fresh token (as a promise) when the old one was refused. */
  tokenSource = null;

  /** Hooks: `onevent(event)`, `onstate(state, code)`. */
  constructor(element, hooks) {
    this.#element = element;
    const onstate = (state, code) => {
      hooks.onstate(state, code);
      if (state === "ready" && this.token !== this.#told) this.renewed();
    };
    this.#hooks = { ...hooks, hello: () => this.#hello(), renew: () => this.#renew(), onstate };
  }

  get token() {
    return this.#token ?? this.#element.getAttribute("token");
  }

  set token(token) {
    this.#token = token;
    this.renewed();
  }

  get state() {
    return this.#socket?.state ?? "closed";
  }

  /** Connects anew, as the attributes say. */
  connect() {
    this.close();
    if (this.#element.hasAttribute("disabled")) return;
    const address = socketAddress(this.#element.getAttribute("server"), document.baseURI);
    this.#socket = new Socket(address, this.#hooks);
    this.#socket.open();
  }

  /** The page or the network is back: does not wait any longer. */
  back() {
    this.#socket?.open();
  }

  /** Closes the line. */
  close() {
    this.#socket?.close();
  }

  /** Sends an event; tells whether the line took it. */
  send(event) {
    return this.#socket?.send(event) ?? false;
  }

  /** There is another token. */
  renewed() {
    if (this.state === "refused") this.#socket.restart();
    else if (this.send(helloOf(this.#element, this.token))) this.#told = this.token;
  }

  #hello() {
    this.#told = this.token;
    return helloOf(this.#element, this.token);
  }

  async #renew() {
    const refused = this.#told;
    if (this.token !== refused) return true;
    try {
      this.#token = (await this.tokenSource?.()) ?? this.#token;
    } catch {
      return false;
    }
    return this.token !== refused;
  }
}
