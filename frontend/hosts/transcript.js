/** What became of a conversation between two readings of the page. Pure. */

const ADDED_MOST = 3;

const same = (one, other) => one.key === other.key && one.author === other.author && one.text === other.text;

/** How many of the messages told first no longer stand there (hosts take them off the top of a long list), or -1. */
function takenOff(told, now) {
  const first = told.findIndex((message) => same(message, now[0]));
  if (first < 0 || told.length - first > now.length) return -1;
  return told.slice(first).every((message, index) => same(message, now[index])) ? first : -1;
}

/**
 * How the messages that stand there now differ from those that were told: null (not at all), the few
 * that were added at the end, or "anew" (one was changed, taken away, put before; or many came at once).
 */
export function difference(told, now) {
  if (told.length === 0 || now.length === 0) return told.length === now.length ? null : "anew";
  const off = takenOff(told, now);
  if (off < 0) return "anew";
  const added = now.slice(told.length - off);
  if (added.length === 0) return null;
  return added.length <= ADDED_MOST ? added : "anew";
}

/** Whether all that stands there stood there before: the page still shows the conversation that was left. */
export function isStale(left, now) {
  return now.length > 0 && now.every((message) => left.some((old) => same(old, message)));
}

/** A message as the widget takes it. */
export const asTold = ({ author, text, id }) => (id ? { author, text, id } : { author, text });
