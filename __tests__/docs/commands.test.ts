import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "@jest/globals";
import { documents } from "../shown-workflows.ts";

const project = resolve(import.meta.dirname, "../..");
const blocks = documents().flatMap((document) =>
  [...readFileSync(join(project, document), "utf8").matchAll(/^```sh\n(.*?)^```$/gms)].map(
    ([, block = ""]) => [document, block] as const,
  ),
);

// In zsh, the shell of a Mac, a `#` that is typed or pasted begins no comment: what follows are arguments.
// https://zsh.sourceforge.io/Doc/Release/Options.html (INTERACTIVE_COMMENTS)
test.each(blocks)("what %s tells to paste is read by a shell, and has no comment", (_, block) => {
  execFileSync("bash", ["-n", "-c", block]);
  expect(block).not.toMatch(/(^|\s)#/m);
});
