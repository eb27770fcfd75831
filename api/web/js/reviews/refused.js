// Refused facts: what shapes and policies kept out of the graph; let it in, or keep it out for good.
import { fill, h, toast } from "../dom.js";
import { meter, triple } from "../fact.js";
import { address, base, get, post } from "../http.js";
import { sentence } from "../marks.js";
import { client, curl, python, recipe } from "../recipe.js";
import { to } from "../route.js";
import { empty, failure } from "../states.js";
import { Desk } from "./desk.js";

export const refused = (box, signal) => new RefusedDesk(box, signal).begin();

export class RefusedDesk extends Desk {
  one = null;

  keys() {
    return [["a", "Let it in", () => this.decide("accept")], ["r", "Keep it out", () => this.decide("reject")], ["s", "Skip", () => this.skip()],
      ["u", "Take back the last decision", () => this.undo()]];
  }

  /** Rules are there for a reason: half as likely to be let in as the model is sure of it. */
  worth() {
    return this.one ? this.one.confidence / 2 : null;
  }

  async load() {
    const found = (await get("/refused", { limit: 20 + this.skipped.size })).refused.filter((each) => !this.skipped.has(each.evidence));
    // the surest first: what a rule keeps out though the model was sure of it is most worth a look
    [this.one] = found.sort((a, b) => b.confidence - a.confidence);
  }

  draw() {
    if (this.signal.aborted) return null; // another queue stands in the box
    const { one } = this;
    const undo = this.last ? h("button", { type: "button", class: "quiet", onclick: () => this.undo() }, "Take back the last", h("kbd", {}, "u")) : null;
    const id = one?.evidence;
    const how = recipe([curl(address("/refused")), id && curl(address(`/refused/${id}/accept`), undefined, "POST")],
      client(base, "for one in kg.refused().refused:", "    print(one.evidence, one.subject.name, one.predicate.label, one.object.name, [why.name for why in one.reasons])",
        id && `kg.decide(${python(id)}, "accept")`));
    if (!one) return fill(this.box, empty("Nothing was refused", "Facts that go against shapes or policies wait here. Without any (kg shapes put, PUT /policies) nothing is refused.", undo), how);
    const types = { subject: one.subject.label, object: one.object.label };
    const button = (label, key, act, main) => h("button", { type: "button", class: main ? "main" : null, onclick: act }, label, h("kbd", {}, key));
    this.problem = h("div", {});
    return fill(this.box, h("section", { class: "card", "aria-label": "Refused fact to decide" },
      h("div", { class: "row spread" }, h("h2", {}, triple(one)), meter(one.confidence)),
      h("p", { class: "review-sentence" }, sentence(one.sentence.text, one.sentence.start, one.subject_span, one.object_span, types)),
      h("ul", {}, one.reasons.map((why) => h("li", {}, `${why.kind} ${why.name}: `, why.message || why.rule))),
      h("p", { class: "small soft" }, h("a", { href: to("reader", one.document) }, one.document)),
      h("div", { class: "row" }, button("Let it in", "a", () => this.decide("accept"), true), button("Keep it out", "r", () => this.decide("reject")),
        button("Skip", "s", () => this.skip()), undo), this.problem), how);
  }

  async decide(what) {
    const { one } = this;
    if (!one) return;
    this.one = null; // a second key decides nothing
    try {
      await post(`/refused/${encodeURIComponent(one.evidence)}/${what}`);
      this.last = one;
      toast(what === "accept" ? "Let in; the graph follows." : "Stays out.");
      await this.go("decided");
    } catch (error) {
      this.one = one;
      fill(this.problem, failure(error));
    }
  }

  skip() {
    if (this.one) this.skipped.add(this.one.evidence);
    this.go();
  }

  async undo() {
    if (!this.last) return;
    await post(`/refused/${encodeURIComponent(this.last.evidence)}/reopen`).catch((error) => toast(error.message));
    // the service checks it again in a moment; until then its list lacks it
    [this.one, this.last] = [this.last, null];
    toast("Taken back; shapes and policies decide again.");
    await this.undone();
  }
}
