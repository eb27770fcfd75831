// Everything that waits in one order: what a decision is likeliest to change comes first, of whatever kind.
import { fill, h } from "../dom.js";
import { keys } from "../keys.js";
import { empty, failure } from "../states.js";
import { ConflictDesk } from "./conflicts.js";
import { FactDesk } from "./facts.js";
import { MergeDesk } from "./merges.js";
import { RefusedDesk } from "./refused.js";

const KINDS = [ConflictDesk, FactDesk, MergeDesk, RefusedDesk];

export async function all(box, signal) {
  const everything = new Everything(box, signal);
  await everything.next();
}

class Everything {
  constructor(box, signal) {
    Object.assign(this, { box, signal, last: null, turn: new AbortController() });
    signal.addEventListener("abort", () => this.turn.abort());
    this.desks = KINDS.map((Kind) => new Kind(box, signal, (desk, decided) => this.go(desk, decided)));
  }

  async go(desk, decided) {
    if (decided) this.last = desk;
    await this.next();
  }

  /** Ask all queues, and put the worthiest of their firsts on the desk. */
  async next() {
    await Promise.all(this.desks.map((desk) => desk.load()));
    if (this.signal.aborted) return; // another queue stands in the box
    const [best] = this.desks.filter((desk) => desk.worth() !== null).sort((one, other) => other.worth() - one.worth());
    if (best) {
      this.show(best);
    } else {
      this.listen([]);
      fill(this.box, empty("Nothing waits", "No fact, pair or conflict is in doubt and nothing was refused, or no document has been read yet.", this.takeBack()));
    }
  }

  show(desk) {
    desk.draw();
    // where the last decision was of another kind, the desk does not offer to take it back
    if (!desk.last && this.last) this.box.append(h("p", {}, this.takeBack()));
    this.listen(desk.keys());
  }

  listen(bindings) {
    this.turn.abort();
    this.turn = new AbortController();
    keys([...bindings.filter(([key]) => key !== "u"), ["u", "Take back the last decision", () => this.undo()]], this.turn.signal);
  }

  takeBack() {
    return this.last ? h("button", { type: "button", class: "quiet", onclick: () => this.undo() }, "Take back the last", h("kbd", {}, "u")) : null;
  }

  /** Take the last decision back; what it was about lies on the desk again. */
  async undo() {
    const desk = this.last;
    if (!desk) return;
    this.last = null;
    try {
      await desk.undo();
      if (!this.signal.aborted) this.show(desk);
    } catch (error) {
      if (!this.signal.aborted) this.box.prepend(failure(error));
    }
  }
}
