/**
 * Chatwoot 4, the agents' dashboard: the live marks. Not tried live: written after Chatwoot's public
 * source, tried on a stand-in. `chatwoot-app.js` is the other half, the dashboard app.
 */
export const site = {
  composer: ".reply-box .ProseMirror, .reply-box textarea.reply-box__input",
  place: ".reply-box",
  note: ".reply-box.is-private",
  send: ".reply-box .right-wrap button",
  // …/app/accounts/1/conversations/42
  conversationAfter: "/conversations/",
  customer: ".contact--name, .conversation-sidebar-wrap h3",
  messages: "[data-message-id]",
  messageId: "data-message-id",
  messageText: "[data-bubble-name='text'] .prose",
  authorCustomer: ".left-bubble:not(.bg-n-solid-amber)",
  // Notes between agents are amber: the customer never saw them.
  authorAgent: ".right-bubble:not(.bg-n-solid-amber)",
};
