// How to do what a view does from a shell or from Python, ready to copy.
import { h, toast } from "./dom.js";
import { known, workspace } from "./who.js";

/** Quote an argument for a POSIX shell. */
export const shell = (argument) => (/^[\w@%+=:,./?&-]+$/.test(argument) && !/[?&]/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`);

/** A curl command; a body goes out as JSON. */
export function curl(url, body, method) {
  const json = body === undefined ? [] : ["-H 'Content-Type: application/json'", `-d ${shell(JSON.stringify(body))}`];
  return command(url, method ? `-X ${method}` : null, ...json);
}

/** A curl command with arguments that are quoted already. The key is not written into it, but taken from the environment. */
export function command(url, ...more) {
  const key = known() ? '-H "Authorization: Bearer $KG_API_KEY"' : null;
  const where = workspace() ? `-H ${shell(`KG-Workspace: ${workspace()}`)}` : null;
  return ["curl", shell(url), key, where, ...more].filter(Boolean).join(" ");
}

/** A string as Python writes it; JSON's escapes are Python's, too. */
export const python = (value) => JSON.stringify(value);

/** Lines that use the client; those that are none are left out. */
export function client(base, ...lines) {
  const key = known() ? ', key=os.environ["KG_API_KEY"]' : "";
  const where = workspace() ? `, workspace=${python(workspace())}` : "";
  return [known() ? "import os\n" : null, "from api.client import Client", "", `with Client(${python(base.replace(/\/$/, ""))}${key}${where}) as kg:`,
    ...lines.filter(Boolean).map((line) => `    ${line}`)].filter((line) => line !== null).join("\n");
}

/** Show both, folded away; `commands` is one or several. */
export function recipe(commands, code) {
  return h("details", { class: "recipe" }, h("summary", {}, "The same with curl and Python"), block([commands].flat().filter(Boolean).join("\n"), "curl"), block(code, "Python"));
}

/** Code with a button that copies it. */
export function block(code, what) {
  const copy = async () => {
    await navigator.clipboard.writeText(code).then(() => toast("Copied."), () => toast("The browser refused: select and copy it."));
  };
  return h("div", { class: "code" }, h("pre", { tabindex: "0", "aria-label": what, data: { code: what } }, code),
    h("button", { type: "button", class: "small", onclick: copy, "aria-label": `Copy ${what}` }, "Copy"));
}
