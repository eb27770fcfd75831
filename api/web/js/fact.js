// Facts in words, and how sure they are.
import { h, svg } from "./dom.js";
import { sure } from "./format.js";

/** A bar and a figure. */
export function meter(confidence) {
  const bar = svg("svg", { width: 44, height: 8, "aria-hidden": "true" }, svg("rect", { width: 44 * confidence, height: 8 }));
  return h("span", { class: "meter", title: "How sure it is" }, bar, sure(confidence));
}

/** Subject, relation, object, in words. */
export const triple = (fact) =>
  h("span", { class: "triple" }, h("b", {}, fact.subject.name), " ", h("i", {}, fact.predicate.label), " ", h("b", {}, fact.object.name));

/** A fact to choose; how sure one may be of what follows from others, its proofs tell. */
export function factButton(fact, pressed, choose) {
  const aside = fact.status === "asserted" ? null : h("span", { class: "chip" }, fact.status);
  return h("button", { type: "button", class: "fact", "aria-pressed": String(pressed), onclick: choose, data: { statement: fact.id } },
    h("span", { class: "row spread" }, triple(fact), h("span", { class: "row" }, aside, fact.confidence === undefined ? null : meter(fact.confidence))));
}
