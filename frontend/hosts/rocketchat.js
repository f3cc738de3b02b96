/**
 * Rocket.Chat 6 and 7, omnichannel rooms of the web client. Not tried live: written after its public
 * source, tried on a stand-in. A thread has its own composer and no customer: it is not coached.
 */
export const site = {
  composer: "main textarea[name='msg']:not(.contextual-bar textarea):not([role='dialog'] textarea)",
  place: "footer",
  send: "button:has(.rcx-icon--name-send)",
  // …/live/<room>/…; other rooms are colleagues among themselves
  conversationAfter: "/live/",
  customer: ".rcx-room-header h1",
  messages: "[data-qa-type='message'][data-own]",
  messageId: "data-mid",
  messageText: ".rcx-message-body",
  authorCustomer: "[data-own='false']",
  authorAgent: "[data-own='true']",
};
