// A field that finds things of the graph by name: a combobox as WAI-ARIA describes it.
import { fill, h } from "./dom.js";
import { plural } from "./format.js";
import { get } from "./http.js";

let number = 0;

/**
 * Make the field. `choose` gets the entity; where `free` is true, plain words are an answer, too.
 *
 * @returns The element, with `value()`: the chosen entity, or null.
 */
export function picker(label, choose, { value = "", placeholder = "Begin to type a name" } = {}) {
  const id = `picker-${(number += 1)}`;
  let found = [];
  let at = -1;
  let timer;
  let asked;
  const list = h("ul", { id: `${id}-list`, role: "listbox", "aria-label": label, hidden: true });
  const input = h("input", { id, type: "text", role: "combobox", autocomplete: "off", "aria-expanded": "false", "aria-controls": `${id}-list`,
    "aria-autocomplete": "list", placeholder, value });
  const close = () => { list.hidden = true; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
  const pick = (entity) => { input.value = entity.name; close(); choose(entity); };
  const draw = () => {
    fill(list, found.map((one, index) => h("li", { id: `${id}-${index}`, role: "option", "aria-selected": String(index === at),
      onmousedown: (event) => { event.preventDefault(); pick(one); } }, h("span", { class: "typed", data: { type: one.label } }, one.label), ` ${one.name} `,
    h("span", { class: "soft small" }, plural(one.documents, "document")))));
    if (!found.length) fill(list, h("li", { role: "option", "aria-disabled": "true", "aria-selected": "false", class: "soft" }, "Nothing by this name."));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    if (at >= 0) input.setAttribute("aria-activedescendant", `${id}-${at}`);
  };
  const search = async () => {
    asked?.abort();
    asked = new AbortController();
    try {
      found = (await get("/entities", { q: input.value.trim(), limit: 8 }, asked.signal)).entities;
      at = found.length ? 0 : -1;
      draw();
    } catch { close(); }
  };
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(search, 120); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return close();
    if (event.key === "ArrowDown" && list.hidden) { event.preventDefault(); return search(); }
    if (list.hidden || !found.length) return undefined;
    if (event.key === "Enter") { event.preventDefault(); return pick(found[at]); }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return undefined;
    event.preventDefault();
    at = (at + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length;
    return draw();
  });
  const field = h("div", { class: "picker" }, h("label", { class: "field", for: id }, label, input), list);
  field.input = input;
  return field;
}
