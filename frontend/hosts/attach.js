/**
 * The widget by one script tag: `data-composer` and the other keys of a site say where things are,
 * `data-host` takes them from an adapter of ours.
 */

import "../define.js";
import { follow, STAGE } from "./follow.js";
import { problemsOf } from "./site.js";

const HOSTS = {
  chatwoot: () => import("./chatwoot.js"),
  crisp: () => import("./crisp.js"),
  rocketchat: () => import("./rocketchat.js"),
  zammad: () => import("./zammad.js"),
};
const OURS = ["host", "tokenUrl"];

/** The site that a tag's data says; `problems` are sentences for who wrote it. */
async function siteOf(dataset) {
  const own = Object.fromEntries(Object.entries(dataset).filter(([key]) => !OURS.includes(key)));
  const { host } = dataset;
  if (host && !Object.hasOwn(HOSTS, host)) {
    return { site: own, problems: [`\`host\` ${host} is not known; known are ${Object.keys(HOSTS).join(", ")}`] };
  }
  const adapter = host ? (await HOSTS[host]()).site : {};
  const site = { server: new URL("/v1/ws", import.meta.url).href, ...adapter, ...own };
  return { site, problems: problemsOf(site) };
}

/** Tokens from an address of the host's; those who ask at the same time share one. */
function tokensFrom(url) {
  let asked = null;
  const ask = async () => {
    const answer = await fetch(url, { credentials: "include", cache: "no-store" });
    if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
    return (await answer.text()).trim();
  };
  return () => (asked ??= ask().finally(() => (asked = null)));
}

/** Widgets that have a token before they connect. */
async function stageWith(url) {
  if (!url) return STAGE;
  const fresh = tokensFrom(url);
  let token = await fresh().catch(() => null);
  const tokenSource = async () => (token = await fresh());
  return { ...STAGE, make: () => Object.assign(STAGE.make(), { token, tokenSource }) };
}

async function start({ dataset }) {
  const { site, problems } = await siteOf(dataset);
  if (problems.length) console.error(`draft-coach cannot be attached:\n- ${problems.join("\n- ")}`);
  else follow(site, await stageWith(dataset.tokenUrl));
}

for (const script of document.scripts) if (script.src === import.meta.url) start(script);
