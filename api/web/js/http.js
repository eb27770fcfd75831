// The one place that talks to the service. Errors are `Problem`s (RFC 9457), whose message says what to do.
import { listen } from "./events.js";
import { ask, headers } from "./who.js";

export class Problem extends Error {
  constructor(status, body) {
    super(body.detail || body.title || `The service answered ${status}.`);
    this.status = status;
    this.type = body.type || "about:blank";
    this.kind = body.kind;
  }

  /** Whether this server has no such route at all, rather than no such thing. */
  get absent() {
    return this.type === "about:blank" && (this.status === 404 || this.status === 405);
  }
}

/** Where the service is: the folder of this page. */
export const base = new URL(".", document.baseURI).href.split("#")[0];

/** Return the address of a path, with query parameters; empty ones are left out. */
export function address(path, query = {}) {
  const url = new URL(path.replace(/^\//, ""), base);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== "") url.searchParams.set(name, value);
  }
  return url.href;
}

async function send(path, query, init) {
  let answer;
  try {
    answer = await fetch(address(path, query), { ...init, headers: { ...init.headers, ...headers() } });
  } catch (cause) {
    if (cause.name === "AbortError") throw cause;
    throw new Problem(0, { type: "urn:kg:problem:away", detail: "The service does not answer. Is it still running?" });
  }
  if (answer.ok) return answer;
  const problem = new Problem(answer.status, await answer.json().catch(() => ({})));
  if (problem.status === 401 || (problem.status === 404 && problem.kind === "workspace")) ask(problem.message);
  throw problem;
}

export const get = async (path, query = {}, signal) => (await send(path, query, { signal })).json();
export const blob = async (path, query = {}) => (await send(path, query, {})).blob();
export const events = async (path, on, signal) => listen(await send(path, {}, { signal }), on);
export const text = async (path, query = {}) => (await send(path, query, {})).text();
export const remove = async (path, query = {}) => (await send(path, query, { method: "DELETE" })).json();
export const form = async (path, body) => (await send(path, {}, { method: "POST", body })).json();
export const put = async (path, body) =>
  (await send(path, {}, { method: "PUT", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) })).json();
export const post = async (path, body = {}, query = {}) =>
  (await send(path, query, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) })).json();

/** Ask SPARQL; returns rows of terms. */
export async function select(query) {
  const init = {
    method: "POST",
    headers: { "Content-Type": "application/sparql-query", Accept: "application/sparql-results+json" },
    body: query,
  };
  return (await (await send("/sparql", {}, init)).json()).results.bindings;
}
