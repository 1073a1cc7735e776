import type { Built } from "../bundle/built.ts";
import { formatBytes } from "../format.ts";
import type { Released } from "../release/released.ts";
import { renderColdStart } from "./cold-start.ts";

/** What of a build the summary shows. */
type Shown = Pick<Built, "archives" | "injectionDiff" | "describes">;

/** The job's summary, Markdown: the URL first, for the one who arrives later. */
export function renderSummary(stage: string, built: Shown, released: Released): string {
  const news =
    released.changes.length === 0
      ? `Nothing had to change: version ${released.version} serves.`
      : `Version ${released.version} serves.`;
  return [
    `## [${released.url}](${released.url})`,
    `Stage \`${stage}\`, function \`${released.functionName}\`. ${news} ${built.describes}`,
    archiveTable(built, released),
    ...(released.coldStart ? [renderColdStart(released.coldStart)] : []),
    `<details><summary>What was injected into the copy of the app</summary>\n\n${fenced(built.injectionDiff)}\n\n</details>`,
    "",
  ].join("\n\n");
}

function archiveTable({ archives }: Shown, { uploaded }: Released): string {
  // A release may upload an archive that the build did not make: the assets of the release before.
  const refs = new Set([...archives.map(({ ref }) => ref), ...uploaded]);
  const rows = [...refs].map(
    (ref) =>
      `| ${ref.name} | ${formatBytes(ref.bytes)} | ${formatBytes(ref.unpackedBytes)} | ${uploaded.includes(ref) ? "yes" : "no, unchanged"} |`,
  );
  return [
    "| archive | compressed | unpacked | uploaded |",
    "| --- | ---: | ---: | --- |",
    ...rows,
  ].join("\n");
}

/** A code block that its content cannot end. */
function fenced(diff: string): string {
  const longest = Math.max(2, ...(diff.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}diff\n${diff.trimEnd()}\n${fence}`;
}
