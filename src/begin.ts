import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { hideVariables } from "./host/hand-over.ts";

/**
 * The entry. This process may start itself anew, and what it did before that is done twice: so the action itself, which
 * takes longer to read, is a file of its own beside this one, wherever dist/ was copied to.
 */
const notHidden = hideVariables();
const home = dirname(process.argv[1] ?? "");
// The bundler must leave the import as it is.
const action = await import(/* webpackIgnore: true */ pathToFileURL(join(home, "main.js")).href);
await (action as typeof import("./main.ts")).main(home, notHidden);
