// The drawing of the graph: cytoscape with our colours.
import cytoscape from "../vendor/cytoscape-3.34.4.esm.min.js";

const HUES = { person: 205, organisation: 268, place: 150, time: 35, number: 12, thing: 325, miscellaneous: 325, noun: 95 };

const dark = matchMedia("(prefers-color-scheme: dark)");

export const colour = (type) => (type in HUES ? `hsl(${HUES[type]}, 50%, ${dark.matches ? 60 : 45}%)` : "#7a858c");

/** Make an empty drawing in a box. */
export function canvas(box, signal) {
  const cy = cytoscape({ container: box, style: style(), maxZoom: 3, minZoom: 0.1 });
  const restyle = () => cy.style(style());
  dark.addEventListener("change", restyle, { signal });
  signal.addEventListener("abort", () => cy.destroy());
  return cy;
}

const EFFORT = 2e6; // pairs of things that one layout may push apart: more takes seconds, and looks no better

/** Lay new things out around what is there already. */
export function arrange(cy) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches || cy.nodes().length > 150;
  const visible = cy.elements(":visible");
  // it cools down from 1000 to 1, in as many steps as there is time for
  const steps = Math.round(Math.min(690, Math.max(40, EFFORT / visible.nodes().length ** 2)));
  visible.layout({ name: "cose", animate: still ? false : "end", animationDuration: 250, fit: true, padding: 40, randomize: false,
    nodeRepulsion: () => 90000, idealEdgeLength: () => 130, edgeElasticity: () => 120, gravity: 0.25, nodeOverlap: 40, numIter: steps, coolingFactor: 0.001 ** (1 / steps) }).run();
}

function style() {
  const ink = dark.matches ? "#e4e7e9" : "#1d2327";
  const soft = dark.matches ? "#a3adb3" : "#5a6368";
  const paper = dark.matches ? "#1c2125" : "#ffffff";
  return [
    { selector: "node", style: { "background-color": (node) => colour(node.data("type")), label: "data(label)", color: ink, "font-size": 12,
      "text-valign": "bottom", "text-margin-y": 4, width: 24, height: 24, "text-wrap": "ellipsis", "text-max-width": 120,
      "text-outline-color": paper, "text-outline-width": 2 } },
    { selector: "node.open", style: { width: 32, height: 32 } },
    { selector: "node:selected", style: { "border-width": 4, "border-color": "#f5b301" } },
    { selector: "node.value", style: { shape: "round-rectangle" } },
    { selector: "edge", style: { width: (edge) => 1 + 2 * edge.data("confidence"), "line-color": soft, "target-arrow-color": soft, "target-arrow-shape": "triangle",
      "curve-style": "bezier", label: "data(label)", color: soft, "font-size": 9, "text-rotation": "autorotate", "text-outline-color": paper,
      "text-outline-width": 2, opacity: 0.85 } },
    { selector: "edge.derived", style: { "line-style": "dashed" } },
    { selector: "edge:selected", style: { "line-color": "#f5b301", "target-arrow-color": "#f5b301" } },
    { selector: ".filtered", style: { display: "none" } },
  ];
}
