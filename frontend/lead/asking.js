/** A small dialog: a question with a field, or with two answers. */

import { make } from "../make.js";
import { say } from "./texts.js";

/**
 * Asks; gives what was written (`label` given), `true` (no field), or `null` where it was called off.
 * `check(text)` gives what is wrong with an answer, or null.
 */
export function ask({ title, text = "", label = null, go, stop = say("cancel"), check = () => null, extra = null }) {
  const dialog = document.getElementById("asking");
  const field = label === null ? null : make("input", { id: "asking-field", autocomplete: "off", spellcheck: "false" });
  const wrong = make("p", { class: "wrong", role: "alert" });
  return new Promise((resolve) => {
    const answer = (value) => {
      dialog.close();
      resolve(value);
    };
    const submit = (event) => {
      event.preventDefault();
      const value = field === null ? true : field.value.trim();
      wrong.textContent = value === "" ? "" : (check(value) ?? "");
      if (value !== "" && wrong.textContent === "") answer(value);
    };
    const form = make(
      "form",
      { submit },
      make("h2", { id: "asking-title" }, title),
      text ? make("p", {}, text) : null,
      field ? make("label", { for: "asking-field" }, label) : null,
      field,
      extra,
      wrong,
      make("div", { class: "asking-foot" }, make("button", { type: "submit", class: "first" }, go), make("button", { type: "button", click: () => answer(null) }, stop)),
    );
    dialog.replaceChildren(form);
    dialog.oncancel = () => resolve(null);
    dialog.showModal();
    (field ?? form.querySelector("button")).focus();
  });
}
