// Who asks, and in which workspace: kept for this tab alone, sent with every request, never in an address.
import { fill, h } from "./dom.js";

const KEY = "kg-key";
const WORKSPACE = "kg-workspace";
const dialog = document.getElementById("who");
const changed = [];

/** The headers of every request. */
export function headers() {
  const key = sessionStorage.getItem(KEY);
  const workspace = sessionStorage.getItem(WORKSPACE);
  return { ...(key ? { Authorization: `Bearer ${key}` } : {}), ...(workspace ? { "KG-Workspace": workspace } : {}) };
}

/** The workspace that was chosen; empty for the default one. */
export const workspace = () => sessionStorage.getItem(WORKSPACE) ?? "";

/** Whether a key was given. */
export const known = () => sessionStorage.getItem(KEY) !== null;

/** Call a function whenever the key or the workspace was changed. */
export const onChange = (listener) => changed.push(listener);

/** Ask for a key and a workspace; `reason` says why, if the service asked first. `names` finds workspaces to choose from. */
export function ask(reason = "", names = async () => []) {
  if (dialog.open) return;
  const key = h("input", { id: "who-key", type: "password", autocomplete: "off", spellcheck: "false", value: sessionStorage.getItem(KEY) ?? "" });
  const room = h("input", { id: "who-workspace", type: "text", maxlength: "40", list: "who-names", placeholder: "main", value: workspace() });
  const choices = h("datalist", { id: "who-names" });
  const keep = (event) => {
    event.preventDefault();
    put(KEY, key.value.trim());
    put(WORKSPACE, room.value.trim());
    dialog.close();
    changed.forEach((listener) => listener());
  };
  fill(dialog, h("h2", { id: "who-title" }, "Key and workspace"), reason ? h("p", { class: "problem", role: "alert" }, reason) : null,
    h("form", { onsubmit: keep }, h("label", { class: "field", for: "who-key" }, "Key, where the service asks for one", key),
      h("label", { class: "field", for: "who-workspace" }, "Workspace; empty for the default one", room), choices,
      h("p", { class: "small soft" }, "Both are kept in this tab until it is closed. An administrator makes keys with ", h("code", {}, "kg keys create"), "."),
      h("div", { class: "row" }, h("button", { class: "main" }, "Use them"), h("button", { type: "button", onclick: () => dialog.close() }, "Cancel"))));
  dialog.showModal();
  names().then((found) => fill(choices, found.map((name) => h("option", { value: name }))), () => {});
}

function put(name, value) {
  if (value) sessionStorage.setItem(name, value);
  else sessionStorage.removeItem(name);
}
