/** The editors that the widget can live in; an adapter is loaded when its editor is met. */

const WITHIN = ["[contenteditable]:not([contenteditable=false])", "iframe", "textarea", "input"];
// A field of any other type (password, number, e-mail …) is never read.
const TYPES = ["text", "search"];
const SECRET = /password|one-time-code|\bcc-/;
// A password that the page shows for a moment is still one.
const secrets = new WeakSet();

/** The document inside of a frame of the same origin, or null. */
function inside(frame) {
  try {
    return frame.contentDocument;
  } catch {
    return null;
  }
}

/** The composer beside a widget that is to be read now, or null; `given` goes before its `for`. */
export function composerOf(coach, given) {
  if (!coach.isConnected || coach.hasAttribute("disabled")) return null;
  const id = coach.getAttribute("for");
  const named = given ?? (id && coach.getRootNode().getElementById(id));
  const composer = named?.isConnected ? composerIn(named) : null;
  return composer && mayRead(composer) ? composer : null;
}

/** The composer that `element` is or holds, or null. */
function composerIn(element) {
  if (["textarea", "input"].includes(element.localName) || element.isContentEditable) return element;
  if (element.localName === "iframe") {
    const body = inside(element)?.body;
    return body && (body.isContentEditable ? body : within(body));
  }
  return within(element);
}

function within(element) {
  for (const selector of WITHIN) {
    for (const found of element.querySelectorAll(selector)) {
      const composer = composerIn(found);
      if (composer && mayRead(composer)) return composer;
    }
  }
  return null;
}

/**
 * Whether the draft in a composer may be read. `data-coach="off"` on it or around it says no;
 * so does `spellcheck="false"`, unless `data-coach="on"` says yes.
 */
function mayRead(composer) {
  if (composer.localName === "input") {
    if (!TYPES.includes(composer.type) || SECRET.test(composer.autocomplete)) secrets.add(composer);
    if (secrets.has(composer)) return false;
  }
  const frame = composer.ownerDocument.defaultView?.frameElement;
  const around = composer.closest("[data-coach]") ?? frame?.closest("[data-coach]");
  return around ? around.dataset.coach !== "off" : composer.spellcheck;
}

/** The adapter for a composer, as a promise. */
export async function editorFor({ localName }) {
  if (localName === "textarea" || localName === "input") return (await import("./text-control.js")).TextControl;
  return (await import("./editable.js")).Editable;
}
