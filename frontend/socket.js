/**
 * The line to the coach: says hello, keeps it alive, comes back with back-off and full jitter. A close
 * with 44xx is final, except 4401 when a fresh token is to be had.
 */

const SUBPROTOCOL = "coach.v1";
const BACKOFF_FIRST = 500;
const BACKOFF_MOST = 30_000;
const STABLE_AFTER = 10_000;
const READY_WITHIN = 10_000;
const PING_EVERY = 25_000;
const PONG_WITHIN = 10_000;
const UNAUTHORIZED = 4401;

const isFinal = (code) => code >= 4400 && code <= 4499;

/** The delay before attempt number `attempt` (from 0), in milliseconds; `random` is in [0, 1). */
export function backoff(attempt, random) {
  return random * Math.min(BACKOFF_MOST, BACKOFF_FIRST * 2 ** Math.min(attempt, 16));
}

export class Socket {
  #url;
  #hooks;
  #timers;
  #random;
  #WebSocket;
  #socket = null;
  #attempt = 0;
  #apart = 0; // What a server that stops asks for, so that not all come back at once.
  #pings = 0;
  #retry = null;
  #deadline = null;
  #stable = null;
  #beat = null;

  /** `closed` (nothing tried), `connecting`, `ready`, `waiting` (to try again) or `refused`. */
  state = "closed";

  /** Hooks: `hello()`, `renew()` (a promise: is there a fresh token?), `onevent`, `onstate`. */
  constructor(url, hooks, environment = {}) {
    this.#url = url;
    this.#hooks = hooks;
    this.#timers = environment.timers ?? globalThis;
    this.#random = environment.random ?? Math.random;
    this.#WebSocket = environment.WebSocket ?? globalThis.WebSocket;
  }

  /** Connects, unless it is connected, on the way or refused. */
  open() {
    if (["connecting", "ready", "refused"].includes(this.state)) return;
    this.#timers.clearTimeout(this.#retry);
    this.#connect();
  }

  /** Closes for good (until `open`): the element or the page goes away. */
  close() {
    this.#forget();
    this.#become("closed");
  }

  /** Connects anew at once, as with another token or language. */
  restart() {
    this.#forget();
    this.#attempt = 0;
    this.#connect();
  }

  /** Sends an event if the line is ready; tells whether it did. */
  send(event) {
    if (this.state !== "ready") return false;
    this.#socket.send(JSON.stringify(event));
    return true;
  }

  #connect() {
    this.#become("connecting");
    let socket;
    try {
      socket = new this.#WebSocket(this.#url, [SUBPROTOCOL]);
    } catch {
      this.#lost(0);
      return;
    }
    this.#socket = socket;
    this.#deadline = this.#timers.setTimeout(() => this.#lost(0), READY_WITHIN);
    socket.onopen = () => socket.send(JSON.stringify(this.#hooks.hello()));
    socket.onmessage = ({ data }) => this.#receive(data);
    socket.onclose = ({ code }) => this.#lost(code);
  }

  #receive(data) {
    let event;
    try {
      event = JSON.parse(data) ?? {};
    } catch {
      return;
    }
    this.#alive();
    if (event.type === "ready" && this.state === "connecting") {
      this.#timers.clearTimeout(this.#deadline);
      this.#stable = this.#timers.setTimeout(() => (this.#attempt = 0), STABLE_AFTER);
      this.#become("ready");
    }
    if (event.type === "restart") this.#apart = event.retry_after_ms;
    if (event.type !== "pong") this.#hooks.onevent(event);
  }

  /** The line lives, the next ping is due in a while. */
  #alive() {
    this.#timers.clearTimeout(this.#beat);
    this.#beat = this.#timers.setTimeout(() => {
      this.#pings += 1;
      this.send({ type: "ping", id: `p-${this.#pings}` });
      this.#beat = this.#timers.setTimeout(() => this.#lost(0), PONG_WITHIN);
    }, PING_EVERY);
  }

  async #lost(code) {
    this.#forget();
    if (isFinal(code)) {
      this.#become("refused", code);
      const renewed = code === UNAUTHORIZED && (await this.#hooks.renew());
      if (!renewed || this.state !== "refused") return;
    }
    const delay = this.#apart + backoff(this.#attempt, this.#random());
    this.#apart = 0;
    this.#attempt += 1;
    this.#retry = this.#timers.setTimeout(() => this.#connect(), delay);
    this.#become("waiting", code);
  }

  #forget() {
    const timers = [this.#retry, this.#deadline, this.#stable, this.#beat];
    timers.forEach((timer) => this.#timers.clearTimeout(timer));
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close(1000);
  }

  #become(state, code = 0) {
    if (this.state === state) return;
    this.state = state;
    this.#hooks.onstate(state, code);
  }
}
