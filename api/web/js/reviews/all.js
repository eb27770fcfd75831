// Everything that waits in one order: what a decision is likeliest to change comes first, of whatever kind.
import { fill, h, toast } from "../dom.js";
import { address, base } from "../http.js";
import { keys } from "../keys.js";
import { client, curl, recipe } from "../recipe.js";
import { empty, failure } from "../states.js";
import { ConflictDesk } from "./conflicts.js";
import { withHand } from "./desk.js";
import { FactDesk } from "./facts.js";
import { MergeDesk } from "./merges.js";
import { RefusedDesk } from "./refused.js";

const KINDS = [ConflictDesk, FactDesk, MergeDesk, RefusedDesk];

export async function all(box, signal) {
  const everything = new Everything(box, signal);
  await everything.next();
}

const how = () => recipe(["/judgements/due", "/reviews", "/refused", "/conflicts"].map((path) => curl(address(path))),
  client(base, "print(kg.doubts(), kg.reviews(), kg.refused(), kg.conflicts())"));

class Everything {
  constructor(box, signal) {
    Object.assign(this, { box, signal, last: null, current: null, turn: new AbortController() });
    signal.addEventListener("abort", () => {
      this.turn.abort();
      box.inert = false;
    });
    this.desks = KINDS.map((Kind) => new Kind(box, signal, (desk, what) => this.go(desk, what)));
  }

  go(desk, what) {
    if (what === "undone") {
      this.last = null;
      return desk.worth() === null ? this.next() : this.show(desk);
    }
    if (what === "decided") {
      this.last = desk;
      // only the last decision of all can be taken back
      this.desks.filter((other) => other !== desk).forEach((other) => { other.last = null; });
    }
    return this.next();
  }

  /** Ask all queues, and put the worthiest of their firsts on the desk. */
  async next() {
    this.rest();
    try {
      await Promise.all(this.desks.map((desk) => desk.load()));
    } catch (error) {
      if (this.signal.aborted) return;
      this.listen([]);
      fill(this.box, failure(error), h("p", {}, h("button", { type: "button", onclick: () => this.next() }, "Try again")));
      return;
    }
    if (this.signal.aborted) return; // another queue stands in the box
    const [best] = this.desks.filter((desk) => desk.worth() !== null).sort((one, other) => other.worth() - one.worth());
    if (best) {
      this.show(best);
    } else {
      this.current = null;
      this.listen([]);
      fill(this.box, empty("Nothing waits", "No fact, pair or conflict is in doubt and nothing was refused, or no document has been read yet.", this.takeBack()), how());
    }
  }

  show(desk) {
    this.current = desk;
    desk.draw();
    // where the last decision was of another kind, the desk does not offer to take it back
    if (!desk.last) this.box.append(h("p", {}, this.takeBack()));
    this.listen(desk.keys());
  }

  /** Neither keys nor clicks decide anything until it is clear what lies on the desk. */
  rest() {
    this.turn.abort();
    this.box.inert = true;
  }

  listen(bindings) {
    this.turn.abort();
    this.turn = new AbortController();
    this.box.inert = false;
    keys(withHand([...bindings.filter(([key]) => key !== "u"), ["u", "Take back the last decision", () => this.undo()]]), this.turn.signal);
  }

  takeBack() {
    return this.last?.last ? h("button", { type: "button", class: "quiet", onclick: () => this.undo() }, "Take back the last", h("kbd", {}, "u")) : null;
  }

  /** Take the last decision back; what it was about lies on the desk again. */
  async undo() {
    if (!this.last?.last) return;
    this.rest();
    await this.last.undo().catch((error) => toast(error.message));
    if (!this.signal.aborted && this.box.inert) this.listen(this.current?.keys() ?? []); // it could not be taken back
  }
}
