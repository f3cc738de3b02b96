/**
 * Pages that stand in for tools that cannot be had here: the markup of their composers and messages, as
 * their sources or those who have looked at them say, and nothing else of theirs.
 */

const { build } = await import(`./${document.documentElement.dataset.host}.js`);

const TALKS = [
  {
    id: "41",
    name: "سارا احمدی",
    messages: [
      { id: "m1", author: "customer", text: "سلام، بسته‌ام هنوز نرسیده" },
      { id: "m2", author: "agent", text: "سلام سارا جان، همین حالا نگاه می‌کنم." },
      { id: "m3", author: "agent", text: "این مشتری قبلاً هم شکایت داشت", hidden: true },
      { id: "m4", author: "customer", text: "سه روز است منتظرم، لطفاً زودتر" },
    ],
  },
  { id: "42", name: "رضا کریمی", messages: [{ id: "m9", author: "customer", text: "فاکتور را اشتباه زده‌اید" }] },
];

const host = await build(document.querySelector("#host"), TALKS);

/** What the tests do, as the tool's own scripts would. */
window.standin = {
  /** The agent opens a conversation; the tool shows it after `delay` milliseconds. */
  async open(id, delay = 0) {
    const talk = TALKS.find((one) => one.id === id);
    history.pushState({}, "", host.address(id) + location.search);
    if (delay) await new Promise((resolve) => setTimeout(resolve, delay));
    await host.show(talk);
  },
  receive: (message) => host.add(message),
  note: (on) => host.note(on),
  text: () => host.text(),
};
await window.standin.open("41");
document.documentElement.dataset.ready = "";
