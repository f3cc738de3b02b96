/** What all views share: who asks, the rules, the open file; and what happened to them. */

import { Api } from "./api.js";

export const api = new Api();
const bell = new EventTarget();

export const desk = {
  /** What `GET /v1/lead` said last. */
  home: null,
  rules: [],
  /** The id of the rule whose card is open. */
  rule: null,
  /** The file in the editor: `{file, kind, version, text, now}`; `text` as published (null: not there), `now` as edited. */
  open: null,

  get edited() {
    return this.open !== null && (this.open.now !== (this.open.text ?? "") || this.open.removed);
  },

  /** The edit as the server wants it. */
  get edit() {
    return { file: this.open.file, text: this.open.removed ? null : this.open.now };
  },
};

/** Happenings: `home`, `rules`, `rule`, `file`, `edit`, `language`, `published`. */
export const on = (name, listener) => bell.addEventListener(name, ({ detail }) => listener(detail));
export const tell = (name, detail) => bell.dispatchEvent(new CustomEvent(name, { detail }));

/** Runs `work` after a pause without calls; a call that comes in while it runs is answered by one more run. */
export function debounced(pause, work) {
  let timer = null;
  let running = false;
  let again = false;
  const run = async () => {
    if (running) {
      again = true;
      return;
    }
    running = true;
    try {
      await work();
    } finally {
      running = false;
      if (again) {
        again = false;
        timer = setTimeout(run, pause);
      }
    }
  };
  return () => {
    clearTimeout(timer);
    timer = setTimeout(run, pause);
  };
}
