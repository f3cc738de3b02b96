/** Timers that a test moves by hand. */

export class Clock {
  now = 0;
  #due = [];
  #ids = 0;

  setTimeout = (act, delay = 0) => {
    this.#ids += 1;
    this.#due.push({ id: this.#ids, at: this.now + delay, act });
    return this.#ids;
  };

  clearTimeout = (id) => {
    this.#due = this.#due.filter((one) => one.id !== id);
  };

  /** The delays that are still to come, shortest first. */
  get waiting() {
    return this.#due.map(({ at }) => at - this.now).sort((one, other) => one - other);
  }

  /** Lets `milliseconds` pass; what falls due is done in order. */
  pass(milliseconds) {
    const until = this.now + milliseconds;
    for (;;) {
      const next = this.#due.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.now = next.at;
      this.clearTimeout(next.id);
      next.act();
    }
    this.now = until;
  }
}
