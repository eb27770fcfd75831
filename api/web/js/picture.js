// A graph as it is drawn on the screen, written as SVG.

const escape = (text) => String(text).replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]);

/** Write what a cytoscape graph shows; positions are its own. */
export function toSvg(cy, colour) {
  const box = cy.elements().boundingBox();
  const pad = 30;
  const view = [box.x1 - pad, box.y1 - pad, box.w + 2 * pad, box.h + 2 * pad].map((one) => one.toFixed(1)).join(" ");
  const edges = cy.edges(":visible").map((edge) => {
    const [a, b] = [edge.sourceEndpoint(), edge.targetEndpoint()];
    const middle = edge.midpoint();
    return `<line x1="${a.x.toFixed(1)}" y1="${a.y.toFixed(1)}" x2="${b.x.toFixed(1)}" y2="${b.y.toFixed(1)}" stroke="#98a2a8"${edge.hasClass("derived") ? ' stroke-dasharray="5 4"' : ""} marker-end="url(#tip)"/>`
      + `<text x="${middle.x.toFixed(1)}" y="${(middle.y - 3).toFixed(1)}" font-size="9" fill="#5a6368">${escape(edge.data("label"))}</text>`;
  });
  const nodes = cy.nodes(":visible").map((node) => {
    const { x, y } = node.position();
    return `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${(node.width() / 2).toFixed(1)}" fill="${escape(colour(node.data("type")))}"/>`
      + `<text x="${x.toFixed(1)}" y="${(y + node.height() / 2 + 12).toFixed(1)}" font-size="12" fill="#1d2327">${escape(node.data("label"))}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${view}" font-family="sans-serif" text-anchor="middle">`
    + '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" fill="#98a2a8"/></marker></defs>'
    + `<rect x="${(box.x1 - pad).toFixed(1)}" y="${(box.y1 - pad).toFixed(1)}" width="100%" height="100%" fill="#fff"/>${edges.join("")}${nodes.join("")}</svg>`;
}
