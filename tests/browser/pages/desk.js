/** Puts the editor that the address names into `#reply`; `desk.mount("second")` makes another. */

const name = new URLSearchParams(location.search).get("editor");
const { mount } = await import(`/editors/${name}.js`);

/** What the tests do with the editors; the first one is `desk.reply`. */
window.desk = {
  async mount(id) {
    window.desk[id] = await mount(document.getElementById(id));
  },
};
await window.desk.mount("reply");
document.documentElement.dataset.ready = "";
