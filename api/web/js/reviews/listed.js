// Conflicts: what cannot hold together, where this server reasons.
import { fill, h } from "../dom.js";
import { meter } from "../fact.js";
import { address, base, get } from "../http.js";
import { proven, quoted } from "../proof.js";
import { client, curl, recipe } from "../recipe.js";
import { empty, failure } from "../states.js";

/** Facts that cannot hold together, with the evidence on both sides. */
export const conflicts = (box) => listed(box, "Conflicts", "/conflicts", "conflicts", "No conflicts", "No two facts contradict each other, as far as the rules see.");

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
