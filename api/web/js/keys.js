// Keys without modifiers, which stand still while somebody writes.
import { fill, h } from "./dom.js";

let shown = [];

const writing = (target) => target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);

/** Listen to keys until the view goes; `bindings` are [key, what it does, function]. */
export function keys(bindings, signal) {
  if (signal.aborted) return; // another view has come
  shown = bindings;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || writing(event.target) || document.querySelector("dialog[open]")) return;
    const found = bindings.find(([key]) => key === event.key);
    if (found) {
      event.preventDefault();
      found[2]();
    }
  }, { signal });
}

/** Forget the keys of the view before. */
export const none = () => { shown = []; };

/** Show what keys there are. */
export function help(dialog, everywhere) {
  const list = [...everywhere, ...shown];
  fill(dialog, h("h2", { id: "keys-title" }, "Keys"),
    h("dl", { class: "keys" }, list.map(([key, what]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, what)])),
    h("form", { method: "dialog" }, h("p", {}), h("button", { class: "main" }, "Close")));
  dialog.showModal();
}
