// Facts, how sure they are, and what speaks for them.
import { h, svg } from "./dom.js";
import { plural, short, sure, when } from "./format.js";
import { get } from "./http.js";
import { sentence } from "./marks.js";
import { to } from "./route.js";
import { failure } from "./states.js";

/** A bar and a figure. */
export function meter(confidence) {
  const bar = svg("svg", { width: 44, height: 8, "aria-hidden": "true" }, svg("rect", { width: 44 * confidence, height: 8 }));
  return h("span", { class: "meter", title: "How sure it is" }, bar, sure(confidence));
}

/** Subject, relation, object, in words. */
export const triple = (fact) =>
  h("span", { class: "triple" }, h("b", {}, fact.subject.name), " ", h("i", {}, fact.predicate.label), " ", h("b", {}, fact.object.name));

/** A fact to choose. */
export function factButton(fact, pressed, choose) {
  const aside = fact.status === "asserted" ? null : h("span", { class: "chip" }, fact.status);
  return h("button", { type: "button", class: "fact", "aria-pressed": String(pressed), onclick: choose, data: { statement: fact.id } },
    h("span", { class: "row spread" }, triple(fact), h("span", { class: "row" }, aside, meter(fact.confidence))));
}

/** Everything that is known of a statement: all its evidence, what denies it, how it is derived. */
export async function about(id) {
  const statement = await get(`/statements/${id}`);
  const sources = Object.fromEntries(statement.seen_in.map((one) => [one.id, one]));
  const types = { subject: statement.subject.label, object: statement.object.label };
  return h("div", { class: "about" },
    h("p", {}, triple(statement)),
    h("p", { class: "row small soft" }, meter(statement.confidence), plural(statement.documents, "document"),
      statement.sources === statement.documents ? null : `(${plural(statement.sources, "different text")})`),
    h("p", { class: "row small" }, h("a", { href: to("graph", "", { entity: short(statement.subject.iri) }) }, "Show in the graph")),
    h("h3", {}, "Evidence"), statement.evidence.map((one) => quote(one, sources, types)),
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
      source.stated ? ` · accepted by a person${read}` : ` · ${sure(one.confidence)}${status} · ${one.model} ${one.model_version}${read}`),
    source.stated?.reason ? why(source.stated) : null);
}

/** What had suggested a fact before somebody accepted it. */
export const why = (suggested) => h("div", { class: "small" }, `Suggested by ${suggested.source} (${sure(suggested.score)}): ${suggested.reason}`,
  suggested.grounds.length ? h("ul", {}, suggested.grounds.map((one) => h("li", {}, one.text))) : null);

let reasons = true; // until the server says that it has no such route

/** Proofs, where this server reasons; nothing where it does not. */
async function derivations(id) {
  if (!reasons) return null;
  try {
    const explained = await get(`/statements/${id}/explain`);
    const proofs = explained.proofs ?? [];
    if (!proofs.length) return null;
    return [h("h3", {}, "Derivations"), h("ul", {}, proofs.map((proof) => h("li", {}, steps(proof))))];
  } catch (error) {
    if (!error.absent) return failure(error);
    reasons = false;
    return null;
  }
}

function steps(proof) {
  const named = proof.rule?.name ?? proof.rule ?? "stated";
  const premises = proof.premises ?? [];
  const fact = proof.statement?.subject?.name ? triple(proof.statement) : null;
  return [h("span", {}, fact, " ", h("span", { class: "chip" }, String(named))),
    premises.length ? h("ul", {}, premises.map((one) => h("li", {}, steps(one)))) : null];
}
