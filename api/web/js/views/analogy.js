// Analogy: a is to b as c is to what? With the evidence on both sides.
import { fill, h } from "../dom.js";
import { meter } from "../fact.js";
import { short } from "../format.js";
import { address, base, get, post } from "../http.js";
import { picker } from "../picker.js";
import { named, proven } from "../proof.js";
import { client, curl, python, recipe } from "../recipe.js";
import { note, to } from "../route.js";
import { empty, failure, waiting } from "../states.js";

export async function show(room, { params }, signal) {
  const fields = ["a", "b", "c"].map((name) => picker(name, (entity) => { chosen[name] = short(entity.iri); }, { value: params.get(name) || "", placeholder: "a thing, or plain words" }));
  const chosen = {};
  const many = h("input", { id: "k", type: "number", min: "1", max: "50", value: params.get("k") || "5" });
  const answer = h("div", { "aria-live": "polite" });
  const code = h("div", {});
  const body = () => ({ ...Object.fromEntries(["a", "b", "c"].map((name, place) => [name, fields[place].input.value.trim()])), k: Number(many.value) || 5 });
  const ask = async (event) => {
    event?.preventDefault();
    const asked = body();
    const lacking = ["a", "b", "c"].findIndex((name) => !asked[name]);
    if (lacking >= 0) return fields[lacking].input.focus();
    note("analogy", "", asked);
    fill(answer, waiting("Looking …"));
    fill(code, how(asked));
    const said = await post("/analogy", { ...asked, ...exact(fields, chosen) }).then((found) => drawn(found, asked), (error) => failure(error, "Analogy", "POST /analogy"));
    if (!signal.aborted) fill(answer, said);
  };
  fields.forEach((field, place) => field.input.addEventListener("input", () => { delete chosen["abc"[place]]; }));
  fill(room, h("h1", {}, "Analogy"), h("p", { class: "lead" }, "What stands to c as b stands to a? Found by logic, along the relations of the graph, and by likeness of meaning."),
    h("form", { class: "card", onsubmit: ask }, h("div", { class: "ratio" }, fields[0], h("span", { "aria-label": "is to" }, ":"), fields[1], h("span", { "aria-label": "as" }, "∷"), fields[2],
      h("span", {}, ": ?"), h("label", { class: "field", for: "k" }, "answers", many)), h("p", {}), h("button", { class: "main" }, "Find")), answer, code);
  fill(code, how({ a: "Marie Curie", b: "Warsaw", c: "Alan Turing", k: 5 }));
  if (["a", "b", "c"].every((name) => params.get(name))) return ask();
  return fill(answer, await invitation((words) => { words.forEach((word, place) => { fields[place].input.value = word; }); ask(); }));
}

/** A thing that was picked goes by its IRI, words go as they are. */
const exact = (fields, chosen) => Object.fromEntries(Object.entries(chosen).filter(([name]) => fields["abc".indexOf(name)].input.value));

const how = ({ a, b, c, k }) => recipe(curl(address("/analogy"), { a, b, c, k }), client(base, `found = kg.analogy(${[a, b, c].map(python).join(", ")}, k=${k})`, "print([(one.value, one.score) for one in found.answers])"));

async function invitation(choose) {
  const { statements } = await get("/statements", { limit: 200, min_confidence: 0.7 });
  const by = new Map();
  for (const fact of statements) if (fact.object.iri) by.set(fact.predicate.iri, [...(by.get(fact.predicate.iri) ?? []), fact]);
  const pair = [...by.values()].map((facts) => [facts[0], facts.find((one) => one.subject.iri !== facts[0].subject.iri)]).filter(([, other]) => other).slice(0, 3);
  if (!pair.length) return empty("Nothing to compare yet", "Two documents that state facts of one kind are enough.", h("a", { class: "button", href: "#/documents" }, "Documents"));
  return empty("Try one", "With things of this graph:", pair.map(([one, other]) => {
    const words = [one.subject.name, one.object.name, other.subject.name];
    return h("button", { type: "button", class: "small", onclick: () => choose(words) }, `${words[0]} : ${words[1]} ∷ ${words[2]} : ?`);
  }));
}

function drawn(found, { a, b, c }) {
  const answers = found.answers ?? [];
  if (!answers.length) return empty("No answer", found.reason || "Neither the relations of the graph nor likeness of meaning leads anywhere from here.");
  return answers.map((one, place) => h("section", { class: "card" },
    h("div", { class: "row spread" }, h("h2", {}, `${place + 1}. `, one.iri ? h("a", { href: to("graph", "", { entity: short(one.iri) }) }, named(one)) : named(one)),
      h("span", { class: "row small" }, part("score", one.score), part("logic", one.logic), part("likeness", one.likeness))),
    h("div", { class: "halves" }, side(`${a} : ${b}`, evidence(one, 0)), side(`${c} : ${named(one)}`, evidence(one, 1)))));
}

/** A part of the score: a number, or something with one. */
function part(name, value) {
  const number = typeof value === "number" ? value : value?.score;
  return number === undefined || number === null ? null : h("span", { class: "row" }, name, meter(Math.max(0, Math.min(1, number))));
}

const evidence = (answer, which) => answer.logic?.facts?.[which ? "c_d" : "a_b"] ?? [];

const side = (title, facts) => h("div", {}, h("h3", {}, title), facts.length ? h("ul", {}, facts.map(proven)) : h("p", { class: "soft small" }, "No fact on this side: by likeness alone."));
