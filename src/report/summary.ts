import type { Built } from "../bundle/built.ts";
import { formatBytes, formatDuration } from "../format.ts";
import type { Released } from "../release/released.ts";

/** The job's summary, Markdown: the URL first, for the one who arrives later. */
export function renderSummary(stage: string, built: Built, released: Released): string {
  const news =
    released.changes.length === 0
      ? `Nothing had to change: version ${released.version} serves.`
      : `Version ${released.version} serves.`;
  return [
    `## [${released.url}](${released.url})`,
    `Stage \`${stage}\`, function \`${released.functionName}\`. ${news} ${built.describes}`,
    archiveTable(built, released),
    ...(released.coldStart ? [coldStartLine(released.coldStart)] : []),
    `<details><summary>What was injected into the copy of the app</summary>\n\n${fenced(built.injectionDiff)}\n\n</details>`,
    "",
  ].join("\n\n");
}

function archiveTable(built: Built, released: Released): string {
  const rows = built.archives.map(
    ({ ref }) =>
      `| ${ref.name} | ${formatBytes(ref.bytes)} | ${formatBytes(ref.unpackedBytes)} | ${released.uploaded.includes(ref) ? "yes" : "no, unchanged"} |`,
  );
  return [
    "| archive | compressed | unpacked | uploaded |",
    "| --- | ---: | ---: | --- |",
    ...rows,
  ].join("\n");
}

function coldStartLine(cold: NonNullable<Released["coldStart"]>): string {
  const part = (name: string, milliseconds: number) => `${name} ${formatDuration(milliseconds)}`;
  return `Cold start: ${formatDuration(cold.totalMs)} (${part("fetch", cold.fetchMs)}, ${part("unpack", cold.unpackMs)}, ${part("boot", cold.bootMs)}).`;
}

/** A code block that its content cannot end. */
function fenced(diff: string): string {
  const longest = Math.max(2, ...(diff.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}diff\n${diff.trimEnd()}\n${fence}`;
}
