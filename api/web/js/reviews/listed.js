// Conflicts and suggestions: lists of this server's reasoning, where it reasons.
import { fill, h } from "../dom.js";
import { meter } from "../fact.js";
import { address, base, get } from "../http.js";
import { proven, quoted } from "../proof.js";
import { short } from "../format.js";
import { picker } from "../picker.js";
import { client, curl, python, recipe } from "../recipe.js";
import { empty, failure } from "../states.js";

/** Facts that cannot hold together, with the evidence on both sides. */
export const conflicts = (box) => listed(box, "Conflicts", "/conflicts", "conflicts", "No conflicts", "No two facts contradict each other, as far as the rules see.");

/** Facts that are likely of a thing though no document states them. */
export async function suggestions(box) {
  const how = (subject) => recipe(curl(address("/suggestions", { subject })), client(base, `print(kg.suggestions(${python(subject)}))`));
  const list = h("div", {}, empty("Of whom, or of what?", "Name a thing above. What rules that were learnt from the graph make likely of it, and no text states, is listed with its reasons."), how("person/ada_lovelace"));
  const search = picker("Thing", (entity) => {
    const subject = short(entity.iri);
    return listed(list, "Suggestions", "/suggestions", "suggestions", "No suggestions", "Rules and likeness find nothing that the documents leave out.", { subject }, how(subject));
  });
  fill(box, h("div", { class: "card" }, search), list);
}

async function listed(box, title, path, member, nothing, message, query = {}, how = recipe(curl(address(path)), client(base, `print(kg.${member}())`))) {
  try {
    const found = await get(path, query);
    const items = [...(found[member] ?? [])].sort((a, b) => worth(b) - worth(a));
    fill(box, items.length ? items.map(item) : empty(nothing, message), how);
  } catch (error) {
    fill(box, failure(error, title, `GET ${path}`), how);
  }
}

const worth = (one) => one.worth ?? one.score ?? one.confidence ?? 0;

function item(one) {
  const facts = [one.statement, ...(one.statements ?? []), one.left, one.right].filter((each) => each?.subject);
  const direct = one.subject && one.predicate ? [one] : [];
  const why = one.reason ?? one.rule ?? one.kind;
  return h("section", { class: "card" }, h("div", { class: "row spread" }, why ? h("strong", {}, typeof why === "string" ? why : why.name ?? "") : null, worth(one) ? meter(Math.min(1, worth(one))) : null),
    h("ul", {}, [...facts, ...direct].map((fact) => proven({ ...fact, quotes: fact.quotes ?? (fact.evidence ?? []).map((each) => ({ document: each.document, start: each.sentence?.start, text: each.sentence?.text ?? each.text })) }))),
    (one.quotes ?? []).map(quoted));
}
