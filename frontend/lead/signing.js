/** Who publishes: whom the token names; where the coach is open, the name that is asked for once. */

import { ask } from "./asking.js";
import { desk } from "./desk.js";
import { say } from "./texts.js";

const NAME = "hamdel-lead-name";

export const knownName = () => desk.home?.author ?? localStorage.getItem(NAME) ?? "";

export function keepName(name) {
  if (desk.home?.author === null && name.trim()) localStorage.setItem(NAME, name.trim());
}

/** `{author}` for a request; asks for the name where nobody is known. Rejects with `null` where it is not given. */
export async function signature() {
  if (desk.home?.author) return {};
  const name = knownName() || (await ask({ title: say("author"), label: say("author"), go: say("enter") }));
  if (!name) throw null;
  keepName(name);
  return { author: name.trim() };
}
