// Doubtful facts: accept, reject, or correct the relation and the two ends.
import { correction } from "../correction.js";
import { fill, h, toast } from "../dom.js";
import { meter, triple } from "../fact.js";
import { address, base, get, post, remove } from "../http.js";
import { sentence } from "../marks.js";
import { client, curl, python, recipe } from "../recipe.js";
import { to } from "../route.js";
import { empty, failure } from "../states.js";
import { Desk } from "./desk.js";

export const facts = (box, signal) => new FactDesk(box, signal).begin();

export class FactDesk extends Desk {
  queue = [];

  keys() {
    return [["a", "Accept", () => this.decide("accept")], ["r", "Reject", () => this.decide("reject")], ["c", "Correct", () => this.correct()],
      ["s", "Skip", () => this.skip()], ["u", "Take back the last decision", () => this.undo()]];
  }

  /** How near the model is to not knowing. */
  worth() {
    const [one] = this.queue;
    return one ? Math.min(one.confidence, 1 - one.confidence) : null;
  }

  async load() {
    this.queue = this.queue.filter((one) => !this.skipped.has(one.evidence));
    if (!this.queue.length) {
      const { doubts } = await get("/judgements/due", { limit: 20 + this.skipped.size });
      this.queue = doubts.filter((one) => !this.skipped.has(one.evidence));
    }
  }

  draw() {
    if (this.signal.aborted) return null; // another queue stands in the box
    const [one] = this.queue;
    const undo = this.last ? h("button", { type: "button", class: "quiet", onclick: () => this.undo() }, "Take back the last", h("kbd", {}, "u")) : null;
    if (!one) return fill(this.box, empty("Nothing waits", "Every fact that the model was unsure of has been decided, or no document has been read yet.", undo), this.how());
    const types = { subject: one.subject.label, object: one.object.label };
    const button = (label, key, act, main) => h("button", { type: "button", class: main ? "main" : null, onclick: act }, label, h("kbd", {}, key));
    this.form = h("div", {});
    return fill(this.box, h("section", { class: "card", "aria-label": "Fact to decide" },
      h("div", { class: "row spread" }, h("h2", {}, triple(one)), meter(one.confidence)),
      h("p", { class: "review-sentence" }, sentence(one.sentence.text, one.sentence.start, one.subject_span, one.object_span, types)),
      h("p", { class: "small soft" }, h("a", { href: to("reader", one.document, { fact: one.evidence }) }, one.document), ` · ${one.status} · ${one.model} ${one.model_version}`),
      h("div", { class: "row" }, button("Accept", "a", () => this.decide("accept"), true), button("Reject", "r", () => this.decide("reject")),
        button("Correct", "c", () => this.correct()), button("Skip", "s", () => this.skip()), undo), this.form), this.how());
  }

  how() {
    const evidence = this.queue[0]?.evidence;
    return recipe([curl(address("/judgements/due")), evidence && curl(address("/judgements"), { evidence, verdict: "accept" }), curl(address("/judgements/export"))],
      client(base, "for doubt in kg.doubts().doubts:", "    print(doubt.evidence, doubt.subject.name, doubt.predicate.label, doubt.object.name, doubt.confidence)",
        evidence && `kg.judge(${python(evidence)}, "accept")`, 'with open("decisions.jsonl", "wb") as file:', "    file.writelines(kg.judgements())"));
  }

  async decide(verdict, more = {}) {
    const [one] = this.queue;
    if (!one || this.busy) return;
    this.busy = true;
    try {
      this.last = await post("/judgements", { evidence: one.evidence, verdict, ...more });
      toast({ accept: "Accepted.", reject: "Rejected; the graph follows.", correct: "Corrected; the graph follows." }[verdict]);
      this.queue.shift();
      await this.go("decided");
    } catch (error) {
      fill(this.form, failure(error));
    } finally {
      this.busy = false;
    }
  }

  skip() {
    if (!this.queue.length) return;
    this.skipped.add(this.queue[0].evidence);
    this.go();
  }

  async undo() {
    if (!this.last) return;
    await remove(`/judgements/${this.last.id}`).catch((error) => toast(error.message));
    this.last = null;
    this.queue = [];
    toast("Taken back; its document is read again.");
    await this.load();
    await this.undone();
  }

  /** Choose another relation, or other words of the text as ends. */
  async correct() {
    const [one] = this.queue;
    if (one) await correction(one, this.form, (right) => this.decide("correct", right), this.signal).catch((error) => fill(this.form, failure(error)));
  }
}
