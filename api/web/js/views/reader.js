// Reader: a document with its mentions; a mention leads to its facts, a fact to its sentence.
import { about, why } from "../about.js";
import { fill, h } from "../dom.js";
import { factButton } from "../fact.js";
import { count, plural, short } from "../format.js";
import { address, base, get, text } from "../http.js";
import { keys } from "../keys.js";
import { cut, points } from "../marks.js";
import { client, curl, python, recipe } from "../recipe.js";
import { note, to } from "../route.js";
import { empty, failure, waiting } from "../states.js";

const PART = 20_000; // code points that are shown at once

export async function show(room, { id, params }, signal) {
  const path = `/documents/${encodeURIComponent(id)}`;
  const read = await Promise.all([
    get(path), text(`${path}/text`), get(`${path}/mentions`), get(`${path}/statements`, { status: "any" })]).catch(gone);
  if (!read) return fill(room, h("h1", {}, "Reader"), empty("No such document", `“${id}” is not here: it may have been deleted.`, h("a", { class: "button", href: to("documents") }, "Documents")));
  const [row, words, found, said] = read;
  const reader = new Reader(row, points(words), found.mentions, said.statements);
  fill(room, h("p", { class: "small" }, h("a", { href: to("documents") }, "Documents"), " › "), h("h1", {}, row.title || row.id),
    h("p", { class: "lead" }, `${count(row.characters)} characters · ${plural(found.mentions.length, "mention")} · ${plural(said.statements.length, "statement")}${row.stated ? ` · stated by ${row.suggested?.by ?? "a person"}, who accepted a suggestion` : row.model ? ` · read by ${row.model}` : ""}`,
      row.error ? h("span", { class: "bad" }, ` · ${row.error}`) : null), row.suggested?.reason ? h("div", { class: "card" }, why(row.suggested)) : null,
    h("div", { class: "columns" }, h("section", { class: "card", "aria-label": "Text" }, reader.legend(), reader.page, reader.more), reader.side),
    recipe([curl(address(`${path}/mentions`)), curl(address(`${path}/statements`, { status: "any" }))],
      client(base, `for fact in kg.statements(${python(id)}):`, "    print(fact.subject.name, fact.predicate.label, fact.object.name, fact.sentence.text)")));
  reader.open(params);
  keys([["n", "Next mention", () => reader.step(1)], ["p", "Mention before", () => reader.step(-1)], ["a", "All facts", () => reader.all()]], signal);
  return undefined;
}

/** Nothing in place of what is not there; any other error goes on. */
function gone(error) {
  if (error.status === 404) return null;
  throw error;
}

class Reader {
  constructor(row, words, mentions, statements) {
    Object.assign(this, { row, words, mentions, statements });
    this.shown = Math.min(PART, words.length);
    this.page = h("div", { class: "text" });
    this.more = h("p", {});
    this.side = h("aside", { class: "card side", "aria-label": "Facts" });
    this.mention = null;
    this.fact = null;
    this.ranges = mentions.map((one, index) => ({ start: one.span[0], end: one.span[1], one, index }));
  }

  open(params) {
    const fact = this.statements.find((one) => one.evidence === params.get("fact"));
    const at = Number(params.get("at"));
    if (fact) return this.choose(fact);
    this.all();
    const there = params.has("at") && this.statements.find((one) => one.sentence.start === at);
    if (there) this.choose(there);
  }

  legend() {
    const types = [...new Set(this.mentions.map((one) => one.label).filter(Boolean))].sort();
    return h("div", { class: "legend" }, types.map((type) => h("span", { class: "typed", data: { type } }, type)));
  }

  draw() {
    const { fact } = this;
    const lit = fact ? [{ ...fact.sentence, light: true }, { start: fact.subject_span[0], end: fact.subject_span[1], role: "subject" },
      { start: fact.object_span[0], end: fact.object_span[1], role: "object" }] : [];
    fill(this.page, cut(this.words, 0, this.shown, [...this.ranges, ...lit], (words, covering, start) => this.piece(words, covering, start)));
    const left = this.words.length - this.shown;
    fill(this.more, left ? h("button", { type: "button", onclick: () => { this.shown = Math.min(this.words.length, this.shown + PART); this.draw(); } }, `Show more (${count(left)} characters)`) : null);
  }

  piece(words, covering, start) {
    const inner = covering.find((range) => range.one);
    const lit = covering.some((range) => range.light);
    if (!inner) return lit ? h("span", { class: "lit" }, words) : words;
    const role = covering.find((range) => range.role)?.role ?? "";
    const { one, index } = inner;
    const same = this.mention && (this.mention === one || (one.iri && one.iri === this.mention.iri));
    const choose = () => this.pick(one);
    return h("mark", { class: ["typed", role, same ? "same" : "", lit ? "within" : ""].filter(Boolean).join(" "), data: { type: one.label, mention: index },
      role: "button", tabindex: one === (this.mention ?? this.mentions[0]) && start === inner.start ? "0" : "-1", title: `${one.label || "pronoun"}: ${one.name}`, onclick: choose,
      onkeydown: (event) => this.key(event, choose) }, words);
  }

  key(event, choose) {
    if (event.key === "Enter" || event.key === " ") choose();
    else if (event.key === "ArrowRight") this.step(1);
    else if (event.key === "ArrowLeft") this.step(-1);
    else return;
    event.preventDefault();
  }

  step(by) {
    if (!this.mentions.length) return;
    const place = this.mention ? this.mentions.indexOf(this.mention) + by : 0;
    this.pick(this.mentions[(place + this.mentions.length) % this.mentions.length]);
    this.page.querySelector(`[data-mention="${this.mentions.indexOf(this.mention)}"]`)?.focus();
  }

  all() {
    this.mention = this.fact = null;
    this.draw();
    note("reader", this.row.id);
    this.list(this.statements, "All that it states");
  }

  pick(mention) {
    this.mention = mention;
    this.fact = null;
    while (this.shown < mention.span[1]) this.shown += PART;
    this.shown = Math.min(this.shown, this.words.length);
    this.draw();
    const its = this.statements.filter((one) => touches(one.subject_span, mention.span) || touches(one.object_span, mention.span)
      || (mention.iri && (one.subject.iri === mention.iri || one.object.iri === mention.iri)));
    this.list(its, mention.name, mention);
  }

  list(facts, title, mention = null) {
    const nothing = this.row.status === "queued" || this.row.status === "running"
      ? empty("Not read yet", "Its facts are here as soon as a worker has read it.")
      : empty("No facts", mention ? "The model found nothing that the text states of it." : "The model found nothing that this text states. Your own relations: see Teach.");
    fill(this.side, h("div", { class: "row spread" }, h("h2", {}, title), mention ? h("button", { type: "button", class: "small", onclick: () => this.all() }, "All facts") : null),
      mention ? h("p", { class: "row small soft" }, h("span", { class: "typed", data: { type: mention.label } }, mention.label || "pronoun"),
        mention.iri ? h("a", { href: to("graph", "", { entity: short(mention.iri) }) }, "Show in the graph") : null) : null,
      facts.length ? h("ul", { class: "facts" }, facts.map((fact) => h("li", {}, factButton(fact, false, () => this.choose(fact))))) : nothing);
  }

  async choose(fact) {
    this.fact = fact;
    while (this.shown < fact.sentence.end && this.shown < this.words.length) this.shown = Math.min(this.words.length, this.shown + PART);
    this.draw();
    note("reader", this.row.id, { fact: fact.evidence });
    this.page.querySelector(".lit, .within")?.scrollIntoView({ block: "center" });
    const back = h("button", { type: "button", class: "small", onclick: () => (this.mention ? this.pick(this.mention) : this.all()) }, "‹ Back");
    const room = h("div", {}, waiting());
    fill(this.side, h("div", { class: "row spread" }, h("h2", {}, "Fact"), back), room);
    back.focus({ preventScroll: true });
    fill(room, await about(fact.id).catch((error) => failure(error)));
  }
}

const touches = (span, other) => span[0] < other[1] && other[0] < span[1];
