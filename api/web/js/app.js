// Chooses the view that the address names, and shows it.
import { download, fill, h, toast } from "./dom.js";
import { blob, get } from "./http.js";
import * as keyboard from "./keys.js";
import { here, to } from "./route.js";
import { failure, waiting } from "./states.js";
import * as who from "./who.js";

const VIEWS = [
  ["documents", "Documents"], ["graph", "Graph"], ["sparql", "SPARQL"], ["ask", "Ask"],
  ["analogy", "Analogy"], ["teach", "Teach"], ["review", "Review"],
];
const TITLES = Object.fromEntries([...VIEWS, ["reader", "Reader"]]);

const main = document.getElementById("main");
let leaving = new AbortController();
let first = true;

/** Every view's module exports `show(main, {id, params}, signal)`; the signal says that it was left. */
async function open() {
  const place = here();
  const view = place.view in TITLES ? place.view : "documents";
  leaving.abort();
  leaving = new AbortController();
  const { signal } = leaving;
  keyboard.none();
  mark(view);
  const room = h("div", { class: `view-${view}` });
  fill(main, room);
  room.append(waiting());
  try {
    const module = await import(`./views/${view}.js`);
    if (!signal.aborted) await module.show(room, place, signal);
  } catch (error) {
    if (!signal.aborted) room.replaceChildren(failure(error));
  }
  if (!first && !room.contains(document.activeElement)) main.focus({ preventScroll: true }); // a view may have put it into a field
  first = false;
}

function mark(view) {
  document.title = `${TITLES[view]} · kg`;
  const current = view === "reader" ? "documents" : view;
  fill(document.getElementById("nav"), VIEWS.map(([name, title]) =>
    h("a", { href: to(name), "aria-current": name === current ? "page" : null }, title)));
  const chosen = document.querySelector("nav [aria-current]");
  if (chosen) chosen.parentElement.scrollLeft = chosen.offsetLeft - 60;
}

const everywhere = VIEWS.map(([name, title], index) => [String(index + 1), title, () => { location.hash = to(name); }]);
const showHelp = () => keyboard.help(document.getElementById("keys"), [...everywhere, ["?", "These keys", showHelp]]);

document.getElementById("help").addEventListener("click", showHelp);
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
  const found = [...everywhere, ["?", "", showHelp]].find(([key]) => key === event.key);
  if (found) {
    event.preventDefault();
    found[2]();
  }
});
/** Say in the bar where one is; links that cannot carry a key go, or are fetched. */
function tellWho() {
  document.getElementById("whose").textContent = who.workspace() || (who.known() ? "Key ✓" : "Key");
  document.getElementById("routes").hidden = who.known();
}

const names = async () => (await get("/workspaces")).workspaces.map((one) => one.name);
document.getElementById("whose").addEventListener("click", () => who.ask("", names));
document.getElementById("turtle").addEventListener("click", (event) => {
  event.preventDefault();
  blob("/export", { format: "turtle" }).then((file) => download("kg.ttl", file), (error) => toast(error.message));
});
who.onChange(() => { tellWho(); open(); });
tellWho();
window.addEventListener("hashchange", open);
open();
