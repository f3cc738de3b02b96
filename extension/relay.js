/**
 * One widget's line: a port to the page's content script on one side, the socket on the other. The token
 * is put in here and goes no further. Browser and socket are given: the tests have their own.
 */

const SUBPROTOCOL = "coach.v1";
const EVENT_MOST = 64 * 1024;
const LOST = 1006;

/** Joins `port` to the coach at `server`; `tokenOf()` gives the token, or nothing; `ended()` is called once. */
export class Relay {
  #port;
  #tokenOf;
  #ended;
  #socket;

  constructor(port, { server, tokenOf, ended = () => {}, WebSocket }) {
    this.#port = port;
    this.#tokenOf = tokenOf;
    this.#ended = ended;
    this.#socket = new WebSocket(server, [SUBPROTOCOL]);
    this.#socket.onopen = () => this.#tell({ open: true });
    this.#socket.onmessage = ({ data }) => typeof data === "string" && this.#tell({ data });
    this.#socket.onclose = ({ code }) => this.close(code);
    port.onMessage.addListener((message) => this.#said(message));
    port.onDisconnect.addListener(() => this.#drop());
  }

  /** Ends the line; the widget is told `code`. */
  close(code = LOST) {
    this.#tell({ closed: code });
    this.#drop();
    this.#port?.disconnect();
    this.#port = null;
  }

  #tell(message) {
    this.#port?.postMessage(message);
  }

  #drop() {
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close(1000);
    this.#ended();
  }

  async #said(message) {
    const text = message?.send;
    if (typeof text !== "string" || text.length > EVENT_MOST) return;
    const event = eventOf(text);
    if (!event) return;
    if (event.type === "hello") {
      delete event.token;
      const token = await this.#tokenOf();
      if (token) event.token = token;
    }
    if (this.#socket?.readyState === 1) this.#socket.send(JSON.stringify(event));
  }
}

function eventOf(text) {
  try {
    const event = JSON.parse(text);
    return typeof event === "object" && event !== null && !Array.isArray(event) ? event : null;
  } catch {
    return null;
  }
}
