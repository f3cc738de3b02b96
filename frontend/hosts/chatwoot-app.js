/**
 * A dashboard app for Chatwoot: a page of yours in a tab beside the conversation, with a composer and the
 * widget; this script gives the widget the conversation that is open. Not tried live: written after
 * Chatwoot's manual, tried on a stand-in.
 */

import "../define.js";
import { conversationOf } from "./chatwoot-context.js";

const ASK = "chatwoot-dashboard-app:fetch-info";

/** The origins that a tag allows, `data-chatwoot`: with a scheme, without a path. */
export function originsOf(text = "") {
  return text.split(/\s+/).filter((one) => URL.canParse(one) && new URL(one).origin === one && one !== "null");
}

/** Gives `coach` what Chatwoot says of the conversation, from these origins alone. */
export function listen(coach, origins) {
  let last = null;
  const ask = () => {
    for (const origin of origins) window.parent.postMessage(ASK, origin);
  };
  window.addEventListener("message", ({ data, origin, source }) => {
    if (source !== window.parent || !origins.includes(origin) || data === last) return;
    const conversation = conversationOf(data);
    if (!conversation) return;
    last = data;
    coach.conversation(conversation);
  });
  // What was said since is asked for when the agent comes back to the tab, never by the clock.
  window.addEventListener("focus", ask);
  document.addEventListener("visibilitychange", () => document.hidden || ask());
  ask();
}

for (const { src, dataset } of document.scripts) {
  if (src !== import.meta.url) continue;
  const origins = originsOf(dataset.chatwoot);
  const coach = document.querySelector(dataset.coach ?? "draft-coach");
  if (!coach || !origins.length) console.error("chatwoot-app.js needs a <draft-coach> in the page and data-chatwoot: the origin of your Chatwoot");
  else listen(coach, origins);
}
