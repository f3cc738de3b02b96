/** Asks the server, with the lead's token where there is one. */

const TOKEN = "hamdel-lead-token";

/** What the server refused: its code, its status, and all that it answered. */
export class Refused extends Error {
  constructor(status, answer) {
    super(answer?.error?.code ?? "network");
    this.code = this.message;
    this.status = status;
    this.answer = answer ?? {};
  }
}

/** The token lives as long as the window. It may come in the address, behind `#token=`, and leaves it at once. */
export function takeToken() {
  const given = new URLSearchParams(location.hash.slice(1)).get("token");
  if (given === null) return;
  keepToken(given);
  history.replaceState(null, "", location.pathname + location.search);
}

export function keepToken(token) {
  sessionStorage.setItem(TOKEN, token.trim());
}

export class Api {
  /** The team whose rules are asked for; null: the lead's own. */
  team = null;

  get(path, fields = {}) {
    return this.#ask("GET", path, fields);
  }

  post(path, body, signal) {
    return this.#ask("POST", path, {}, JSON.stringify(body), signal);
  }

  async #ask(method, path, fields, body, signal) {
    const query = new URLSearchParams({ lang: document.documentElement.lang });
    if (this.team) query.set("team", this.team);
    for (const [name, value] of Object.entries(fields)) query.set(name, value);
    const headers = body === undefined ? {} : { "Content-Type": "application/json" };
    const token = sessionStorage.getItem(TOKEN);
    if (token) headers.Authorization = `Bearer ${token}`;
    let response, answer;
    try {
      response = await fetch(`/v1/lead${path}?${query}`, { method, headers, body, signal });
      answer = await response.json();
    } catch (error) {
      if (error.name === "AbortError") throw error;
      throw new Refused(0, null);
    }
    if (!response.ok) throw new Refused(response.status, answer);
    return answer;
  }
}
