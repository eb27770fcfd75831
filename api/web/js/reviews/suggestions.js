// Suggestions: facts that are likely of a thing though no document states them; accept or refuse each.
import { fill, h, toast } from "../dom.js";
import { meter, triple } from "../fact.js";
import { short } from "../format.js";
import { address, base, get, put } from "../http.js";
import { keys } from "../keys.js";
import { picker } from "../picker.js";
import { client, curl, python, recipe } from "../recipe.js";
import { note } from "../route.js";
import { empty, failure, waiting } from "../states.js";
import { withHand } from "./desk.js";

export async function suggestions(box, signal, params) {
  const desk = new Desk(signal);
  fill(box, h("div", { class: "card" }, picker("Thing", (entity) => desk.open(short(entity.iri)))), desk.room);
  keys(withHand([["a", "Accept", () => desk.judge("accepted")], ["r", "Refuse", () => desk.judge("refused")], ["n", "Next", () => desk.step(1)],
    ["p", "Previous", () => desk.step(-1)], ["u", "Take back the last decision", () => desk.undo()]]), signal);
  if (params.get("subject")) await desk.open(params.get("subject"));
}

class Desk {
  constructor(signal) {
    Object.assign(this, { signal, room: h("div", {}), subject: "", found: [], at: 0, last: null, busy: false });
    fill(this.room, empty("Of whom, or of what?", "Name a thing above. What rules that were learnt from the graph make likely of it, and no text states, is listed with its reasons."), this.how("person/ada_lovelace"));
  }

  /** List what is likely of a thing; what was accepted is a fact, and what was refused is not suggested. */
  async open(subject) {
    if (subject !== this.subject) Object.assign(this, { at: 0, found: [], last: null });
    this.subject = subject;
    note("review", "suggestions", { subject });
    if (!this.found.length) fill(this.room, waiting("Looking …"));
    try {
      const { suggestions: found } = await get("/suggestions", { subject });
      if (this.signal.aborted || subject !== this.subject) return; // something else is shown by now
      this.found = found;
      this.draw();
    } catch (error) {
      if (this.signal.aborted) return;
      this.found = [];
      fill(this.room, failure(error, "Suggestions", "GET /suggestions"), this.how(subject));
    }
  }

  draw() {
    this.at = Math.max(0, Math.min(this.at, this.found.length - 1));
    const undo = this.last ? h("button", { type: "button", class: "quiet", onclick: () => this.undo() }, "Take back the last", h("kbd", {}, "u")) : null;
    this.problem = h("div", {});
    this.cards = this.found.map((one, place) => this.card(one, place));
    fill(this.room, this.found.length ? [undo ? h("p", {}, undo) : null, this.problem, this.cards]
      : [this.problem, empty("No suggestions", "Rules and likeness find nothing that the documents leave out.", undo)], this.how(this.subject));
    this.cards[this.at]?.scrollIntoView({ block: "nearest" });
  }

  card(one, place) {
    const current = place === this.at;
    const button = (label, key, verdict, main) => h("button", { type: "button", class: main ? "main" : null, onclick: () => { this.at = place; this.judge(verdict); } },
      label, current ? h("kbd", {}, key) : null);
    return h("section", { class: "card", "aria-label": `Suggestion: ${one.predicate.label} ${one.object.name}`, "aria-current": current ? "true" : null },
      h("div", { class: "row spread" }, h("h2", {}, triple(one)), h("span", { class: "row" }, one.verdict === "accepted" ? h("span", { class: "chip" }, "accepted") : null, meter(one.score))),
      h("p", { class: "small" }, one.reason),
      h("ul", { class: "small" }, one.grounds.map((ground) => h("li", {}, triple(ground)))),
      h("div", { class: "row" }, button("Accept", "a", "accepted", current), button("Refuse", "r", "refused", false)));
  }

  step(by) {
    if (!this.found.length) return;
    this.at = (this.at + by + this.found.length) % this.found.length;
    this.draw();
  }

  async judge(verdict) {
    const one = this.found[this.at];
    if (!one) return;
    if (await this.tell(one, verdict)) {
      this.last = { one, before: one.verdict };
      toast(verdict === "accepted" ? "Accepted; it is a fact now, on your word." : "Refused; it is not suggested again.");
      await this.open(this.subject);
    }
  }

  async undo() {
    if (!this.last) return;
    const { one, before } = this.last;
    if (await this.tell(one, before)) {
      this.last = null;
      toast("Taken back.");
      await this.open(this.subject);
      this.at = Math.max(0, this.found.findIndex((each) => each.id === one.id));
      this.draw();
    }
  }

  /** Send a verdict; a second key meanwhile decides nothing. */
  async tell(one, verdict) {
    if (this.busy) return false;
    this.busy = true;
    try {
      await put("/suggestions", { subject: one.subject.iri, predicate: one.predicate.iri, object: one.object.iri, verdict });
      return true;
    } catch (error) {
      fill(this.problem, failure(error));
      return false;
    } finally {
      this.busy = false;
    }
  }

  how(subject) {
    const one = this.found[this.at];
    const parts = one && { subject: one.subject.iri, predicate: one.predicate.iri, object: one.object.iri };
    return recipe([curl(address("/suggestions", { subject })), one && curl(address("/suggestions"), { ...parts, verdict: "refused" }, "PUT")],
      client(base, `for one in kg.suggestions(${python(subject)}).suggestions:`, "    print(one.predicate.label, one.object.name, one.score, one.reason)",
        one && `kg.judge_suggestion(${Object.values(parts).map(python).join(", ")}, "refused")`));
  }
}
