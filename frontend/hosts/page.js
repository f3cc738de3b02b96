/** What stands on a page, as a site's selectors find it. Reads, and changes nothing. */

const MESSAGES_MOST = 200;
const TEXT_MOST = 8_000;
const NAME_MOST = 200;
const ID_MOST = 200;
const COMPOSERS_MOST = 8;

const AUTHORS = [
  ["customer", "authorCustomer"],
  ["agent", "authorAgent"],
  ["bot", "authorBot"],
];

/** The composers that are there now; of one inside of another the outer one. */
export function composersOf(site, root = document) {
  const found = [...root.querySelectorAll(site.composer)];
  return found.filter((one) => !found.some((other) => other !== one && other.contains(one))).slice(0, COMPOSERS_MOST);
}

/** The part of the page that belongs to a composer's conversation. */
export function panelOf(site, composer) {
  return (site.panel && composer.closest(site.panel)) || composer.ownerDocument.body;
}

/** Whether the composer is for a private note now. */
export function isNote(site, composer, panel) {
  return Boolean(site.note) && (composer.closest(site.note) !== null || panel.querySelector(site.note) !== null);
}

/** Whether the agent can see it. */
export const isShown = (element) => element.checkVisibility({ visibilityProperty: true });

function idInAddress(marker, { href }) {
  const at = href.indexOf(marker);
  return at < 0 ? "" : href.slice(at + marker.length).split(/[/?#&]/)[0];
}

/**
 * The id of the conversation that is open: an attribute of the element that `conversation` finds, never
 * its text (a name, a number of a telephone), else what follows `conversationAfter` in the address; null
 * where they give none. A site without either has one conversation for each composer: undefined.
 */
export function conversationOf(site, panel, location) {
  if (!site.conversation && !site.conversationAfter) return undefined;
  const named = site.conversation && (panel.matches(site.conversation) ? panel : panel.querySelector(site.conversation));
  const own = site.conversationAttribute && named?.getAttribute(site.conversationAttribute);
  const id = own?.trim() || (site.conversationAfter && idInAddress(site.conversationAfter, location));
  return id ? id.slice(0, ID_MOST) : null;
}

/** The customer's name, or null. */
export function customerOf(site, panel) {
  const name = site.customer && panel.querySelector(site.customer)?.textContent.replace(/\s+/g, " ").trim();
  return name ? name.slice(0, NAME_MOST) : null;
}

/** Whether the customer is typing. */
export function isTyping(site, panel) {
  const sign = site.typing && panel.querySelector(site.typing);
  return Boolean(sign) && isShown(sign);
}

function authorOf(site, element) {
  const is = (selector) => selector && (element.matches(selector) || element.querySelector(selector) !== null);
  return AUTHORS.find(([, key]) => is(site[key]))?.[0] ?? null;
}

/** Reads messages; an element that has not changed is not laid out again. One for all composers of a site. */
export class Messages {
  #site;
  #known = new WeakMap();
  #keys = 0;

  /** Of which site. */
  constructor(site) {
    this.#site = site;
  }

  /** The newest messages of a panel, oldest first: `{key, id, author, text}`; `id` may be missing. */
  read(panel) {
    if (!this.#site.messages) return [];
    const elements = [...panel.querySelectorAll(this.#site.messages)].slice(-MESSAGES_MOST);
    return elements.map((element) => this.#message(element)).filter(Boolean);
  }

  #message(element) {
    const author = authorOf(this.#site, element);
    if (!author) return null;
    const words = this.#site.messageText ? element.querySelector(this.#site.messageText) : element;
    if (!words) return null;
    const raw = words.textContent;
    let known = this.#known.get(element);
    if (known?.raw !== raw) {
      const text = (isShown(words) ? words.innerText : raw).trim().slice(0, TEXT_MOST);
      known = { raw, text, key: known?.key ?? `e${(this.#keys += 1)}` };
      this.#known.set(element, known);
    }
    const id = (this.#site.messageId && element.getAttribute(this.#site.messageId)) || undefined;
    return known.text ? { key: id ?? known.key, id: id?.slice(0, ID_MOST), author, text: known.text } : null;
  }
}
