import { lines, name } from "../parse.ts";

/** `branch: stage` lines; a branch's name may hold `=`, never `:`. */
export function stages(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const line of lines(text)) {
    const [, branch = "", stage = ""] = /^([^:]+?)\s*:\s*(.*)$/.exec(line) ??
      /^(.+?)\s*=\s*([^=]*)$/.exec(line) ?? ["", "", ""];
    if (branch === "" || stage === "") {
      throw new Error(`\`${line}\` must be of the form \`branch: stage\`.`);
    }
    if (/^pr-\d+$/.test(stage)) {
      throw new Error(`\`${stage}\` is the name of a pull request's preview.`);
    }
    found.set(branch, name(stage));
  }
  return found;
}

export function stageNames(text: string): readonly string[] {
  return lines(text).map(name);
}

export function flag(text: string): boolean {
  if (text === "true" || text === "false") return text === "true";
  throw new Error(`\`${text}\` must be \`true\` or \`false\`.`);
}
