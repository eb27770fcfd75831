// Pairs that may be one thing; and splitting a thing that is two.
import { fill, h, toast } from "../dom.js";
import { meter } from "../fact.js";
import { plural, short } from "../format.js";
import { address, base, get, post, remove } from "../http.js";
import { client, curl, python, recipe } from "../recipe.js";
import { to } from "../route.js";
import { empty, failure } from "../states.js";
import { ByHand } from "./byhand.js";
import { Desk } from "./desk.js";

export async function merges(box, signal, params) {
  const desk = new MergeDesk(box, signal);
  await desk.begin();
  await desk.hand.begin(params);
}

export class MergeDesk extends Desk {
  hand = new ByHand((request, message) => this.decided(request, message));

  keys() {
    return [["a", "They are one", () => this.answer("accept")], ["r", "They are not", () => this.answer("reject")], ["s", "Skip", () => this.skip()],
      ...this.hand.keys(), ["u", "Take back the last decision", () => this.undo()]];
  }

  /** How likely the graph has two things where there is one. */
  worth() {
    return this.one ? this.one.score : null;
  }

  /** Take the likeliest pair; or one that was decided before, once identity has been worked out again. */
  async load(before = null) {
    for (let left = before ? 20 : 0; ; left--) {
      const { reviews } = await get("/reviews", { limit: 20 });
      this.one = reviews.find((each) => each.id === before?.id) ?? reviews.find((each) => !this.skipped.has(each.id));
      if (this.signal.aborted || !left || this.one?.id === before.id) return;
      await new Promise((done) => { setTimeout(done, 300); });
    }
  }

  draw() {
    if (this.signal.aborted) return; // another queue stands in the box
    const undo = this.last ? h("button", { type: "button", class: "quiet", onclick: () => this.undo() }, "Take back the last", h("kbd", {}, "u")) : null;
    const id = this.one?.id;
    const how = recipe([curl(address("/reviews")), id && curl(address(`/reviews/${id}`), { verdict: "accept" })],
      client(base, "for pair in kg.reviews().reviews:", "    print(pair.id, pair.left.names, pair.right.names, pair.score)", id && `kg.answer(${python(id)}, "accept")`));
    fill(this.box, this.one ? this.pair(undo) : empty("No pairs wait", "When two things may be one, they are shown here side by side.", undo), this.hand.element, how);
  }

  pair(undo) {
    const { one } = this;
    return h("section", { class: "card", "aria-label": "Pair to decide" }, h("div", { class: "row spread" }, h("h2", {}, "Are these one thing?"), meter(one.score)),
      h("div", { class: "halves" }, side(one.left), side(one.right)),
      h("p", { class: "small soft" }, Object.entries(one.reasons).map(([name, value]) => `${name} ${value.toFixed(2)}`).join(" · ")),
      h("div", { class: "row" }, h("button", { type: "button", class: "main", onclick: () => this.answer("accept") }, "One thing", h("kbd", {}, "a")),
        h("button", { type: "button", onclick: () => this.answer("reject") }, "Two things", h("kbd", {}, "r")), h("button", { type: "button", onclick: () => this.skip() }, "Skip", h("kbd", {}, "s")), undo));
  }

  async answer(verdict) {
    if (!this.one) return;
    await this.decided(post(`/reviews/${this.one.id}`, { verdict }), verdict === "accept" ? "They are one." : "They stay two.", this.one);
  }

  /** Note what was decided, of which pair if of one that waited. */
  async decided(request, message, pair = null) {
    try {
      this.last = (await request).decisions;
      this.before = pair;
      this.hand.clear();
      toast(message);
      await this.go("decided");
    } catch (error) {
      if (!this.signal.aborted) this.box.prepend(failure(error));
    }
  }

  skip() {
    if (this.one) this.skipped.add(this.one.id);
    this.go();
  }

  async undo() {
    if (!this.last) return;
    for (const decision of this.last ?? []) await remove(`/decisions/${encodeURIComponent(decision.id)}`);
    this.last = null;
    toast("Taken back.");
    await this.load(this.before);
    await this.undone();
  }
}

/** Some of what is said of a thing, each sentence once. */
const sentences = (one) => [...new Set(one.statements.map((fact) => fact.sentence.text))].slice(0, 4);

const side = (one) => h("div", {}, h("h3", {}, h("a", { href: to("graph", "", { entity: short(one.iri) }) }, one.names.join(", ") || short(one.iri)), " ", h("span", { class: "typed", data: { type: one.label } }, one.label)),
  h("p", { class: "small soft" }, plural(one.documents.length, "document"), `: ${one.documents.slice(0, 5).join(", ")}`),
  one.statements.length || one.known.length ? null : h("p", { class: "small soft" }, "Named there; nothing is stated of it."),
  sentences(one).map((text) => h("blockquote", {}, text)), one.known.map((fact) => h("p", { class: "small" }, `${fact.predicate.label}: ${fact.value}`)));
