// Graph: begin with one thing, and open its neighbours as far as one likes; never all of it.
import { about } from "../about.js";
import { arrange, canvas, colour } from "../canvas.js";
import { download, fill, h, toast } from "../dom.js";
import { factButton } from "../fact.js";
import { count, plural, short } from "../format.js";
import { address, base, get } from "../http.js";
import { keys } from "../keys.js";
import { toSvg } from "../picture.js";
import { picker } from "../picker.js";
import { client, curl, python, recipe } from "../recipe.js";
import { byHandKeys } from "../reviews/byhand.js";
import { note } from "../route.js";
import { empty, failure, waiting } from "../states.js";

const FACTS = 60; // that opening a thing brings at once
const TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const FOLLOWS = "no document: it follows";

export async function show(room, { params }, signal) {
  const graph = new Graph(signal);
  fill(room, h("h1", {}, "Graph"), h("p", { class: "lead" }, "Find a thing, then open its neighbours one by one. Only what you open is loaded."),
    h("div", { class: "columns" }, h("div", {}, h("div", { class: "card" }, graph.search, graph.starts), graph.box, graph.tools), h("div", {}, graph.side, graph.filters)), graph.recipe);
  await graph.begin(params.get("entity"));
  keys([["o", "Open the chosen thing", () => graph.openChosen()], ["f", "Fit to the window", () => graph.cy?.fit(undefined, 40)],
    ["/", "Find a thing", () => graph.search.input.focus()], ...graph.byHand], signal);
}

class Graph {
  constructor(signal) {
    this.signal = signal;
    this.facts = new Map();
    this.next = new Map();
    this.hidden = { relations: new Set(), sources: new Set(), least: 0 };
    this.search = picker("Find a thing", (entity) => this.start(entity.iri));
    this.starts = h("div", { class: "row small" });
    this.box = h("div", { class: "drawing", role: "img", "aria-label": "Drawing of the graph; the list beside it says the same" });
    this.tools = h("div", { class: "row small" });
    this.side = h("aside", { class: "card", "aria-label": "What is chosen" });
    this.filters = h("section", { class: "card", "aria-label": "Filters", hidden: true });
    this.recipe = h("div", {});
    this.byHand = byHandKeys(() => (this.chosen?.includes("/entity/") ? short(this.chosen) : null));
  }

  async begin(entity) {
    if (entity) return this.start(entity);
    this.box.hidden = true;
    fill(this.recipe, recipe(curl(address("/entities", { q: "a" })), client(base, 'for thing in kg.entities("a").entities:', "    print(thing.name, thing.label, thing.iri)")));
    const { entities } = await get("/entities", { limit: 12 });
    if (!entities.length) return fill(this.side, empty("The graph is empty", "Put a document in first; the things that it names are found here.", h("a", { class: "button", href: "#/documents" }, "Documents")));
    fill(this.starts, h("span", { class: "soft" }, "Or begin with"), entities.map((one) => h("button", { type: "button", class: "small", onclick: () => this.start(one.iri) }, one.name)));
    return fill(this.side, empty("Nothing chosen", "Type a name, or take one of those that are offered."));
  }

  async start(iri) {
    this.cy?.destroy();
    this.facts.clear();
    this.box.hidden = false;
    fill(this.starts);
    this.cy = canvas(this.box, this.signal);
    this.cy.on("tap", "node", (event) => this.choose(event.target));
    this.cy.on("dbltap", "node", (event) => this.open(event.target.id()));
    this.cy.on("tap", "edge", (event) => this.fact(event.target.data("statement")));
    this.draw();
    await this.open(iri);
  }

  async open(iri) {
    if (!/^\w+:|\//.test(iri)) return;
    try {
      const found = await get(`/entities/${encodeURIComponent(short(iri)).replaceAll("%2F", "/")}`, { limit: FACTS, after: this.next.get(iri) });
      this.cy.batch(() => this.add(found));
      this.next.set(found.iri, found.next ?? undefined);
      this.cy.$id(found.iri).addClass("open").data("more", Boolean(found.next));
      this.draw();
      arrange(this.cy);
      this.choose(this.cy.$id(found.iri));
      note("graph", "", { entity: short(found.iri) });
      fill(this.recipe, recipe(curl(address(`/entities/${short(found.iri)}`)), client(base, `thing = kg.entity(${python(short(found.iri))})`, "for fact in thing.statements:", "    print(fact.subject.name, fact.predicate.label, fact.object.name)")));
    } catch (error) {
      if (this.facts.size || error.status !== 404) return fill(this.side, failure(error));
      this.box.hidden = true; // an address that was kept, and whose thing has gone
      fill(this.tools);
      return fill(this.side, empty("No such thing", `Nothing is known of ${short(iri)}: it may have gone with its documents. Find another by its name.`));
    }
    return undefined;
  }

  add(found) {
    const at = this.cy.$id(found.iri).position() ?? { x: 0, y: 0 };
    this.node(found.iri, found.name, found.label, false, at, 0, 1);
    found.statements.forEach((fact, place, all) => {
      const known = this.facts.get(fact.id);
      if (known) { known.documents.add(fact.document); known.confidence = Math.max(known.confidence ?? 0, fact.confidence); this.state(fact); return; }
      this.facts.set(fact.id, { ...fact, documents: new Set([fact.document]) });
      this.link(fact, at, place, all.length);
    });
    const following = found.derived.filter((claim) => !claim.denied && claim.predicate.iri !== TYPE && !this.facts.has(claim.id));
    following.forEach((claim, place, all) => {
      this.facts.set(claim.id, { ...claim, status: "follows", documents: new Set([FOLLOWS]) });
      this.link(claim, at, place, all.length, "derived");
    });
  }

  /** A fact that was only known to follow may turn out to be stated as well. */
  state(fact) {
    this.facts.get(fact.id).status = fact.status ?? "asserted";
    this.cy.getElementById(`fact:${fact.id}`).removeClass("derived");
  }

  link(fact, at, place, of, classes = "") {
    const object = fact.object.iri ?? `value:${fact.object.value}`;
    this.node(fact.subject.iri, fact.subject.name, fact.subject.label, false, at, place, of);
    this.node(object, fact.object.name, fact.object.label, !fact.object.iri, at, place, of);
    this.cy.add({ classes, data: { id: `fact:${fact.id}`, statement: fact.id, source: fact.subject.iri, target: object, label: fact.predicate.label, confidence: fact.confidence ?? 0 } });
  }

  node(id, label, type, value, at, place, of) {
    if (this.cy.$id(id).nonempty()) return;
    const angle = (2 * Math.PI * place) / of;
    this.cy.add({ data: { id, label, type }, classes: value ? "value" : "", position: { x: at.x + 120 * Math.cos(angle), y: at.y + 120 * Math.sin(angle) } });
  }

  its(node) {
    return [...this.facts.values()].filter((fact) => fact.subject.iri === node.id() || fact.object.iri === node.id() || `value:${fact.object.value}` === node.id());
  }

  choose(node) {
    this.cy.elements().unselect();
    node.select();
    this.chosen = node.id();
    const more = node.hasClass("open") ? node.data("more") && "More facts" : "Open its neighbours";
    fill(this.side, h("div", { class: "row spread" }, h("h2", {}, node.data("label")), h("span", { class: "typed", data: { type: node.data("type") } }, node.data("type"))),
      node.hasClass("value") || !more ? null : h("p", {}, h("button", { type: "button", class: "main", onclick: () => this.openChosen() }, more, h("kbd", {}, "o"))),
      node.hasClass("value") ? null : h("p", { class: "row" }, this.byHand.map(([key, what, lead]) => h("button", { type: "button", class: "small quiet", onclick: lead }, what, h("kbd", {}, key)))),
      h("ul", { class: "facts" }, this.its(node).filter((fact) => this.passes(fact)).map((fact) => h("li", {}, factButton(fact, false, () => this.fact(fact.id)), this.neighbour(fact, node)))));
  }

  /** The way to the other end without a mouse. */
  neighbour(fact, node) {
    const other = fact.subject.iri === node.id() ? fact.object : fact.subject;
    return other.iri && other.iri !== node.id() ? h("button", { type: "button", class: "small quiet", onclick: () => this.choose(this.cy.$id(other.iri)) }, `to ${other.name} ›`) : null;
  }

  openChosen() {
    if (this.chosen) this.open(this.chosen);
  }

  async fact(id) {
    this.cy.elements().unselect();
    this.cy.$id(`fact:${id}`).select();
    const back = this.chosen && h("button", { type: "button", class: "small", onclick: () => this.choose(this.cy.$id(this.chosen)) }, "‹ Back");
    fill(this.side, h("div", { class: "row spread" }, h("h2", {}, "Fact"), back), waiting());
    const detail = await about(id).catch((error) => failure(error));
    this.side.lastChild.replaceWith(detail);
  }

  passes(fact) {
    const { relations, sources, least } = this.hidden;
    return !relations.has(fact.predicate.label) && (fact.confidence ?? 1) >= least && ![...fact.documents].every((one) => sources.has(one));
  }

  refilter() {
    this.draw();
    const node = this.chosen && this.cy.$id(this.chosen);
    if (node?.nonempty()) this.choose(node);
  }

  /** Show what passes the filters, and the tools for it. */
  draw() {
    this.cy.batch(() => {
      for (const fact of this.facts.values()) this.cy.$id(`fact:${fact.id}`).toggleClass("filtered", !this.passes(fact));
      this.cy.nodes().forEach((node) => { node.toggleClass("filtered", node.degree() > 0 && node.connectedEdges().every((edge) => edge.hasClass("filtered")) && !node.hasClass("open")); });
    });
    const facts = [...this.facts.values()];
    this.filters.hidden = !facts.length;
    fill(this.filters, h("h2", {}, "Filters"),
      h("label", { class: "field" }, `Confidence of ${this.hidden.least.toFixed(2)} or more`, h("input", { type: "range", min: "0", max: "1", step: "0.05", value: String(this.hidden.least),
        onchange: (event) => { this.hidden.least = Number(event.target.value); this.refilter(); } })),
      this.boxes("Relations", tally(facts.map((fact) => fact.predicate.label)), this.hidden.relations),
      this.boxes("Sources", tally(facts.flatMap((fact) => [...fact.documents])), this.hidden.sources));
    fill(this.tools, h("span", { class: "soft" }, `${plural(this.cy.nodes().filter((node) => !node.hasClass("filtered")).length, "thing")}, ${plural(facts.filter((fact) => this.passes(fact)).length, "fact")}`),
      h("button", { type: "button", class: "small", onclick: () => arrange(this.cy) }, "Arrange"), h("button", { type: "button", class: "small", onclick: () => this.cy.fit(undefined, 40) }, "Fit"),
      h("button", { type: "button", class: "small", onclick: () => this.save("png") }, "PNG"), h("button", { type: "button", class: "small", onclick: () => this.save("svg") }, "SVG"));
  }

  boxes(title, counted, hidden) {
    const toggle = (name, shown) => { if (shown) hidden.delete(name); else hidden.add(name); this.refilter(); };
    return h("fieldset", {}, h("legend", { class: "small soft" }, title), h("div", { class: "filters" }, counted.map(([name, number]) =>
      h("label", {}, h("input", { type: "checkbox", checked: !hidden.has(name), onchange: (event) => toggle(name, event.target.checked) }), `${name} (${count(number)})`))));
  }

  save(kind) {
    const blob = kind === "png" ? this.cy.png({ output: "blob", full: true, scale: 2, bg: "#ffffff" }) : new Blob([toSvg(this.cy, colour)], { type: "image/svg+xml" });
    download(`graph.${kind}`, blob);
    toast(`Saved graph.${kind}.`);
  }
}

function tally(names) {
  const counted = new Map();
  for (const name of names) counted.set(name, (counted.get(name) ?? 0) + 1);
  return [...counted].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
}
