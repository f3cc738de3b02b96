/**
 * Follows a page: finds its composers when they come, lets them go when they leave, tells the widget what
 * is said. Sleeps until the page changes outside of the composers; a key press is not looked at.
 */

import { composersOf, Messages } from "./page.js";
import { attributesOf } from "./site.js";
import { Talk } from "./talk.js";

/** Milliseconds from a change of the page until it is read: what changes together is read together. */
const READ_AFTER = 100;

/** How the widget is made and put into the page; a browser extension has its own way. */
export const STAGE = {
  make: () => document.createElement("draft-coach"),
  put: (coach, anchor) => anchor.after(coach),
  take: (coach) => coach.remove(),
};

class Follower {
  #of;
  #talks = [];
  #last = null;
  #timer = null;
  #observer = new MutationObserver((records) => this.#changed(records));
  #life = new AbortController();

  constructor(site, stage) {
    this.#of = { site, stage, messages: new Messages(site) };
    const attributeFilter = attributesOf(site);
    const what = { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter };
    this.#observer.observe(document, what);
    const { signal } = this.#life;
    for (const name of ["popstate", "hashchange"]) window.addEventListener(name, () => this.#soon(true), { signal });
    this.#read();
  }

  stop() {
    this.#observer.disconnect();
    this.#life.abort();
    clearTimeout(this.#timer);
    for (const talk of this.#talks.splice(0)) talk.end();
  }

  #changed(records) {
    const targets = new Set(records.filter((record) => !this.#isTyping(record)).map(({ target }) => target));
    if (targets.size === 0) return;
    const beside = ({ anchor }) => (target) => anchor.contains(target) && !target.contains(anchor);
    const elsewhere = [...targets].some((target) => !this.#talks.some((talk) => beside(talk)(target)));
    this.#soon(elsewhere || this.#talks.some(({ isThere }) => !isThere));
  }

  /** What an editor does to itself under the agent's hands. */
  #isTyping({ target, type, attributeName }) {
    return this.#talks.some(({ composer }) => {
      if (!composer.contains(target)) return false;
      return target !== composer || type !== "attributes" || attributeName === "style";
    });
  }

  /** At once what cannot wait, the rest in a moment; beside a composer (a counter, a button) there is no rest. */
  #soon(toRead) {
    for (const talk of this.#talks) if (talk.isThere) talk.guard();
    if (toRead) this.#timer ??= setTimeout(() => this.#read(), READ_AFTER);
  }

  #read() {
    this.#timer = null;
    const composers = composersOf(this.#of.site);
    const gone = this.#talks.filter((talk) => !talk.isThere || !composers.includes(talk.composer));
    for (const talk of gone) this.#end(talk);
    this.#talks = this.#talks.filter((talk) => !gone.includes(talk));
    const known = this.#talks.map(({ composer }) => composer);
    const late = composers.filter((composer) => !known.includes(composer));
    this.#talks.push(...late.map((composer) => new Talk(this.#of, composer, this.#last)));
    const unsettled = this.#talks.filter((talk) => talk.read());
    if (unsettled.length) this.#soon(true);
  }

  #end(talk) {
    this.#last = talk.told;
    talk.end();
  }
}

/** Coaches the composers of a site (`site.js` has its keys) from now on; `stop()` ends it. */
export function follow(site, stage = STAGE) {
  const follower = new Follower(site, stage);
  return { stop: () => follower.stop() };
}
