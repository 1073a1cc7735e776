/**
 * Reads what a step wrote to GITHUB_OUTPUT.
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions#multiline-strings
 */
export function readOutputs(text: string): Readonly<Record<string, string>> {
  const outputs: Record<string, string> = {};
  const lines = text.split("\n");
  for (let at = 0; at < lines.length; at += 1) {
    const start = /^([\w-]+)<<(.+)$/.exec(lines[at] ?? "");
    if (!start?.[1] || !start[2]) continue;
    const end = lines.indexOf(start[2], at + 1);
    outputs[start[1]] = lines.slice(at + 1, end).join("\n");
    at = end;
  }
  return outputs;
}
