/**
 * Crisp's inbox, by selectors as others have described it: its source is closed. Not tried live, tried
 * on a stand-in. The class of the tab for private notes and that of the name are guesses: look at them
 * in your own inbox, and say `data-note` and `data-customer` where they are others.
 */
export const site = {
  composer: ".c-conversation-box-field__field-composer-field",
  place: ".c-conversation-box__editor",
  note: ".c-conversation-box__editor[class*='--note'], .c-conversation-box__editor [class*='--note'][class*='--active']",
  // …/website/<id>/inbox/session_<id>/
  conversationAfter: "/inbox/",
  customer: ".c-conversation-profile__nickname",
  messages: ".c-conversation-box-content-message",
  messageText: ".c-conversation-box-content-message-bubble__content",
  authorCustomer: ".c-conversation-box-content-message--user",
  authorAgent: ".c-conversation-box-content-message--operator",
};
