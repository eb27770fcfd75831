// Everything that is known of one fact: all its evidence, what denies it, how it follows.
import { derivations } from "./derivation.js";
import { h } from "./dom.js";
import { meter, triple } from "./fact.js";
import { plural, short, sure, when } from "./format.js";
import { get } from "./http.js";
import { sentence } from "./marks.js";
import { to } from "./route.js";

/** Show a statement by its id. */
export async function about(id) {
  const statement = await get(`/statements/${id}`);
  const sources = Object.fromEntries(statement.seen_in.map((one) => [one.id, one]));
  const types = { subject: statement.subject.label, object: statement.object.label };
  const told = statement.derived ? "No document states it." : plural(statement.documents, "document");
  return h("div", { class: "about" },
    h("p", {}, triple(statement)),
    h("p", { class: "row small soft" }, meter(statement.confidence), told, statement.sources === statement.documents ? null : `(${plural(statement.sources, "different text")})`),
    h("p", { class: "row small" }, h("a", { href: to("graph", "", { entity: short(statement.subject.iri) }) }, "Show in the graph")),
    statement.evidence.length ? [h("h3", {}, "Evidence"), statement.evidence.map((one) => quote(one, sources, types))] : null,
    statement.contradicted_by.length ? [h("h3", {}, "Denied by"), statement.contradicted_by.map((one) => quote(one, sources, types))] : null,
    await derivations(id));
}

function quote(one, sources, types) {
  const source = sources[one.document] ?? {};
  const status = one.status === "asserted" ? "" : `, ${one.status}`;
  const read = one.read_at ? `, ${when(one.read_at)}` : "";
  return h("blockquote", {}, sentence(one.sentence.text, one.sentence.start, one.subject_span, one.object_span, types),
    one.qualifiers.map((each) => h("div", { class: "small" }, `${each.predicate.label}: ${each.value}`)),
    h("footer", {}, h("a", { href: to("reader", one.document, { at: one.sentence.start }) }, source.title || one.document),
      source.stated ? ` · accepted by ${source.stated.by ?? "a person"}${read}` : ` · ${sure(one.confidence)}${status} · ${one.model} ${one.model_version}${read}`),
    source.stated?.reason ? why(source.stated) : null);
}

/** What had suggested a fact before somebody accepted it. */
export const why = (suggested) => h("div", { class: "small" }, `Suggested by ${suggested.source} (${sure(suggested.score)}): ${suggested.reason}`,
  suggested.grounds.length ? h("ul", {}, suggested.grounds.map((one) => h("li", {}, one.text))) : null);
