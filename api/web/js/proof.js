// Facts with their quotes, as `POST /ask` and `POST /analogy` give them.
import { h } from "./dom.js";
import { to } from "./route.js";

/** A name of something that is an object with a name, or is its own name. */
export const named = (one) => (typeof one === "string" ? one : one?.name ?? one?.label ?? one?.value ?? "");

/** A fact, and under it the sentences that state it. */
export function proven(fact) {
  const line = h("span", { class: "triple" }, h("b", {}, named(fact.subject)), " ", h("i", {}, named(fact.predicate)), " ", h("b", {}, named(fact.object)));
  return h("li", {}, line, (fact.quotes ?? []).map((one) => quoted(one)));
}

/** A stretch of a document, with the way to it. */
export const quoted = (one) =>
  h("blockquote", {}, one.text, h("footer", {}, h("a", { href: to("reader", one.document, { at: one.start }) }, one.document)));
