// What all queues of Review have in common: one thing lies on the desk, and another after each decision.
import { keys } from "../keys.js";
import { byHandKeys } from "./byhand.js";

/**
 * A queue loads what waits (`load`), shows the first of it (`draw`), says by which keys it is decided (`keys`), and how
 * likely a decision is to change the graph (`worth`, from 0 to 1, null when nothing waits).
 */
export class Desk {
  /** `after` is called with this desk, and what happened: "decided", "skipped" or "undone"; without it this queue goes on. */
  constructor(box, signal, after = null) {
    Object.assign(this, { box, signal, after, skipped: new Set(), last: null, busy: false });
  }

  async begin() {
    await this.next();
    keys(withHand(this.keys()), this.signal);
  }

  async next() {
    await this.load();
    this.draw();
  }

  go(what = "skipped") {
    return this.after ? this.after(this, what) : this.next();
  }

  /** Show what a decision was taken back of, which has been loaded again. */
  undone() {
    return this.after ? this.after(this, "undone") : this.draw();
  }
}

/** The keys of a queue, and of merging and splitting by hand where it has none of its own. */
export const withHand = (bindings) => [...bindings, ...byHandKeys().filter(([key]) => !bindings.some(([own]) => own === key))];
