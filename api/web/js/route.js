// A view and what it shows, as the fragment of the address: `#/reader/ada-lovelace?fact=…`.

/** Read the fragment: the view, the rest of the path, the parameters. */
export function here() {
  const [path, query = ""] = location.hash.replace(/^#\/?/, "").split("?");
  const [view, ...rest] = path.split("/");
  return { view, id: decodeURIComponent(rest.join("/")), params: new URLSearchParams(query) };
}

/** Write a fragment; empty parameters are left out. */
export function to(view, id = "", params = {}) {
  const kept = Object.entries(params).filter(([, value]) => value !== undefined && value !== null && value !== "");
  const query = new URLSearchParams(kept).toString();
  return `#/${view}${id ? `/${encodeURIComponent(id)}` : ""}${query ? `?${query}` : ""}`;
}

/** Note in the address what a view shows now, without opening it anew. */
export function note(view, id, params) {
  history.replaceState(null, "", to(view, id, params));
}
