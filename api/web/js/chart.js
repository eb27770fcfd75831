// The first column of numbers in a table as bars.
import { h, svg } from "./dom.js";

const MOST = 30;

/** Draw a result of a SELECT; null if no column is all numbers. */
export function chart(names, rows) {
  const numeric = names.find((name) => rows.length && rows.every((row) => row[name] && row[name].value.trim() !== "" && Number.isFinite(Number(row[name].value))));
  const label = names.find((name) => name !== numeric && rows.some((row) => row[name]));
  if (!numeric || !label) return null;
  const shown = rows.slice(0, MOST);
  const most = Math.max(...shown.map((row) => Number(row[numeric].value)), 1e-9);
  const picture = svg("svg", { class: "chart", viewBox: `0 0 640 ${shown.length * 24}`, role: "img", "aria-label": `${numeric} by ${label}` },
    shown.map((row, place) => {
      const value = Number(row[numeric].value);
      const name = (row[label]?.value ?? "").replace(/^.*[/#]/, "").slice(0, 34);
      return svg("g", {}, svg("text", { x: 230, y: place * 24 + 16, "text-anchor": "end" }, name),
        svg("rect", { x: 240, y: place * 24 + 4, width: Math.max(0, (330 * value) / most), height: 16, rx: 3 }),
        svg("text", { x: 246 + Math.max(0, (330 * value) / most), y: place * 24 + 16 }, row[numeric].value));
    }));
  return h("section", { class: "card", "aria-label": "Chart" }, h("h2", {}, `${numeric} by ${label}`), picture,
    rows.length > MOST ? h("p", { class: "small soft" }, `The first ${MOST} of ${rows.length} rows.`) : null);
}
