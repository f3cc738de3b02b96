/** What the workbench says, in Persian and English. */

import { en } from "./texts-en.js";
import { fa } from "./texts-fa.js";

const TEXTS = { fa, en };

export const lang = () => document.documentElement.lang;

/** The text of a name in the page's language, its `{places}` filled in. */
export function say(name, fields = {}) {
  const text = TEXTS[lang()][name] ?? name;
  return text.replace(/\{(\w+)\}/g, (place, field) => (field in fields ? number(fields[field]) : place));
}

/** The word for a value of a rule (`severity`, `live`): as it stands where there is none. */
export const word = (group, name) => TEXTS[lang()][group]?.[name] ?? name;

/** A number in the digits of the page's language; anything else as it is. */
export const number = (value) =>
  typeof value === "number" ? value.toLocaleString(lang() === "fa" ? "fa-IR" : "en-GB") : String(value);

/** A moment, as people write it. */
export const moment = (at) =>
  new Date(at).toLocaleString(lang() === "fa" ? "fa-IR" : "en-GB", { dateStyle: "medium", timeStyle: "short" });
