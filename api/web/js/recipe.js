// How to do what a view does from a shell or from Python, ready to copy.
import { h, toast } from "./dom.js";

/** Quote an argument for a POSIX shell. */
export const shell = (argument) => (/^[\w@%+=:,./?&-]+$/.test(argument) && !/[?&]/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`);

/** A curl command; a body goes out as JSON. */
export function curl(url, body, method) {
  const parts = ["curl", method ? `-X ${method}` : null, shell(url)];
  if (body !== undefined) parts.push("-H 'Content-Type: application/json'", `-d ${shell(JSON.stringify(body))}`);
  return parts.filter(Boolean).join(" ");
}

/** A string as Python writes it; JSON's escapes are Python's, too. */
export const python = (value) => JSON.stringify(value);

/** Lines that use the client. */
export const client = (base, ...lines) =>
  ["from api.client import Client", "", `with Client(${python(base.replace(/\/$/, ""))}) as kg:`, ...lines.map((line) => `    ${line}`)].join("\n");

/** Show both, folded away. */
export function recipe(command, code) {
  return h("details", { class: "recipe" }, h("summary", {}, "The same with curl and Python"), block(command, "curl"), block(code, "Python"));
}

/** Code with a button that copies it. */
export function block(code, what) {
  const copy = async () => {
    await navigator.clipboard.writeText(code).then(() => toast("Copied."), () => toast("The browser refused: select and copy it."));
  };
  return h("div", { class: "code" }, h("pre", { tabindex: "0", "aria-label": what, data: { code: what } }, code),
    h("button", { type: "button", class: "small", onclick: copy, "aria-label": `Copy ${what}` }, "Copy"));
}
