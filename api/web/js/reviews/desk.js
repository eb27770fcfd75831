// What all queues of Review have in common: one thing lies on the desk, and another after each decision.
import { keys } from "../keys.js";

/**
 * A queue loads what waits (`load`), shows the first of it (`draw`), says by which keys it is decided (`keys`), and how
 * likely a decision is to change the graph (`worth`, from 0 to 1, null when nothing waits).
 */
export class Desk {
  /** `after` is called with this desk, and whether anything was decided or it was skipped; without it the next of this queue comes. */
  constructor(box, signal, after = null) {
    Object.assign(this, { box, signal, after, skipped: new Set(), last: null, busy: false });
  }

  async begin() {
    await this.next();
    keys(this.keys(), this.signal);
  }

  async next() {
    await this.load();
    this.draw();
  }

  go(decided = false) {
    return this.after ? this.after(this, decided) : this.next();
  }
}
