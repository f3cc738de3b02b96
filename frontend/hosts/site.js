/**
 * A site: where a tool keeps its composer, who the customer is and what was said, as CSS selectors.
 * README.md says what each key is for. Pure, but for trying the selectors.
 */

/** Keys whose value is a CSS selector. */
export const SELECTORS = [
  ...["composer", "panel", "place", "note", "send", "conversation", "customer", "messages", "messageText"],
  ...["authorCustomer", "authorAgent", "authorBot", "typing"],
];

/** Keys whose value is the name of an attribute, or a text. */
export const TEXTS = ["conversationAttribute", "conversationAfter", "messageId"];

/** Keys that are handed to the widget as its attributes. */
export const OF_WIDGET = ["server", "lang", "team", "agent", "agentName", "theme", "lines", "pause", "phrasesKey"];

const ATTRIBUTE = /^[a-zA-Z_][\w:.-]*$/;

/** The name of a key as an attribute: `agentName` is `agent-name`. */
export const dashed = (key) => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function isSelector(text) {
  try {
    document.createDocumentFragment().querySelector(text);
    return true;
  } catch {
    return false;
  }
}

/** What is wrong with a site, a sentence each; none: it can be used. */
export function problemsOf(site) {
  const known = [...SELECTORS, ...TEXTS, ...OF_WIDGET];
  const wrong = Object.keys(site)
    .filter((key) => !known.includes(key))
    .map((key) => `\`${dashed(key)}\` is not known; known are ${known.map(dashed).join(", ")}`);
  for (const key of known.filter((one) => one in site)) {
    const value = site[key];
    if (typeof value !== "string") wrong.push(`\`${dashed(key)}\` must be a text`);
    else if (SELECTORS.includes(key) && !isSelector(value)) wrong.push(`\`${dashed(key)}\` is no CSS selector: ${value}`);
  }
  if (!site.composer) wrong.push("`composer` is missing: the CSS selector of the composer");
  if (site.conversation && !site.conversationAttribute) wrong.push("`conversation` needs `conversation-attribute`: its text is not taken as an id");
  if (site.messages && !site.authorCustomer) wrong.push("`messages` needs `author-customer`: which of them are the customer's");
  for (const key of ["conversationAttribute", "messageId"]) {
    if (site[key] && !ATTRIBUTE.test(site[key])) wrong.push(`\`${dashed(key)}\` is no name of an attribute: ${site[key]}`);
  }
  return wrong;
}

/** The attributes that a site's selectors look at: only these can change what they find. */
export function attributesOf(site) {
  const named = SELECTORS.flatMap((key) => [...(site[key] ?? "").matchAll(/\[\s*([\w-]+)/g)].map(([, name]) => name));
  const own = [site.conversationAttribute, site.messageId].filter(Boolean);
  return [...new Set(["class", "id", "hidden", "style", "contenteditable", ...named, ...own])];
}
