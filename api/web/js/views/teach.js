// Teach: mark a subject and an object, name the relation, and see at once what that finds.
import { fill, h, toast } from "../dom.js";
import { foresee, quoted } from "../foreseen.js";
import { address, base, get, post } from "../http.js";
import { pointOffset, points, sentence } from "../marks.js";
import { trial, turtle } from "../ontology.js";
import { client, curl, python, recipe } from "../recipe.js";
import { empty, failure, waiting } from "../states.js";
import { taught } from "../taught.js";

export async function show(room, _, signal) {
  const lesson = new Lesson(signal);
  const [{ properties }, { relations }] = await Promise.all([get("/properties"), get("/relations")]);
  const own = new Set(relations.map((one) => one.iri)); // a lesson of one's own begins anew; the ontology's go by their IRIs
  lesson.known = new Map(properties.filter((one) => !own.has(one.iri)).map((one) => [one.label.toLowerCase(), one]));
  fill(room, h("h1", {}, "Teach"), h("p", { class: "lead" }, "One to five examples teach the model a relation, without training. Mark who and what in a sentence, name the relation, and see what it finds."),
    h("div", { class: "halves" }, lesson.marking(properties), lesson.trying()), lesson.kept, lesson.code);
  lesson.draw();
  await lesson.kept.draw();
}

class Lesson {
  constructor(signal) {
    this.signal = signal;
    this.examples = [];
    this.ends = { subject: null, object: null };
    this.text = h("textarea", { id: "sentence", rows: "3", placeholder: "Greta Holm captains the Wexcombe Rovers.", oninput: () => { this.ends = { subject: null, object: null }; this.draw(); } });
    this.name = h("input", { id: "relation", type: "text", list: "properties", placeholder: "captain of", oninput: () => this.draw() });
    this.description = h("input", { id: "description", type: "text", placeholder: "the person leads the team on the field" });
    this.try = h("textarea", { id: "try", rows: "5", placeholder: "Another text, in which it should find the relation." });
    this.preview = h("p", { class: "review-sentence", "aria-live": "polite" });
    this.list = h("ul", { class: "facts" });
    this.found = h("div", { "aria-live": "polite" });
    this.code = h("div", {});
    this.add = h("button", { type: "button", onclick: () => this.keep() }, "Add example");
    this.run = h("button", { type: "button", onclick: () => this.find() }, "What does it find here?");
    this.look = h("button", { type: "button", class: "main", onclick: () => this.foresee() }, "What would it have found?");
    this.store = h("button", { type: "button", onclick: () => this.teach() }, "Keep the relation");
    this.kept = taught();
  }

  marking(properties) {
    const mark = (role) => h("button", { type: "button", onmousedown: (event) => event.preventDefault(), onclick: () => this.mark(role) }, `Selection is the ${role}`, h("kbd", {}, `Alt ${role[0].toUpperCase()}`));
    this.text.addEventListener("keydown", (event) => {
      const role = { s: "subject", o: "object" }[event.key.toLowerCase()];
      if (event.altKey && role) { event.preventDefault(); this.mark(role); }
    });
    return h("section", { class: "card", "aria-label": "Examples" }, h("h2", {}, "1. Examples"),
      h("label", { class: "field", for: "sentence" }, "A sentence that states the relation", this.text),
      h("p", { class: "small soft" }, "Select some of its words, then say what they are."), h("div", { class: "row" }, mark("subject"), mark("object")), this.preview,
      h("div", { class: "halves" }, h("label", { class: "field", for: "relation" }, "Name of the relation", this.name), h("label", { class: "field", for: "description" }, "What it means (better with it)", this.description)),
      h("datalist", { id: "properties" }, properties.map((one) => h("option", { value: one.label }))), h("p", {}), this.add, this.list);
  }

  trying() {
    return h("section", { class: "card", "aria-label": "Try" }, h("h2", {}, "2. Try it"), h("p", { class: "small soft" }, "In the documents that were read, or in a text of your own; nothing is stored until you keep it."),
      h("div", { class: "row" }, this.look, this.store), h("label", { class: "field", for: "try" }, "Text to try it on", this.try), h("p", {}), this.run, this.found);
  }

  mark(role) {
    const { selectionStart, selectionEnd, value } = this.text;
    const words = value.slice(selectionStart, selectionEnd);
    const lead = words.length - words.trimStart().length;
    const chosen = words.trim();
    if (!chosen) return toast(`Select the words that are the ${role} first.`);
    const start = pointOffset(value, selectionStart + lead);
    this.ends[role] = [start, start + points(chosen).length];
    return this.draw();
  }

  draw() {
    const { subject, object } = this.ends;
    const words = points(this.text.value);
    const here = (span) => span && words.slice(...span).join("");
    const both = subject && object;
    fill(this.preview, both ? sentence(this.text.value, 0, subject, object, {}) : h("span", { class: "soft small" },
      subject ? `Subject: ${here(subject)}. Now the object.` : object ? `Object: ${here(object)}. Now the subject.` : "Nothing marked yet."));
    this.add.disabled = !both || !this.name.value.trim();
    const named = this.name.value.trim();
    this.run.disabled = !this.examples.length || !named;
    this.store.disabled = this.look.disabled = this.run.disabled;
    fill(this.list, this.examples.map((one, place) => h("li", { class: "row spread" }, h("span", {}, sentence(one.text, 0, one.subject_span, one.object_span, {})),
      h("button", { type: "button", class: "small quiet", "aria-label": `Remove example ${place + 1}`, onclick: () => { this.examples.splice(place, 1); this.draw(); } }, "Remove"))));
    if (!this.examples.length) fill(this.found, empty("No example yet", "Add one on the left; then this shows what the model makes of it."));
    fill(this.code, this.how());
  }

  keep() {
    const words = points(this.text.value);
    const { subject, object } = this.ends;
    this.examples.push({ text: this.text.value, subject: words.slice(...subject).join(""), object: words.slice(...object).join(""), subject_span: subject, object_span: object });
    this.text.value = "";
    this.ends = { subject: null, object: null };
    fill(this.found, empty("Not tried yet", "Look through the documents that were read, or type a text above and see what it finds there."));
    this.draw();
    this.try.focus();
  }

  /** A relation that the service knows goes by its IRI; a new one brings its own small ontology. */
  request() {
    const name = this.name.value.trim();
    const known = this.known.get(name.toLowerCase());
    const relation = known?.iri ?? trial(name);
    const body = { text: this.try.value.trim() || this.examples[0].text, examples: this.examples.map((one) => ({ ...one, relation })) };
    return known ? body : { ...body, ontology: turtle(name, this.description.value.trim()), ontology_format: "text/turtle" };
  }

  async find() {
    fill(this.found, waiting("Reading …"));
    const relation = this.known.get(this.name.value.trim().toLowerCase())?.iri ?? trial(this.name.value);
    try {
      const said = await post("/extract", this.request());
      const facts = said.statements.filter((one) => one.predicate.iri === relation);
      fill(this.found, said.left_out.map((one) => h("p", { class: "problem" }, one)), facts.length ? h("ul", { class: "facts" }, facts.map((fact) => quoted(fact)))
        : empty("Nothing found", "Say what the relation means, or add a second example that words it differently."));
    } catch (error) {
      fill(this.found, failure(error));
    }
  }

  relation() {
    return { name: this.name.value.trim(), description: this.description.value.trim() || null, examples: this.examples };
  }

  async foresee() {
    const asked = this.relation();
    await foresee(this.found, (after) => post("/relations/preview", asked, { after }));
  }

  async teach() {
    const relation = this.relation();
    try {
      const kept = await post("/relations", relation);
      toast(`“${kept.name}” is looked for in documents from now on.`);
      await this.kept.draw();
    } catch (error) {
      fill(this.found, failure(error, "Keeping a relation", "POST /relations"));
    }
  }

  how() {
    const examples = this.examples.length ? this.examples : [{ text: "Greta Holm captains the Wexcombe Rovers.", subject: "Greta Holm", object: "Wexcombe Rovers" }];
    const name = this.name.value.trim() || "captain of";
    const bare = examples.map(({ text, subject, object }) => ({ text, subject, object }));
    return recipe(curl(address("/relations"), { name, examples: bare }), client(base, `kg.teach(${python(name)}, examples=${JSON.stringify(bare)})`));
  }
}
