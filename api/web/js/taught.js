// The relations that were taught: what each finds, reading documents again for it, and forgetting it.
import { fill, h, toast } from "./dom.js";
import { foresee } from "./foreseen.js";
import { plural } from "./format.js";
import { get, post, remove } from "./http.js";
import { failure } from "./states.js";

/** Make the list; `draw()` asks the service anew. */
export function taught() {
  const list = h("ul", { class: "facts" });
  const found = h("div", { "aria-live": "polite" });
  const room = h("section", { class: "card", "aria-label": "Taught relations" }, h("h2", {}, "3. Taught relations"), list, found);
  const doing = async (work) => {
    try {
      await work();
    } catch (error) {
      fill(found, failure(error));
    }
  };
  const again = (one) => doing(async () => {
    const { job, documents } = await post(`/relations/${encodeURIComponent(one.id)}/reextract`);
    toast(documents ? `${plural(documents, "document")} will be read again.` : "Every document was read for it.");
    if (job) fill(found, h("p", {}, h("a", { href: "#/documents" }, "Follow it under Documents")));
  });
  const forget = (one) => doing(async () => {
    const { documents } = await remove(`/relations/${encodeURIComponent(one.id)}`);
    toast(`“${one.name}” is forgotten${documents ? `; ${plural(documents, "document")} will be read again` : ""}.`);
    fill(found);
    await draw();
  });
  const button = (name, one, work) => h("button", { type: "button", class: "small", "aria-label": `${name}: ${one.name}`, onclick: () => work(one) }, name);
  const draw = () => doing(async () => {
    const { relations } = await get("/relations");
    fill(list, relations.length ? relations.map((one) => h("li", { class: "row spread" }, h("span", {}, h("b", {}, one.name), " ", h("span", { class: "small soft" }, plural(one.facts, "fact"))),
      h("span", { class: "row" }, button("Preview", one, () => foresee(found, (after) => get(`/relations/${encodeURIComponent(one.id)}/preview`, { after }))),
        button("Read documents again", one, again), button("Forget", one, forget))))
      : h("li", { class: "small soft" }, "None yet. What you keep is looked for in every document from then on."));
  });
  room.draw = draw;
  return room;
}
