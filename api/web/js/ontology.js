// A relation of one's own as a small ontology, for a server to look for in one text.

const escape = (text) => text.replace(/[\\"]/g, "\\$&").replace(/\s+/g, " ");

/** The IRI that a new relation has while it is tried out. */
export const trial = (name) => `urn:kg:trial:${encodeURIComponent(name.trim().toLowerCase().replace(/\s+/g, "_"))}`;

/** Write a relation as Turtle. */
export function turtle(name, description) {
  const comment = description ? ` ;\n  rdfs:comment "${escape(description)}"@en` : "";
  return `@prefix owl: <http://www.w3.org/2002/07/owl#> .\n@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n<${trial(name)}> a owl:ObjectProperty ;\n  rdfs:label "${escape(name)}"@en${comment} .`;
}
