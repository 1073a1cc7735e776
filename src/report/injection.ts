/** Renders the edits of the staged app for the job's summary: Markdown, folded, because they may be long. */
export function renderInjection(diff: string): string {
  return `<details><summary>What was injected into the copy of the app</summary>\n\n${fenced(diff)}\n\n</details>`;
}

/** Returns a code block that its content cannot end. */
function fenced(diff: string): string {
  const longest = Math.max(2, ...(diff.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}diff\n${diff.trimEnd()}\n${fence}`;
}
