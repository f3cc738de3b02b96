/** A WebSocket for the widget that is none: the socket is in the service worker, behind a port. */
export class PortSocket {
  #port;

  onopen = null;
  onmessage = null;
  onclose = null;

  constructor() {
    this.#port = chrome.runtime.connect({ name: "line" });
    this.#port.onMessage.addListener((message) => this.#heard(message));
    this.#port.onDisconnect.addListener(() => this.#closed(1006));
  }

  /** Sends an event's text. */
  send(text) {
    this.#port?.postMessage({ send: text });
  }

  /** Closes the line. */
  close() {
    this.#port?.disconnect();
    this.#port = null;
  }

  #heard({ open, data, closed }) {
    if (open) this.onopen?.();
    if (data !== undefined) this.onmessage?.({ data });
    if (closed !== undefined) this.#closed(closed);
  }

  #closed(code) {
    this.#port = null;
    this.onclose?.({ code });
  }
}
