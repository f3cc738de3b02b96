/**
 * Zammad 6, the agents' desktop. Not tried live: written after its public source, tried on a stand-in.
 * Open tickets stay in the page, hidden; one is active.
 */
export const site = {
  composer: ".content.active .article-new .articleNewEdit-body[contenteditable]",
  panel: ".content",
  place: ".article-new",
  note: ".article-add.is-internal",
  send: ".js-submit",
  // …/#ticket/zoom/42
  conversationAfter: "#ticket/zoom/",
  customer: ".userInfo-name",
  messages: ".ticket-article-item",
  messageId: "data-id",
  messageText: ".richtext-content",
  authorCustomer: ".customer:not(.is-internal)",
  authorAgent: ".agent:not(.is-internal)",
};
