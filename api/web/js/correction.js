// What is right in place of a fact: another relation, other mentions, or any other words of the text.
import { fill, h, toast } from "./dom.js";
import { get, text } from "./http.js";
import { cut, pointOffset, points } from "./marks.js";

const AROUND = 300; // code points before and after the sentence that can be marked
const TYPES = ["person", "organisation", "place", "thing"];
const VALUES = ["time", "number"]; // only an object can be one
const TITLES = { subject: "Subject", object: "Object" };

/** Draw a form into `room`; `save` gets the right relation, spans and types. */
export async function correction(one, room, save, signal) {
  const path = `/documents/${encodeURIComponent(one.document)}`;
  const [{ properties }, { mentions }, words] = await Promise.all([get("/properties"), get(`${path}/mentions`), text(`${path}/text`)]);
  if (!signal.aborted) new Correction(one, room, save, mentions, points(words)).draw(properties);
}

class Correction {
  constructor(one, room, save, mentions, words) {
    const types = [...new Set([...TYPES, ...mentions.map((each) => each.label).filter((label) => label && !VALUES.includes(label))])];
    Object.assign(this, { one, room, save, mentions, words, types, ends: { subject: one.subject_span, object: one.object_span }, fields: {}, kinds: {} });
    this.shown = h("p", { class: "review-sentence", "aria-live": "polite" });
    this.part = around(words, one.sentence);
    const passage = words.slice(...this.part).join("");
    // not `readonly`: without a caret, words could not be selected by keys
    this.area = h("textarea", { id: "right-words", rows: "4", spellcheck: "false", onbeforeinput: (event) => event.preventDefault(), onkeydown: (event) => this.key(event) }, passage);
  }

  draw(properties) {
    const relation = h("select", { id: "right-relation" }, properties.map((each) => h("option", { value: each.iri }, each.label)));
    if (!properties.some((each) => each.iri === this.one.predicate.iri)) relation.append(h("option", { value: this.one.predicate.iri }, this.one.predicate.label));
    relation.value = this.one.predicate.iri;
    const [subject, object] = ["subject", "object"].map((role) => this.choice(role));
    this.show();
    const send = (event) => {
      event.preventDefault();
      this.save({ predicate: relation.value, subject_span: this.ends.subject, object_span: this.ends.object, subject_type: this.type("subject"), object_type: this.type("object") });
    };
    const mark = (role) => h("button", { type: "button", onmousedown: (event) => event.preventDefault(), onclick: () => this.mark(role) }, `Selection is the ${role}`, h("kbd", {}, `Alt ${role[0].toUpperCase()}`));
    fill(this.room, h("form", { onsubmit: send }, h("h3", {}, "What is right"),
      h("div", { class: "row low" }, subject, h("label", { class: "field", for: "right-relation" }, "Relation", relation), object), this.shown,
      h("label", { class: "field", for: "right-words" }, "Other words of the text: select them, then say what they are", this.area),
      h("p", {}), h("p", { class: "row" }, mark("subject"), mark("object")),
      h("div", { class: "row" }, h("button", { class: "main" }, "Save the correction"), h("button", { type: "button", onclick: () => fill(this.room) }, "Leave it"))));
    const at = units(this.words, this.part[0], this.one.sentence.start);
    this.area.setSelectionRange(at, at);
    relation.focus();
  }

  /** The mentions of the sentence, and what was marked beside them, with its type. */
  choice(role) {
    const field = h("select", { id: `right-${role}`, onchange: () => { this.ends[role] = JSON.parse(field.value); this.show(); } },
      this.inside().map((each) => option(each.span, `${each.text} (${each.label || "pronoun"})`)));
    const kind = h("select", { id: `right-${role}-type`, onchange: () => this.show() }, (role === "object" ? [...this.types, ...VALUES] : this.types).map((type) => h("option", { value: type }, type)));
    kind.value = this.one[role].label;
    if (!kind.value) kind.value = "thing";
    this.fields[role] = field;
    this.kinds[role] = h("label", { class: "field", for: kind.id, hidden: true }, "Its type", kind);
    field.value = JSON.stringify(this.ends[role]);
    return h("div", { class: "row low" }, h("label", { class: "field", for: field.id }, TITLES[role], field), this.kinds[role]);
  }

  inside() {
    const { sentence, subject_span: subject, object_span: object } = this.one;
    const ends = [subject, object].filter((span) => !this.marked(span)).map((span) => ({ span, text: this.words.slice(...span).join(""), label: "" }));
    return [...this.mentions.filter((each) => each.span[0] >= sentence.start && each.span[1] <= sentence.end), ...ends];
  }

  marked([start, end]) {
    return this.mentions.some((each) => each.span[0] === start && each.span[1] === end);
  }

  type(role) {
    return this.marked(this.ends[role]) ? null : this.kinds[role].querySelector("select").value;
  }

  key(event) {
    const role = { s: "subject", o: "object" }[event.key.toLowerCase()];
    if (!event.altKey || !role) return;
    event.preventDefault();
    this.mark(role);
  }

  mark(role) {
    const { selectionStart, selectionEnd, value } = this.area;
    const words = value.slice(selectionStart, selectionEnd);
    const chosen = words.trim();
    if (!chosen) return toast(`Select the words that are the ${role} first.`);
    const start = this.part[0] + pointOffset(value, selectionStart + words.length - words.trimStart().length);
    const span = [start, start + points(chosen).length];
    this.ends[role] = span;
    const field = this.fields[role];
    if (![...field.options].some((each) => each.value === JSON.stringify(span))) field.append(option(span, this.marked(span) ? chosen : `${chosen} (new)`));
    field.value = JSON.stringify(span);
    return this.show();
  }

  show() {
    for (const role of ["subject", "object"]) this.kinds[role].hidden = this.marked(this.ends[role]);
    const { start, end } = this.one.sentence;
    const ranges = ["subject", "object"].map((role) => ({ start: this.ends[role][0], end: this.ends[role][1], role }));
    const [from, to] = [Math.min(start, ...ranges.map((each) => each.start)), Math.max(end, ...ranges.map((each) => each.end))];
    fill(this.shown, cut(this.words, from, to, ranges, (words, [inner]) => (inner ? h("mark", { class: `typed ${inner.role}` }, words, h("span", { class: "role" }, inner.role)) : words)));
  }
}

const option = (span, label) => h("option", { value: JSON.stringify(span) }, label);

/** How many UTF-16 units lie between two places of a text of code points. */
const units = (words, from, to) => words.slice(from, to).join("").length;

/** A sentence with some of the text around it, cut between words. */
function around(words, { start, end }) {
  let [from, to] = [Math.max(0, start - AROUND), Math.min(words.length, end + AROUND)];
  while (from > 0 && from < start && !/\s/u.test(words[from - 1])) from += 1;
  while (to < words.length && to > end && !/\s/u.test(words[to])) to -= 1;
  return [from, to];
}
