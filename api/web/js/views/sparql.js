// SPARQL: Yasgui, with prefixes and with examples made for what is in this graph.
import { chart } from "../chart.js";
import { fill, h } from "../dom.js";
import { address, base, get } from "../http.js";
import { client, command, python, recipe, shell } from "../recipe.js";
import { note } from "../route.js";
import { headers } from "../who.js";

const PREFIXES = {
  wdt: "http://www.wikidata.org/prop/direct/", rdfs: "http://www.w3.org/2000/01/rdf-schema#", rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
  oa: "http://www.w3.org/ns/oa#", prov: "http://www.w3.org/ns/prov#", owl: "http://www.w3.org/2002/07/owl#", xsd: "http://www.w3.org/2001/XMLSchema#",
};

export async function show(room, { params }, signal) {
  const [facts, { vocabulary }] = await Promise.all([get("/statements", { limit: 200 }), get("/overview")]);
  const prefixes = { ...PREFIXES, kg: vocabulary };
  const choices = examples(facts.statements, prefixes);
  const box = h("div", { class: "card" });
  const drawn = h("div", {});
  const code = h("div", {});
  await load();
  fill(room, h("h1", {}, "SPARQL"), h("p", { class: "lead" }, "Facts, their evidence and their confidence are in one endpoint, ", h("code", {}, address("/sparql")), "."));
  const editor = edit(box, params.get("query") || choices[0][1], prefixes, (query) => { note("sparql", "", { query }); remember(code, query); });
  room.append(h("div", { class: "examples", role: "group", "aria-label": "Examples" }, choices.map(([title, query]) =>
    h("button", { type: "button", class: "small", onclick: () => { editor.set(query); editor.run(); } }, title))), box, drawn, code);
  editor.onresult((names, rows) => fill(drawn, chart(names, rows)));
  editor.refresh();
  remember(code, editor.get());
  signal.addEventListener("abort", () => editor.close());
}

/** Load Yasgui only here: it is a megabyte. */
async function load() {
  if (window.Yasgui) return;
  document.head.append(h("link", { rel: "stylesheet", href: address("/web/vendor/yasgui-4.6.2.min.css") }));
  await new Promise((resolve, reject) => {
    document.head.append(h("script", { src: address("/web/vendor/yasgui-4.6.2.min.js"), onload: resolve, onerror: () => reject(new Error("The editor could not be loaded.")) }));
  });
  // prefixes come from us, and nothing is asked of other servers
  window.Yasgui.Yasqe.defaults.autocompleters = ["variables"];
}

function edit(box, query, prefixes, changed) {
  const { Yasqe, Yasr } = window.Yasgui;
  const top = h("div", {});
  const below = h("div", {});
  box.append(top, below);
  const yasqe = new Yasqe(top, { requestConfig: { endpoint: address("/sparql"), method: "POST", headers }, persistenceId: null, value: query, createShareableLink: null,
    showQueryButton: true, resizeable: false, editorHeight: "16em", pluginButtons: undefined });
  const yasr = new Yasr(below, { persistenceId: null, prefixes, pluginOrder: ["table", "response"], defaultPlugin: "table" });
  yasqe.setValue(query);
  yasqe.getInputField().setAttribute("aria-label", "SPARQL query");
  const scroller = yasqe.getScrollerElement();
  for (const [attribute, value] of Object.entries({ tabindex: "0", role: "region", "aria-label": "Text of the query" })) scroller.setAttribute(attribute, value);
  yasqe.on("change", () => changed(yasqe.getValue()));
  new MutationObserver(() => name(below)).observe(below, { childList: true, subtree: true });
  let listen = () => {};
  yasqe.on("queryResponse", (_, response, duration) => {
    yasr.setResponse(response, duration);
    const found = yasr.results?.getAsJson();
    listen(found?.head?.vars ?? [], found?.results?.bindings ?? []);
  });
  return {
    get: () => yasqe.getValue(), set: (value) => yasqe.setValue(value), run: () => yasqe.query().catch(() => {}), refresh: () => yasqe.refresh(),
    onresult: (listener) => { listen = listener; }, close: () => { yasqe.abortQuery?.(); yasqe.destroy?.(); },
  };
}

/** Say what the parts of the result are that Yasr leaves without a name. */
function name(result) {
  result.querySelectorAll("select:not([aria-label])").forEach((one) => one.setAttribute("aria-label", "Rows on a page"));
  result.querySelectorAll("th").forEach((one) => { if (!one.textContent.trim()) one.setAttribute("aria-label", "Row"); });
}

function remember(room, query) {
  fill(room, recipe(command(address("/sparql"), "-H 'Accept: text/csv'", `--data-urlencode ${shell(`query=${query}`)}`),
    client(base, "text = (", ...query.split("\n").map((line) => `    ${python(`${line}\n`)}`), ")", 'rows, _ = kg.query(text, accept="text/csv")', "print(rows.decode())")));
}

/** Queries over relations that are really there. */
function examples(facts, prefixes) {
  const head = (...names) => names.map((name) => `PREFIX ${name}: <${prefixes[name]}>`).join("\n");
  const relations = new Map();
  for (const { predicate } of facts) relations.set(predicate.iri, { label: predicate.label, times: (relations.get(predicate.iri)?.times ?? 0) + 1 });
  const most = [...relations].sort((a, b) => b[1].times - a[1].times).slice(0, 3);
  return [
    ["Everything, in words", `${head("rdfs")}\nSELECT ?subject ?relation ?object {\n  ?s ?relation ?o . ?s rdfs:label ?subject .\n  OPTIONAL { ?o rdfs:label ?name }\n  BIND(COALESCE(?name, STR(?o)) AS ?object)\n  FILTER(?relation != rdfs:label)\n} LIMIT 50`],
    ...most.map(([iri, { label }]) => [label, `${head("rdfs")}\nSELECT ?subject ?object {\n  ?s <${iri}> ?o . ?s rdfs:label ?subject .\n  OPTIONAL { ?o rdfs:label ?name }\n  BIND(COALESCE(?name, STR(?o)) AS ?object)\n} ORDER BY ?subject LIMIT 100`]),
    ["Each fact with its sentence", `${head("rdf", "rdfs", "oa", "prov", "kg")}\nSELECT ?subject ?relation ?confidence ?sentence {\n  GRAPH ?g { ?e rdf:reifies <<( ?s ?relation ?o )>> ; kg:confidence ?confidence ;\n    prov:wasDerivedFrom/oa:hasSelector/oa:exact ?sentence }\n  ?s rdfs:label ?subject\n} ORDER BY DESC(?confidence) LIMIT 50`],
    ["How often each relation", `SELECT ?relation (COUNT(*) AS ?times) {\n  { SELECT ?relation { ?s ?relation ?o } LIMIT 50000 }\n} GROUP BY ?relation ORDER BY DESC(?times) LIMIT 20`],
  ];
}
