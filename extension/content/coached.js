/** Coaches this page, if the settings say so: asks the service worker, and asks again when they change. */

import { PortSocket } from "./port-socket.js";
import { stageWith } from "./unregistered.js";

const HOSTS = {
  chatwoot: () => import("../widget/hosts/chatwoot.js"),
  crisp: () => import("../widget/hosts/crisp.js"),
  rocketchat: () => import("../widget/hosts/rocketchat.js"),
  zammad: () => import("../widget/hosts/zammad.js"),
};

let following = null;
let asking = Promise.resolve();

const ask = (what) => chrome.runtime.sendMessage({ ask: what }).catch(() => null);

async function siteOf({ match, host, on, ...own }) {
  const adapter = host ? (await HOSTS[host]()).site : {};
  return { ...adapter, ...own };
}

async function begin() {
  following?.stop();
  following = null;
  const told = await ask("site");
  if (!told) return;
  const { follow } = await import("../widget/hosts/follow.js");
  const { problemsOf } = await import("../widget/hosts/site.js");
  const site = { ...(await siteOf(told.site)), lang: told.lang, ...(told.team && { team: told.team }) };
  const problems = problemsOf(site);
  if (problems.length) return console.warn(`Hamdel: ${problems.join("; ")}`);
  const tokenSource = () => ask("renew");
  following = follow(site, stageWith((coach) => (coach.tokenSource = tokenSource)));
}

const again = () => (asking = asking.then(begin, begin));

// A page gets this script once, however often it is given to it.
if (!globalThis.hamdelIsHere) {
  globalThis.hamdelIsHere = true;
  globalThis.WebSocket = PortSocket;
  chrome.runtime.onMessage.addListener((message) => void (message?.changed && again()));
  again();
}
