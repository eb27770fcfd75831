// A stretch of text with marks in it. Offsets are Unicode code points, where JavaScript counts UTF-16 units.
import { h } from "./dom.js";

/** A text as code points, so that offsets from the service cut it right. */
export const points = (text) => Array.from(text);

/** How many code points stand before a UTF-16 offset, as a selection gives it. */
export const pointOffset = (text, units) => Array.from(text.slice(0, units)).length;

/**
 * Cut `[from, to)` of a text at every border of a range, and make each piece.
 *
 * @param ranges Objects with `start` and `end`; they may overlap and nest.
 * @param piece Called with the text of a piece and the ranges that cover it, the narrowest first.
 */
export function cut(text, from, to, ranges, piece) {
  const inside = ranges.filter((range) => range.start < to && range.end > from);
  const borders = new Set([from, to]);
  for (const { start, end } of inside) for (const border of [start, end]) if (border > from && border < to) borders.add(border);
  const sorted = [...borders].sort((a, b) => a - b);
  const ordered = [...inside].sort((a, b) => a.start - b.start);
  const open = [];
  let next = 0;
  return sorted.slice(0, -1).map((start, index) => {
    const end = sorted[index + 1];
    while (next < ordered.length && ordered[next].start <= start) open.push(ordered[next++]);
    for (let place = open.length - 1; place >= 0; place--) if (open[place].end <= start) open.splice(place, 1);
    const covering = [...open].sort((a, b) => a.end - a.start - (b.end - b.start));
    return piece(text.slice(start, end).join(""), covering, start, end);
  });
}

/** A sentence with the two ends of a fact marked; `quote` begins at `start` of the document. */
export function sentence(quote, start, subject, object, types = {}) {
  const text = points(quote);
  const ranges = [
    { start: subject[0] - start, end: subject[1] - start, role: "subject" },
    { start: object[0] - start, end: object[1] - start, role: "object" },
  ];
  return cut(text, 0, text.length, ranges, (words, [inner]) =>
    inner ? h("mark", { class: `typed ${inner.role}`, data: { type: types[inner.role] || "" } }, words) : words);
}
