// What stands where there is nothing to show: empty, absent from this server, waiting, gone wrong.
import { h } from "./dom.js";

/** Tell a newcomer what to do; `actions` are elements. */
export const empty = (title, message, ...actions) =>
  h("div", { class: "empty" }, h("h2", {}, title), h("p", {}, message), actions.length ? h("div", { class: "row" }, actions) : null);

/** Say that this server has no such route. */
export const absent = (what, path) =>
  h("div", { class: "empty", data: { state: "absent" } }, h("h2", {}, `${what} is not on this server`),
    h("p", {}, "It answers ", h("code", {}, path), " with “not found”. A newer version of kg, or another set-up of it, has it."));

export const waiting = (what = "Loading …") => h("p", { class: "soft", role: "status" }, what);

/** Show an error, or that the route is not there. */
export function failure(error, what = "", path = "") {
  if (error.absent && what) return absent(what, path);
  if (!error.status && error.status !== 0) console.error(error);
  return h("div", { class: "problem", role: "alert" }, error.message);
}
