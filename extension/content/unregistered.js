/**
 * The widget where no element can be registered: the world beside a page has no `customElements`. The very
 * same class is made over a plain `div`, in a closed shadow root, and its events stay with us.
 */

const Real = globalThis.HTMLElement;

class Unregistered {
  constructor() {
    const element = document.createElement("div");
    Object.setPrototypeOf(element, new.target.prototype);
    return element;
  }

  attachShadow() {
    return Real.prototype.attachShadow.call(this, { mode: "closed" });
  }

  // The page would hear them.
  dispatchEvent() {
    return true;
  }
}
Object.setPrototypeOf(Unregistered.prototype, Real.prototype);

globalThis.HTMLElement = Unregistered;
const { DraftCoach } = await import("../widget/draft-coach.js");
globalThis.HTMLElement = Real;

/** Puts widgets into the page, and tells them what the browser would; `dress(coach)` sets them up. */
export function stageWith(dress) {
  const alive = new Set();
  const take = (coach) => {
    coach.remove();
    if (alive.delete(coach)) coach.disconnectedCallback();
  };
  return {
    make: () => {
      const coach = new DraftCoach();
      dress(coach);
      return coach;
    },
    put: (coach, anchor) => {
      take(coach);
      anchor.after(coach);
      alive.add(coach);
      coach.connectedCallback();
    },
    take,
  };
}
