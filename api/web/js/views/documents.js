// Documents: put them in, watch them being read, see what failed and why.
import { fill, h, toast } from "../dom.js";
import { count, duration, plural } from "../format.js";
import { address, base, events, form, get, post, remove } from "../http.js";
import { client, command, curl, recipe } from "../recipe.js";
import { note, to } from "../route.js";
import { empty, failure } from "../states.js";

const PAGE = 50;
const STREAMS = 3; // a browser keeps six connections to one host
const NAMED = 3; // documents of a job that are named
const TITLE = 60; // characters

export async function show(room, { params }, signal) {
  const jobs = h("section", { class: "card", "aria-label": "Jobs" });
  const list = h("section", { class: "card", "aria-label": "Documents" });
  const state = { status: params.get("status") || "", refresh: () => refresh(), signal, streams: 0, followed: new Set() };
  const refresh = async () => Promise.all([showJobs(jobs, state), showList(list, state)]).catch((error) => fill(list, failure(error)));
  fill(room, h("h1", {}, "Documents"),
    h("p", { class: "lead" }, "Put texts in; a small model reads them here, and what they state goes into the graph, each fact with its sentence."),
    intake(state), jobs, list,
    recipe([curl(address("/documents"), { text: "Ada Lovelace was born in London.", title: "Ada" }), command(address("/documents"), "-F file=@report.pdf")],
      client(base, 'with open("report.pdf", "rb") as file:', '    taken = kg.upload([("report.pdf", file)])', "job = kg.wait(taken.job)", "print(job.counts)")));
  await refresh();
}

function intake(state) {
  const pasted = h("textarea", { id: "pasted", rows: "6", placeholder: "Ada Lovelace was born in London. She works for Analytical Engines." });
  const title = h("input", { id: "title", type: "text", maxlength: "2000" });
  const files = h("input", { type: "file", multiple: true, id: "files", hidden: true, onchange: () => upload(files.files, state) });
  const drop = h("div", { class: "drop" }, h("strong", {}, "Drop files here"), h("span", {}, "Text, Markdown, HTML, PDF, DOCX, JSONL, or a zip of them"),
    h("div", {}, h("button", { type: "button", onclick: () => files.click() }, "Choose files"), files));
  for (const kind of ["dragenter", "dragover"]) drop.addEventListener(kind, (event) => { event.preventDefault(); drop.classList.add("over"); });
  for (const kind of ["dragleave", "drop"]) drop.addEventListener(kind, () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => { event.preventDefault(); upload(event.dataTransfer.files, state); });
  const send = async (event) => {
    event.preventDefault();
    if (!pasted.value.trim()) return pasted.focus();
    if (await taken(post("/documents", { text: pasted.value, title: title.value.trim() || opening(pasted.value) }), state)) pasted.value = title.value = "";
    return undefined;
  };
  return h("div", { class: "halves card" },
    h("form", { onsubmit: send }, h("label", { class: "field", for: "pasted" }, "Paste a text", pasted),
      h("div", { class: "row low" }, h("label", { class: "field", for: "title" }, "Title; without one, its first words", title), h("button", { class: "main" }, "Read it"))),
    drop);
}

/** What a text begins with, as a title for it. */
function opening(text) {
  const words = text.trim().replace(/\s+/g, " ");
  const signs = [...words]; // whole characters: half of one is no text
  return signs.length <= TITLE ? words : `${signs.slice(0, TITLE).join("").replace(/ \S*$/, "")} …`;
}

async function upload(files, state) {
  if (!files.length) return;
  const body = new FormData();
  for (const file of files) body.append("file", file);
  await taken(form("/documents", body), state);
}

/** Tell what became of what was sent; return whether the service took it. */
async function taken(answer, state) {
  let well = false;
  try {
    const { accepted, duplicates, rejected, documents } = await answer;
    const refused = documents.filter((one) => one.error).map((one) => `${one.name ?? "text"}: ${one.error}`);
    toast(`${plural(accepted, "document")} taken${duplicates ? `, ${duplicates} known already` : ""}${rejected ? `, ${rejected} not: ${refused[0] ?? ""}` : ""}.`);
    well = true;
  } catch (error) {
    toast(error.message);
  }
  state.refresh();
  return well;
}

async function showJobs(card, state) {
  // of a job whose documents were all deleted there is nothing to tell
  const jobs = (await get("/jobs", { limit: 5 })).jobs.filter((job) => job.documents || job.rejected);
  card.hidden = !jobs.length;
  fill(card, h("h2", {}, "Latest jobs"), jobs.map((job) => {
    const line = h("div", { class: "job" });
    const names = h("span", { class: "names" });
    drawJob(line, job, state, names);
    name(names, job).catch(() => null); // they are in the table below, too
    if (!job.finished && state.streams < STREAMS) follow(line, job, state, names);
    return line;
  }));
}

/** Say which documents a job has, the first of them, each with the way to it. */
async function name(names, job) {
  const { documents } = await get("/documents", { job: job.id, limit: NAMED });
  const more = job.documents - documents.length;
  fill(names, documents.map((one, place) => [place ? ", " : "", h("a", { href: to("reader", one.id) }, one.title || one.id)]), documents.length && more > 0 ? ` and ${count(more)} more` : null);
}

/** Server-sent events: each holds the whole state of the job. */
function follow(line, job, state, names) {
  const close = () => { state.streams -= 1; };
  state.streams += 1;
  const finished = (found) => {
    drawJob(line, found, state, names);
    if (!state.signal.aborted) state.refresh();
  };
  // a stream that breaks off is no error: the next look at the list shows how far the job is
  events(`/jobs/${job.id}/events`, { progress: (found) => drawJob(line, found, state, names), finished }, state.signal).then(close, close);
}

function drawJob(line, job, state, names) {
  const failed = (job.counts.failed ?? 0) + (job.counts.cancelled ?? 0);
  const act = async (verb) => {
    const { changed } = await post(`/jobs/${job.id}/${verb}`);
    toast(`${plural(changed, "document")} ${verb === "cancel" ? "cancelled" : "queued again"}.`);
    state.refresh();
  };
  const counts = Object.entries(job.counts).map(([status, number]) => h("span", { class: "chip", data: { status } }, `${count(number)} ${status}`));
  fill(line, h("div", { class: "row spread" },
    h("span", { class: "row" }, h("strong", {}, plural(job.documents, "document")), names, counts, job.rejected ? h("span", { class: "chip", data: { status: "failed" } }, `${job.rejected} not taken`) : null),
    h("span", { class: "row" }, job.finished ? null : h("button", { type: "button", class: "small", onclick: () => act("cancel") }, "Cancel"),
      failed ? h("button", { type: "button", class: "small", onclick: () => act("retry") }, "Retry") : null)),
  job.finished ? null : [h("progress", { max: job.characters || 1, value: job.characters_read, "aria-label": "Characters read" }),
    h("div", { class: "small soft" }, `${count(job.characters_read)} of ${count(job.characters)} characters · ${job.documents_per_second.toFixed(1)} documents a second · ${duration(job.seconds_left)}`)]);
}

async function showList(card, state) {
  const { documents: counts } = await get("/overview");
  const total = Object.values(counts).reduce((sum, number) => sum + number, 0);
  if (!total) return fill(card, empty("No documents yet", "Paste a sentence or drop a file above. In some seconds its facts are here, and each leads back to its words."));
  const pick = (status) => { state.status = status; note("documents", "", { status }); showList(card, state).catch((error) => fill(card, failure(error))); };
  const button = (status, number) => h("button", { type: "button", class: "small", "aria-pressed": String(state.status === status), onclick: () => pick(status) }, `${status || "all"} ${count(number)}`);
  const body = h("tbody");
  const more = h("p", {});
  await addPage(body, more, state, null);
  fill(card, h("div", { class: "row spread" }, h("h2", {}, "Documents"), h("div", { class: "row", role: "group", "aria-label": "By status" },
    button("", total), Object.entries(counts).map(([status, number]) => button(status, number)))),
  h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Table of documents" }, h("table", {}, h("thead", {}, h("tr", {}, ["Document", "Status", "Characters", ""].map((title) =>
    h("th", { scope: "col", class: title === "Characters" ? "number" : null }, title || h("span", { class: "unseen" }, "Actions"))))), body)), more);
}

async function addPage(body, more, state, after) {
  const page = await get("/documents", { status: state.status, limit: PAGE, after });
  body.append(...page.documents.map((one) => documentRow(one, state)));
  if (!body.children.length) body.append(h("tr", {}, h("td", { colspan: "4", class: "soft" }, "None of them.")));
  fill(more, page.next ? h("button", { type: "button", onclick: () => addPage(body, more, state, page.next) }, "More documents") : null);
}

function documentRow(one, state) {
  const drop = async () => {
    const { retracted, kept } = await remove(`/documents/${encodeURIComponent(one.id)}`, { dry_run: true });
    if (!confirm(`Delete “${one.title || one.id}”? ${plural(retracted, "fact")} would go; ${kept} stay, because another document states them.`)) return;
    await remove(`/documents/${encodeURIComponent(one.id)}`);
    toast("Deleted.");
    state.refresh();
  };
  const name = one.title || one.id;
  return h("tr", {}, h("td", {}, h("a", { href: to("reader", one.id) }, name), one.error ? h("div", { class: "small bad" }, one.error) : null),
    h("td", {}, h("span", { class: "chip", data: { status: one.status } }, one.status), one.stated ? [" ", h("span", { class: "chip" }, "a person’s word")] : null), h("td", { class: "number" }, count(one.characters)),
    h("td", { class: "number" }, h("button", { type: "button", class: "small quiet", onclick: drop, "aria-label": `Delete ${name}` }, "Delete")));
}
