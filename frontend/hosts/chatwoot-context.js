/**
 * What Chatwoot tells a dashboard app about the open conversation, as the widget takes it. Nothing is
 * taken on trust: every field has its type and its length, what has neither is left out. Pure.
 */

const MESSAGES_MOST = 200;
const TEXT_MOST = 8_000;
const NAME_MOST = 200;
const INCOMING = 0;
const OUTGOING = 1;

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const textOf = (value, most) => (typeof value === "string" && value.trim() ? value.trim().slice(0, most) : null);

/** A whole number or a short plain text, as a text; else null. */
function idOf(value) {
  if (Number.isSafeInteger(value) && value >= 0) return String(value);
  return typeof value === "string" && /^[\w-]{1,100}$/.test(value) ? value : null;
}

/** Chatwoot counts in seconds. */
function instantOf(seconds) {
  if (!Number.isSafeInteger(seconds) || seconds <= 0 || seconds > 8e9) return null;
  return new Date(seconds * 1000).toISOString();
}

function authorOf({ message_type: kind, sender }) {
  if (kind === INCOMING) return "customer";
  if (kind !== OUTGOING) return null;
  const type = isObject(sender) && typeof sender.type === "string" ? sender.type.toLowerCase() : "user";
  return type.includes("bot") ? "bot" : "agent";
}

/** A message, or null: a private note, an activity, something else, nothing at all. */
function messageOf(value) {
  if (!isObject(value) || value.private === true) return null;
  const [author, text, id, at] = [authorOf(value), textOf(value.content, TEXT_MOST), idOf(value.id), instantOf(value.created_at)];
  if (!author || !text) return null;
  return { author, text, ...(id && { id: `m-${id}` }), ...(at && { at }) };
}

/** The conversation of an `appContext` event's text, for the widget's `conversation()`; null: it is none. */
export function conversationOf(data) {
  if (typeof data !== "string") return null;
  let event;
  try {
    event = JSON.parse(data);
  } catch {
    return null;
  }
  if (!isObject(event) || event.event !== "appContext" || !isObject(event.data)) return null;
  const { conversation, contact } = event.data;
  const id = isObject(conversation) ? idOf(conversation.id) : null;
  if (id === null) return null;
  const sender = isObject(conversation.meta) && isObject(conversation.meta.sender) ? conversation.meta.sender : {};
  const name = textOf(isObject(contact) ? contact.name : null, NAME_MOST) ?? textOf(sender.name, NAME_MOST);
  const messages = Array.isArray(conversation.messages) ? conversation.messages.slice(-MESSAGES_MOST) : [];
  return { conversation: id, customer: { name }, messages: messages.map(messageOf).filter(Boolean) };
}
