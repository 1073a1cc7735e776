import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";
import type { Edit, Injection } from "./plan.ts";

/** All edits as one unified diff, a line with the reason before each. Secrets do not show. */
export function renderDiff(injection: Injection): string {
  const { edits, gem } = injection;
  const gemLine = `# ${gem.path}/: the gem itself, copied\n`;
  return redact([...edits.map(renderEdit), gemLine].join("\n"));
}

function renderEdit({ path, before, after, reason }: Edit): string {
  const from = before === undefined ? "/dev/null" : `a/${path}`;
  const patch = createTwoFilesPatch(from, `b/${path}`, before ?? "", after, undefined, undefined, {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
  });
  return `# ${path}: ${reason}\n${patch}`;
}

/** What Gemfiles and lockfiles are known to hold: credentials in a source's URL, tokens in a string. */
function redact(diff: string): string {
  return diff
    .replace(/(\w:\/\/)[^/@\s"']+@/g, "$1***@")
    .replace(/\b(gh[a-z]_|github_pat_|glpat-)\w+/g, "$1***")
    .replace(/((?:token|password|secret|api_?key)["']?\s*(?:=>|[:=])\s*["']?)[^\s"'&]+/gi, "$1***");
}
