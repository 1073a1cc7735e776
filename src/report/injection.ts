import { block } from "./markdown.ts";

/** Renders the edits of the staged app for the job's summary: Markdown, folded, because they may be long. */
export function renderInjection(diff: string): string {
  return `<details><summary>What was injected into the copy of the app</summary>\n\n${block("diff", diff)}\n\n</details>`;
}
