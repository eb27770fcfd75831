// Numbers, times and names, as people read them.

export const count = (number) => new Intl.NumberFormat("en-GB").format(number);

export const plural = (number, one, many = `${one}s`) => `${count(number)} ${number === 1 ? one : many}`;

export function duration(seconds) {
  if (seconds === null || seconds === undefined) return "time left unknown";
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s left`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min left`;
  return `${(seconds / 3600).toFixed(1)} h left`;
}

export const when = (iso) =>
  new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" }).format(new Date(iso));

/** The short form of an entity's IRI, which the routes take: `person/ada_lovelace`. */
export const short = (iri) => {
  const path = iri.split("/entity/")[1];
  return path ? decodeURIComponent(path) : iri;
};

export const sure = (confidence) => `${Math.round(confidence * 100)} %`;
