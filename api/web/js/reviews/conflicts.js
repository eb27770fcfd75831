// Conflicts: what cannot hold together, side by side with its sentences; reject what is wrong.
import { ends, quote, said } from "../derivation.js";
import { fill, h, toast } from "../dom.js";
import { meter } from "../fact.js";
import { plural, sure } from "../format.js";
import { address, base, get, post, remove } from "../http.js";
import { client, curl, python, recipe } from "../recipe.js";
import { note } from "../route.js";
import { empty, failure, waiting } from "../states.js";
import { Desk } from "./desk.js";

const MOST = 50; // conflicts that are asked for at once
const TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const TITLES = {
  denied: "One text says what another denies", functional: "There can be only one", "inverse functional": "Only one thing can have it",
  disjoint: "Nothing can be both", "disjoint properties": "Both cannot hold", asymmetric: "It cannot hold both ways round",
  irreflexive: "Nothing can stand so to itself", range: "The value is of the wrong kind", cardinality: "There are more than there can be",
  rule: "A rule says that these cannot all hold", sentences: "One sentence contradicts another, as a model reads them",
};
const SIDES = [["l", "left"], ["r", "right"]];

export async function conflicts(box, signal, params) {
  const desk = new ConflictDesk(box, signal);
  desk.sentences = params.get("sentences") === "true";
  await desk.begin();
}

export class ConflictDesk extends Desk {
  found = [];
  more = false;
  at = 0;
  sentences = false; // whether sentences are read against each other, too, which takes a model and some seconds
  news = h("div", {});

  keys() {
    return [["l", "Reject the left side", () => this.reject(0)], ["r", "Reject the right side", () => this.reject(1)], ["n", "Next", () => this.step(1)],
      ["p", "Previous", () => this.step(-1)], ["s", "Skip", () => this.skip()], ...(this.after ? [] : [["t", "Read sentences against each other, too, or leave off", () => this.turn()]]),
      ["u", "Take back the last decision", () => this.undo()]];
  }

  /** One side is wrong, and the surer both are, the graver it is. */
  worth() {
    return this.found.length ? (1 + weight(this.found[0])) / 2 : null;
  }

  /** List the conflicts, the surest of both sides first; wait some seconds for what was just decided to show. */
  async load(ready = () => true) {
    for (let left = this.sentences ? 4 : 20; ; left--) { // a model's reading is not asked for twenty times
      const { conflicts: found, more } = await get("/conflicts", { limit: MOST, sentences: this.sentences || null });
      if (this.signal.aborted) return;
      if (ready(found) || !left) {
        this.found = found.filter((one) => !this.skipped.has(named(one))).sort((one, other) => weight(other) - weight(one));
        this.more = more;
        if (this.after) this.at = 0; // all queues are compared by their firsts
        return;
      }
      await new Promise((done) => { setTimeout(done, this.sentences ? 1500 : 300); });
    }
  }

  draw() {
    if (this.signal.aborted) return null; // another queue stands in the box
    this.at = Math.max(0, Math.min(this.at, this.found.length - 1));
    const one = this.found[this.at];
    const undo = this.last ? button("Take back the last", "u", () => this.undo(), "quiet") : null;
    this.news = h("div", {});
    if (!one) return fill(this.box, this.news, empty("No conflicts", `No two facts contradict each other, as far as ${this.sentences ? "rules and a model that reads sentences two by two" : "the rules"} see. An ontology (PUT /ontology) says what cannot hold together.`, this.reading(), undo), this.how());
    const many = this.found.length > 1 ? [button("Previous", "p", () => this.step(-1)), button("Next", "n", () => this.step(1))] : null;
    const skip = button("Skip", "s", () => this.skip());
    this.halves = one.sides.map((side, place) => this.half(side, place));
    return fill(this.box, h("section", { class: "card", "aria-label": "Conflict to decide" },
      h("div", { class: "row spread" }, h("h2", {}, TITLES[one.kind] ?? "These cannot all hold"), h("span", { class: "small soft" }, `${this.at + 1} of ${this.found.length}${this.more ? " and more" : ""}`)),
      h("p", { class: "small soft" }, one.rule ? ["By ", h("code", {}, one.rule), ". "] : null, "Reject the side that is wrong, or go on: both stay in the graph until then."),
      h("div", { class: "halves" }, this.halves), h("div", { class: "row low" }, many, skip, this.reading(), undo), this.news), this.how());
  }

  /** Chooses whether sentences are read against each other; not where all that waits is in one order. */
  reading() {
    return this.after ? null : button(this.sentences ? "Leave sentences off" : "Read sentences against each other, too", "t", () => this.turn());
  }

  turn() {
    if (this.busy) return null;
    this.sentences = !this.sentences;
    this.at = 0;
    note("review", "conflicts", { sentences: this.sentences || null });
    return this.alone(() => this.next(), this.sentences ? "A model reads sentences two by two …" : "Loading …");
  }

  half(side, place) {
    const [key, where] = SIDES[place] ?? [null, `${place + 1}`];
    const held = side.revised ? `${sure(side.revised)} with the other side held against it` : null;
    return h("section", { "aria-label": `Side: ${where}` }, h("h3", {}, said(side.claim)), h("p", { class: "row small soft" }, meter(side.confidence), held),
      stated(side) ? h("p", {}, button("Reject", key, () => this.reject(place))) : h("p", { class: "small soft" }, hint(side)),
      side.proofs.map((proof) => this.grounds(proof.step, true)));
  }

  /** What a step of a proof rests on: its sentences, or what it follows from, which can be rejected there. */
  grounds(step, top = false) {
    const own = !top && step.kind === "stated" && step.claim.predicate.iri !== TYPE;
    const types = step.claim.predicate.iri === TYPE ? {} : ends(step.claim);
    return h("div", {}, top ? null : h("p", { class: "row" }, said(step.claim), own ? button("Reject", null, () => this.decide(step.claim), "small") : null),
      step.rule ? h("p", { class: "small soft" }, "follows by ", h("code", {}, step.rule)) : null,
      step.evidence.map((one) => quote(one, types)), step.premises.map((each) => this.grounds(each)));
  }

  step(by) {
    if (!this.found.length || this.busy) return;
    this.at = (this.at + by + this.found.length) % this.found.length;
    this.draw();
  }

  /** Leave it as it is, until the page is opened again. */
  skip() {
    const one = this.found[this.at];
    if (!one || this.busy) return null;
    this.skipped.add(named(one));
    return this.go();
  }

  /** Reject a side that texts state; of one that follows, go to the first fact that can be rejected. */
  reject(place) {
    const side = this.found[this.at]?.sides[place];
    if (!side) return null;
    if (stated(side)) return this.decide(side.claim);
    this.halves[place].querySelector("button")?.focus();
    return toast(hint(side));
  }

  /** Reject every sentence that says it; a second key meanwhile decides nothing. */
  decide(claim) {
    return this.alone(async () => {
      const made = [];
      this.last = { made, conflict: named(this.found[this.at]) };
      for (const evidence of await places(claim)) {
        await post("/judgements", { evidence, verdict: "reject" });
        made.push(evidence);
      }
      if (!made.length) this.last = null;
      toast(made.length ? `Rejected in ${plural(made.length, "sentence")}; the graph follows.` : "No text says it any more.");
      await this.load((found) => !found.some((one) => one.sides.some((side) => side.proofs.some((proof) => says(proof.step, claim)))));
      await this.go(made.length ? "decided" : "skipped");
    });
  }

  undo() {
    if (!this.last) return null;
    return this.alone(async () => {
      const { made, conflict } = this.last;
      while (made.length) {
        await remove(`/judgements/${encodeURIComponent(made.at(-1))}`);
        made.pop();
      }
      this.last = null;
      toast("Taken back; its document is read again.");
      await this.load((found) => found.some((one) => named(one) === conflict));
      this.at = Math.max(0, this.found.findIndex((one) => named(one) === conflict));
      await this.undone();
    });
  }

  async alone(work, meanwhile = "The graph follows …") {
    if (this.busy) return;
    this.busy = true;
    fill(this.news, waiting(meanwhile));
    try {
      await work();
    } catch (error) {
      if (this.last && !this.last.made.length) this.last = null;
      fill(this.news, failure(error));
    } finally {
      this.busy = false;
    }
  }

  how() {
    const evidence = this.found[this.at]?.sides[0]?.proofs[0]?.step.evidence[0]?.evidence;
    return recipe([curl(address("/conflicts", { sentences: this.sentences || null })), evidence && curl(address("/judgements"), { evidence, verdict: "reject" })],
      client(base, `for one in kg.conflicts(${this.sentences ? "sentences=True" : ""}).conflicts:`, "    for side in one.sides:", "        print(one.kind, side.claim.id, side.confidence, list(side.quotes()))", evidence && `kg.judge(${python(evidence)}, "reject")`));
  }
}

const button = (label, key, act, look = null) =>
  h("button", { type: "button", class: look, onclick: act }, label, key ? h("kbd", {}, key) : null);

/** Whether texts say it, so that a decision about their sentences takes it away; of what kind a thing is, its name says. */
const stated = (side) => side.kind === "stated" && side.claim.predicate.iri !== TYPE;

const hint = (side) => (side.kind === "stated"
  ? "The texts name it as a thing of this kind. If two things are taken for one, split them under “Same thing?”."
  : "It follows from other facts: reject one of those.");

/** How grave a conflict is: what both sides are sure of at least. */
const weight = (one) => Math.min(...one.sides.map((side) => side.confidence));

/** A conflict by what it is about, whatever its evidence. */
const named = (one) => one.sides.map(({ claim }) => `${claim.denied ? "not " : ""}${claim.id}`).sort().join(" ");

/** Whether a proof still has it as stated; what is reasoned with follows a moment after the sentences went. */
const says = (step, claim) => (step.kind === "stated" && step.claim.id === claim.id && step.claim.denied === claim.denied)
  || step.premises.some((each) => says(each, claim));

/** The ids of all places that say it, or that deny it if the claim is a denial. */
async function places(claim) {
  const found = [];
  let after = null;
  do {
    const page = await get(`/statements/${encodeURIComponent(claim.id)}`, { after });
    found.push(...page.evidence.filter((one) => one.status === (claim.denied ? "denied" : "asserted")));
    after = page.next;
  } while (after);
  return found.map((one) => one.evidence);
}
