// Review: what is most worth deciding, one at a time, with keys.
import { fill, h } from "../dom.js";
import { note } from "../route.js";
import { failure, waiting } from "../states.js";
import { all } from "../reviews/all.js";
import { conflicts } from "../reviews/conflicts.js";
import { facts } from "../reviews/facts.js";
import { merges } from "../reviews/merges.js";
import { refused } from "../reviews/refused.js";
import { suggestions } from "../reviews/suggestions.js";

const QUEUES = [["all", "Everything", all], ["facts", "Doubtful facts", facts], ["merges", "Same thing?", merges], ["refused", "Refused", refused], ["conflicts", "Conflicts", conflicts], ["suggestions", "Suggestions", suggestions]];

export async function show(room, { id, params }, signal) {
  const box = h("div", {});
  let leaving = new AbortController();
  const open = async (name, more = new URLSearchParams()) => {
    leaving.abort();
    leaving = new AbortController();
    signal.addEventListener("abort", () => leaving.abort());
    tabs.forEach((tab) => tab.setAttribute("aria-pressed", String(tab.dataset.queue === name)));
    note("review", name, Object.fromEntries(more));
    fill(box, waiting());
    const { signal: here } = leaving;
    await QUEUES.find(([one]) => one === name)[2](box, here, more).catch((error) => (here.aborted ? null : fill(box, failure(error))));
  };
  const tabs = QUEUES.map(([name, title]) => h("button", { type: "button", data: { queue: name }, onclick: () => open(name) }, title));
  fill(room, h("h1", {}, "Review"), h("p", { class: "lead" }, "What a decision is likeliest to change comes first. Your decisions hold for the graph at once, and become training data."),
    h("div", { class: "tabs", role: "group", "aria-label": "Queues" }, tabs), box);
  await open(QUEUES.some(([name]) => name === id) ? id : "all", params);
}
