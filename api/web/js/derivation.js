// How a fact follows from others: its proofs as trees, down to the sentences.
import { triple } from "./fact.js";
import { h } from "./dom.js";
import { sure } from "./format.js";
import { get } from "./http.js";
import { sentence } from "./marks.js";
import { to } from "./route.js";
import { failure } from "./states.js";

let reasons = true; // until the server says that it has no such route

/** The ways in which a statement follows from others, where this server reasons; nothing where it only stands in texts. */
export async function derivations(id) {
  if (!reasons) return null;
  try {
    const { proofs, complete } = await get(`/statements/${id}/explain`);
    const ways = proofs.filter((proof) => proof.step.kind !== "stated");
    if (!ways.length) return null;
    return [h("h3", {}, "Derivations"), ways.map((proof) => h("div", { class: "derivation" },
      h("p", { class: "small soft" }, rule(proof.step), ways.length > 1 ? ` · ${sure(proof.confidence)}` : null), list(proof.step))),
    complete ? null : h("p", { class: "small soft" }, "There are more ways.")];
  } catch (error) {
    if (!error.absent) return failure(error);
    reasons = false;
    return null;
  }
}

const rule = (step) => ["Follows by ", h("code", { title: step.rule_text }, step.rule), step.premises.length ? " from" : ""];

const list = (step) => (step.premises.length ? h("ul", {}, step.premises.map((each) => h("li", {}, premise(each)))) : null);

/** A fact that a proof rests on: what it follows from, or a sentence that states it. */
const premise = (step) => [said(step.claim), step.rule ? h("p", { class: "small soft" }, rule(step)) : null,
  step.evidence.slice(0, 1).map((one) => quote(one, ends(step.claim))), list(step)];

/** Which types the ends of a claim have, to colour them. */
export const ends = ({ subject, object }) => ({ subject: subject.label, object: object.label });

/** A claim in words; one that denies something says so. */
export const said = (claim) => h("span", {}, claim.denied ? [h("span", { class: "chip" }, "denied"), " "] : null, triple(claim));

/** A sentence that states a premise, with the way to it. */
export const quote = (one, types) => h("blockquote", {}, sentence(one.sentence.text, one.sentence.start, one.subject_span, one.object_span, types),
  h("footer", {}, h("a", { href: to("reader", one.document, { fact: one.evidence }) }, one.document), ` · ${sure(one.confidence)} · ${one.model} ${one.model_version}`));
