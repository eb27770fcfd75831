// What a relation finds in documents that were read: page after page, each fact with its sentence.
import { fill, h } from "./dom.js";
import { meter, triple } from "./fact.js";
import { plural } from "./format.js";
import { sentence } from "./marks.js";
import { to } from "./route.js";
import { empty, failure, waiting } from "./states.js";

/** A fact with its sentence, its ends marked; `aside` is whatever else is to be said. */
export const quoted = (fact, aside = null) => h("li", {}, h("div", { class: "row spread" }, triple(fact), h("span", { class: "row" }, aside, meter(fact.confidence))),
  h("blockquote", {}, sentence(fact.sentence.text, fact.sentence.start, fact.subject_span, fact.object_span, { subject: fact.subject.label, object: fact.object.label })));

/**
 * Show pages in `room`, the first at once.
 *
 * @param ask Called with the cursor of a page; returns what the service says of it.
 */
export async function foresee(room, ask) {
  const list = h("ul", { class: "facts" });
  const state = h("div", {});
  let [looked, found] = [0, 0];
  const next = async (after) => {
    fill(state, waiting("Reading documents …"));
    try {
      const page = await ask(after);
      looked += page.documents;
      found += page.statements.length;
      list.append(...page.statements.map(line));
      fill(state, summary(page), page.next ? h("button", { type: "button", onclick: () => next(page.next) }, "Look at more documents") : null);
    } catch (error) {
      fill(state, failure(error, "Previewing a relation", "POST /relations/preview"));
    }
  };
  const summary = (page) => {
    if (!looked) return empty("No documents yet", "What it finds in them shows here when some have been read.", h("a", { class: "button", href: "#/documents" }, "Documents"));
    const cut = page.cut_short.length ? ` Of ${page.cut_short.join(", ")} only the beginning.` : "";
    return h("p", { class: "small soft" }, `${plural(found, "fact")} in ${plural(looked, "document")}.${cut}`);
  };
  fill(room, list, state);
  await next();
}

const line = (fact) => quoted(fact, [fact.stored ? h("span", { class: "chip" }, "in the graph") : null,
  h("a", { class: "small", href: to("reader", fact.document, { at: fact.sentence.start }) }, fact.document)]);
