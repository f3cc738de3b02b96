/** The widget's own words; a language is loaded when it is asked for. Advice and why come from the coach. */

const LANGUAGES = { fa: () => import("./texts/fa.js"), en: () => import("./texts/en.js") };
const loaded = {};

/** Loads the words of a language. */
export async function loadTexts(lang) {
  loaded[lang] = (await LANGUAGES[lang]()).texts;
}

/** The words of a language, or undefined as long as they are not loaded. */
export function textsOf(lang) {
  return loaded[lang];
}

/** A number as the language writes it. */
export function numeral(number, lang) {
  return new Intl.NumberFormat(lang === "en" ? "en" : "fa-IR").format(number);
}

/** What a chip of the checklist says; a lead's own rule says its id in words. */
export function ruleLabel(rule, texts) {
  return texts.rules[rule] ?? rule.replaceAll("-", " ");
}

/** What a replacement's button says. */
export function replacementLabel(finding, replacement, texts) {
  if (replacement.text === "") return texts.remove;
  return finding.span ? replacement.text : `${texts.add}: \u2068${replacement.text.replace(/^[.\s]+/, "")}\u2069`;
}
