// Merging and splitting by hand: what no pair that waits is about.
import { fill, h, toast } from "../dom.js";
import { short } from "../format.js";
import { get, post } from "../http.js";
import { picker } from "../picker.js";
import { to } from "../route.js";
import { failure } from "../states.js";

/** Keys that lead to the forms from elsewhere; `thing` says which thing is chosen there, if any. */
export const byHandKeys = (thing = () => null) => [["m", "Merge by hand", () => lead("merge", thing())], ["d", "Split by hand", () => lead("split", thing())]];

const lead = (form, thing) => { location.hash = to("review", "merges", { form, thing }); };

const detail = (id) => get(`/entities/${encodeURIComponent(short(id)).replaceAll("%2F", "/")}`);

export class ByHand {
  /** `decided` is called with the request of a decision and a message for when it is done. */
  constructor(decided) {
    this.decided = decided;
    this.element = h("details", { class: "card" });
    this.clear();
  }

  /** Begin anew: nothing chosen, folded away. */
  clear() {
    this.room = h("div", {});
    this.keep = picker("Keep", (entity) => { this.keep.chosen = entity.iri; });
    this.other = picker("and it is the same as", (entity) => { this.other.chosen = entity.iri; });
    this.whole = picker("What is two things", (entity) => this.apart(entity.iri));
    for (const field of [this.keep, this.other, this.whole]) {
      field.input.addEventListener("input", () => { // what is typed now is not what was chosen before
        field.chosen = null;
        if (field === this.whole) fill(this.room);
      });
    }
    this.element.open = false;
    fill(this.element, h("summary", {}, "Merge or split by hand"), h("div", { class: "halves" },
      h("div", {}, h("h3", {}, "Merge ", h("kbd", {}, "m")), this.keep, this.other, h("p", {}), h("button", { type: "button", onclick: () => this.merge() }, "Merge")),
      h("div", {}, h("h3", {}, "Split ", h("kbd", {}, "d")), this.whole, this.room)));
  }

  keys() {
    return [["m", "Merge by hand", () => this.open(this.keep)], ["d", "Split by hand", () => this.open(this.whole)]];
  }

  open(field) {
    this.element.open = true;
    field.input.focus();
  }

  /** Open the form that the address names, with the thing that it names. */
  async begin(params) {
    const field = { merge: this.keep, split: this.whole }[params.get("form")];
    if (!field) return;
    this.open(field);
    if (!params.get("thing")) return;
    try {
      const { iri, name } = await detail(params.get("thing"));
      field.input.value = name;
      field.chosen = iri;
      if (field === this.whole) await this.apart(iri);
      else this.other.input.focus();
    } catch (error) {
      this.element.append(failure(error));
    }
  }

  merge() {
    const [keep, other] = [this.keep.chosen, this.other.chosen];
    if (!keep || !other) return toast("Choose two things first.");
    return this.decided(post("/entities/merge", { entities: [keep, other], keep }), "Merged; the graph follows.");
  }

  async apart(iri) {
    await detail(iri).then((found) => fill(this.room, this.parts(found)), (error) => fill(this.room, failure(error)));
    this.room.querySelector("input")?.focus();
  }

  parts(found) {
    const documents = [...new Set(found.statements.map((one) => one.document))];
    const parts = [...found.same_as.map((one) => ({ iri: one.iri, document: one.document })), ...documents.map((document) => ({ iri: found.iri, document }))];
    if (!parts.length) return h("p", { class: "soft small" }, "Nothing to take apart.");
    const boxes = parts.map((part) => h("input", { type: "checkbox", value: JSON.stringify(part) }));
    const split = () => {
      const apart = boxes.filter((each) => each.checked).map((each) => JSON.parse(each.value));
      return apart.length ? this.decided(post("/entities/split", { entity: found.iri, apart }), "Split; the graph follows.") : toast("Tick what is another thing.");
    };
    return [h("p", { class: "small soft" }, "Tick what is another thing:"), h("div", { class: "filters" }, parts.map((part, place) => h("label", {}, boxes[place], part.document ? `in ${part.document}` : short(part.iri)))),
      found.next ? h("p", { class: "small soft" }, "These are the documents of its first facts; POST /entities/split takes any.") : null, h("button", { type: "button", onclick: split }, "Split")];
  }
}
