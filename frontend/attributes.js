/** What the element's attributes say, as events of the wire. */

/** Attributes that are told when the line is opened. */
export const OF_LINE = ["server", "agent", "agent-name", "team", "lang"];

/** Attributes that are told with the conversation. */
export const OF_CONVERSATION = ["conversation", "customer-name", "customer-title"];

/** The address of the socket: `server` may be relative, and http(s) becomes ws(s). */
export function socketAddress(server, base) {
  const url = new URL(server || "/v1/ws", base);
  url.protocol = url.protocol.replace("http", "ws");
  return url.href;
}

/** The language of the element: Persian unless it is English. */
export function langOf(element) {
  return element.getAttribute("lang") === "en" ? "en" : "fa";
}

/** The `hello` event. */
export function helloOf(element, token) {
  const hello = { type: "hello", protocol: 1, lang: langOf(element) };
  const id = element.getAttribute("agent");
  const name = element.getAttribute("agent-name");
  const team = element.getAttribute("team");
  if (token) hello.token = token;
  if (id) hello.agent = name ? { id, name } : { id };
  if (team) hello.team = team;
  return hello;
}

/** The conversation that the attributes name; one of its own if they name none. */
export function conversationOf(element) {
  const title = element.getAttribute("customer-title");
  const customer = { name: element.getAttribute("customer-name") };
  if (title) customer.title = title;
  const conversation = element.getAttribute("conversation") ?? `c-${crypto.randomUUID()}`;
  return { conversation, customer, messages: [] };
}
