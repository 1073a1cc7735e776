import { lines } from "./list.ts";
import { name } from "./name.ts";

const WITH_COLON = /^([^:]+?)\s*:\s*(.*)$/;
const WITH_EQUALS = /^(.+?)\s*=\s*([^=]*)$/;

/** Parses `branch: stage` or `branch=stage` lines; a branch's name may hold `=`, never `:`. */
export function stages(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const line of lines(text)) {
    const [, branch = "", stage = ""] = WITH_COLON.exec(line) ?? WITH_EQUALS.exec(line) ?? [];
    if (stage === "") {
      throw new Error(`\`${line}\` must be of the form \`branch: stage\`.`);
    }
    if (/^pr-\d+$/.test(stage)) {
      throw new Error(`\`${stage}\` is the name of a pull request's preview.`);
    }
    found.set(branch, name(stage));
  }
  return found;
}
