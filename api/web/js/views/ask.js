// Ask: a question in words; the answer with its query, its facts and their sentences.
import { fill, h } from "../dom.js";
import { meter } from "../fact.js";
import { short } from "../format.js";
import { address, base, get, post } from "../http.js";
import { proven, quoted } from "../proof.js";
import { block, client, curl, recipe } from "../recipe.js";
import { note, to } from "../route.js";
import { empty, failure, waiting } from "../states.js";

export async function show(room, { params }, signal) {
  const field = h("input", { id: "question", type: "text", value: params.get("q") || "", placeholder: "Where was Nikola Tesla born?" });
  const answer = h("div", { "aria-live": "polite" });
  const code = h("div", {});
  const ask = async (event) => {
    event?.preventDefault();
    const question = field.value.trim();
    if (!question) return field.focus();
    note("ask", "", { q: question });
    fill(answer, waiting("Asking …"));
    fill(code, how(question));
    const said = await post("/ask", { question }).then(drawn, (error) => failure(error, "Ask", "POST /ask"));
    if (!signal.aborted) fill(answer, said);
  };
  fill(room, h("h1", {}, "Ask"), h("p", { class: "lead" }, "The answer comes from the graph, with the query that gave it and the sentences that state it; where the graph does not know, it says so."),
    h("form", { class: "card", onsubmit: ask }, h("label", { class: "field", for: "question" }, "Question", field), h("p", {}), h("button", { class: "main" }, "Ask")), answer, code);
  fill(code, how("Where was Nikola Tesla born?"));
  if (field.value) return ask();
  return fill(answer, await invitation((question) => { field.value = question; ask(); }));
}

const how = (question) => recipe(curl(address("/ask"), { question }), client(base, `answer = kg.ask(${JSON.stringify(question)})`, "print(answer.answer, answer.sparql)"));

/** Questions that this graph has facts for. */
async function invitation(choose) {
  const { statements } = await get("/statements", { limit: 40, min_confidence: 0.8 });
  const asked = new Map();
  for (const fact of statements) if (fact.subject.label === "person" || fact.subject.label === "organisation") asked.set(fact.predicate.label, `What is the ${fact.predicate.label} of ${fact.subject.name}?`);
  const some = [...asked.values()].slice(0, 4);
  if (!some.length) return empty("Nothing to ask yet", "Put a document in first.", h("a", { class: "button", href: "#/documents" }, "Documents"));
  return empty("Ask in words", "For example, of what is in this graph:", some.map((question) => h("button", { type: "button", class: "small", onclick: () => choose(question) }, question)));
}

function drawn(said) {
  const head = said.abstained
    ? h("section", { class: "card" }, h("p", { class: "answer" }, "The graph does not say."), h("p", { class: "soft" }, said.reason))
    : h("section", { class: "card" }, h("p", { class: "answer" }, said.answer), said.reason ? h("p", { class: "soft" }, said.reason) : null, (said.answers ?? []).map(one));
  const meant = [said.interpretation ? h("p", {}, h("strong", {}, "Understood as: "), typeof said.interpretation === "string" ? said.interpretation : JSON.stringify(said.interpretation)) : null,
    said.sparql ? [block(said.sparql, "SPARQL"), h("a", { href: to("sparql", "", { query: said.sparql }) }, "Open in the editor")] : null];
  const passages = said.passages ?? [];
  return [head, said.interpretation || said.sparql ? h("section", { class: "card" }, h("h2", {}, "How it was found"), meant) : null,
    passages.length ? h("section", { class: "card" }, h("h2", {}, said.abstained ? "Passages that may help" : "Passages"), passages.map(quoted)) : null];
}

const one = (answer) => h("div", {},
  h("h3", { class: "row" }, answer.iri ? h("a", { href: to("graph", "", { entity: short(answer.iri) }) }, answer.label || answer.value) : answer.label || answer.value, meter(answer.confidence ?? 0)),
  h("ul", {}, (answer.facts ?? []).map(proven)));
