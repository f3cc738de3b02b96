/**
 * The settings: what a lead's policy says, and what was set here. Pure.
 *
 * `{server, tokenUrl, token, lang, team, sites}`; a site is `{match, host, on}` and keys of
 * `frontend/hosts/site.js` (selectors and texts).
 */

/** The adapters that a site can take its selectors from. */
export const HOSTS = ["chatwoot", "crisp", "rocketchat", "zammad"];

/** The keys of a site that can be set. */
export const SITE_KEYS = [
  ...["composer", "panel", "place", "note", "send", "conversation", "conversationAttribute", "conversationAfter"],
  ...["customer", "messages", "messageText", "messageId", "authorCustomer", "authorAgent", "authorBot", "typing"],
];

const SITES_MOST = 50;
const TEXT_MOST = 500;
const TOKEN_MOST = 8_192;
const MATCH = /^(https?):\/\/((?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*)(?::(\d{1,5}))?\/\*$/i;

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const textOf = (value, most = TEXT_MOST) => (typeof value === "string" ? value.trim().slice(0, most) : "");

/** A pattern of addresses (`https://chat.example/*`) out of what somebody typed, or null. */
export function matchOf(text) {
  const typed = textOf(text);
  const full = /^https?:\/\//i.test(typed) ? typed : `https://${typed}`;
  const origin = full.match(/^(https?:\/\/[^/?#]+)/i)?.[1];
  const match = origin && `${origin.toLowerCase()}/*`;
  return match && MATCH.test(match) ? match : null;
}

/** Whether a pattern is for this address. */
export function isFor(match, address) {
  const [, scheme, host, port] = match.match(MATCH) ?? [];
  if (!scheme || !URL.canParse(address)) return false;
  const url = new URL(address);
  if (url.protocol !== `${scheme.toLowerCase()}:` || (port ?? "") !== url.port) return false;
  if (!host.startsWith("*.")) return url.hostname === host;
  return url.hostname === host.slice(2) || url.hostname.endsWith(host.slice(1));
}

const isHere = (hostname) => ["localhost", "127.0.0.1", "[::1]"].includes(hostname);

/** The address of the coach's socket, or "": only `wss:`, or `ws:` on this machine. */
export function serverOf(value) {
  const text = textOf(value);
  if (!URL.canParse(text)) return "";
  const { protocol, hostname, username, href } = new URL(text.replace(/^http/i, "ws"));
  return !username && (protocol === "wss:" || (protocol === "ws:" && isHere(hostname))) ? href : "";
}

/** The address that gives tokens, or "": only `https:`, or `http:` on this machine. */
export function tokenUrlOf(value) {
  const text = textOf(value);
  if (!URL.canParse(text)) return "";
  const { protocol, hostname, username } = new URL(text);
  return !username && (protocol === "https:" || (protocol === "http:" && isHere(hostname))) ? text : "";
}

/** Whether two addresses of sockets are of one server. */
export function isSameServer(one, other) {
  const [first, second] = [serverOf(one), serverOf(other)];
  return first !== "" && second !== "" && new URL(first).origin === new URL(second).origin;
}

/** The token for `draft.server`: what was typed, else the stored one, which goes to its own server alone. */
export const tokenFor = (stored, { server, token }) => token || (isSameServer(stored.server, server) ? stored.token : "");

function siteOf(value) {
  const match = isObject(value) ? matchOf(value.match) : null;
  if (!match) return null;
  const host = HOSTS.includes(value.host) ? value.host : "";
  const keys = SITE_KEYS.map((key) => [key, textOf(value[key])]).filter(([, text]) => text);
  return { match, host, on: value.on !== false, ...Object.fromEntries(keys) };
}

/** Settings out of anything: what is no setting is left out. */
export function settingsOf(value) {
  const given = isObject(value) ? value : {};
  const sites = Array.isArray(given.sites) ? given.sites.slice(0, SITES_MOST).map(siteOf).filter(Boolean) : [];
  return {
    server: serverOf(given.server),
    tokenUrl: tokenUrlOf(given.tokenUrl),
    token: textOf(given.token, TOKEN_MOST),
    lang: given.lang === "en" ? "en" : "fa",
    team: textOf(given.team, 100),
    sites,
  };
}

/** The settings that count: a policy's go before one's own, and its sites are the only ones. */
export function effective(own, managed) {
  const said = Object.keys(isObject(managed) ? managed : {}).filter((key) => key !== "token" && key in settingsOf({}));
  const policy = settingsOf(managed);
  return { ...settingsOf(own), ...Object.fromEntries(said.map((key) => [key, policy[key]])) };
}

/** Which keys a policy has set. */
export const lockedBy = (managed) => Object.keys(isObject(managed) ? managed : {}).filter((key) => key in settingsOf({}));

/** The site for an address, if one is on. */
export const siteFor = ({ sites }, address) => sites.find(({ match, on }) => on && isFor(match, address)) ?? null;
