import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { ROOT } from "../../../../contract/root.ts";
import { openAccount } from "../../../local/services/lambda/account.ts";

/** Runs a function in an embedded AWS, in a mount namespace of its own: without isolation the root is emptied. */
mkdirSync(ROOT, { recursive: true, mode: 0o700 });
execFileSync("mount", ["-t", "tmpfs", "tmpfs", ROOT]);
const account = await openAccount();
await account.create("one", "export const handler = async () => process.getuid();");
console.log((await account.invoke("one")).value);
await account.close();
