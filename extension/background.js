/** The service worker: where the extension is on, which page gets which site, the lines to the coach. */

import { Relay } from "./relay.js";
import { effective, siteFor } from "./settings.js";

const SCRIPT = { id: "coached", js: ["content/begin.js"], allFrames: true, runAt: "document_idle" };
const OWN = "settings";
const FRESH = "token";
const relays = new Set();

/** What counts now. A browser without policies has no managed storage. */
async function settings() {
  const managed = await chrome.storage.managed.get().catch(() => ({}));
  const { [OWN]: own } = await chrome.storage.local.get(OWN);
  return effective(own, managed);
}

// The token must be out of reach of the scripts that run beside pages, ours among them.
const closed = Promise.all([chrome.storage.local.setAccessLevel?.({ accessLevel: "TRUSTED_CONTEXTS" })]).catch(() => {});

/** The token: one that was fetched, else one that was pasted. */
async function tokenNow() {
  const { [FRESH]: fetched } = await chrome.storage.session.get(FRESH);
  if (fetched) return fetched;
  const { token, tokenUrl } = await settings();
  return token || (tokenUrl ? freshToken() : "");
}

let asked = null;

/** A fresh token from the lead's address; those who ask at the same time share one. */
function freshToken() {
  if (asked) return asked;
  const own = fetchToken().finally(() => asked === own && (asked = null));
  return (asked = own);
}

async function fetchToken() {
  const { tokenUrl, server } = await settings();
  if (!tokenUrl) return "";
  const answer = await fetch(tokenUrl, { credentials: "include", cache: "no-store" }).catch(() => null);
  const token = answer?.ok ? (await answer.text()).trim() : "";
  const now = await settings();
  // It was asked for another server, or of another address: it is nothing to the one that counts now.
  if (now.tokenUrl !== tokenUrl || now.server !== server) return "";
  await chrome.storage.session.set({ [FRESH]: token });
  return token;
}

/** The sites that are on and that the browser lets us into. */
async function allowed({ sites }) {
  const asks = sites.filter(({ on }) => on).map(async ({ match }) => ((await chrome.permissions.contains({ origins: [match] })) ? match : null));
  return [...new Set((await Promise.all(asks)).filter(Boolean))];
}

/** Registers the content script where it may run, and nowhere else; pages that are open hear of it. */
async function sync() {
  const matches = await allowed(await settings());
  const registered = await chrome.scripting.getRegisteredContentScripts({ ids: [SCRIPT.id] });
  if (registered.length) await chrome.scripting.unregisterContentScripts({ ids: [SCRIPT.id] });
  if (matches.length) await chrome.scripting.registerContentScripts([{ ...SCRIPT, matches }]);
  for (const relay of [...relays]) relay.close();
  for (const { id } of await chrome.tabs.query({})) chrome.tabs.sendMessage(id, { changed: true }).catch(() => {});
  if (!matches.length) return;
  for (const { id } of await chrome.tabs.query({ url: matches })) {
    const target = { tabId: id, allFrames: true };
    chrome.scripting.executeScript({ target, files: SCRIPT.js }).catch(() => {});
  }
}

let syncing = Promise.resolve();
const soon = () => (syncing = syncing.then(sync, sync));

/** What a content script may know: no token, no address of the coach. */
async function toldTo(sender) {
  const { server, lang, team, ...rest } = await settings();
  const site = server && sender.url ? siteFor(rest, sender.url) : null;
  return site && { site, lang, team };
}

async function answer(message, sender) {
  if (message?.ask === "site") return toldTo(sender);
  // The token itself stays here: what goes out is that there is another one.
  if (message?.ask === "renew" && (await toldTo(sender))) return (await freshToken()) ? crypto.randomUUID() : null;
  return null;
}

async function join(port) {
  let isGone = false;
  port.onDisconnect.addListener(() => (isGone = true));
  await closed;
  const now = await settings();
  if (isGone) return;
  if (!now.server || !siteFor(now, port.sender?.url ?? "")) return port.disconnect();
  const ended = () => relays.delete(relay);
  const relay = new Relay(port, { server: now.server, tokenOf: tokenNow, ended, WebSocket });
  relays.add(relay);
}

chrome.runtime.onMessage.addListener((message, sender, respond) => {
  if (sender.id !== chrome.runtime.id) return false;
  answer(message, sender).then(respond, () => respond(null));
  return true;
});
chrome.runtime.onConnect.addListener((port) => port.sender?.id === chrome.runtime.id && join(port));
chrome.action.onClicked.addListener(() => chrome.runtime.openOptionsPage());
chrome.runtime.onInstalled.addListener(soon);
chrome.runtime.onStartup.addListener(soon);
chrome.permissions.onAdded.addListener(soon);
chrome.permissions.onRemoved.addListener(soon);
chrome.storage.onChanged.addListener((changes, area) => {
  if (area === "session") return;
  asked = null;
  chrome.storage.session.remove(FRESH).then(soon);
});
