import type { Built } from "../bundle/built.ts";
import { formatBytes } from "../format.ts";
import { renderLeftOut } from "../inject/left-out/left-out.ts";
import type { ReleaseResult } from "../release/release-result.ts";
import { renderColdStart } from "./cold-start.ts";
import { renderInjection } from "./injection.ts";
import { code, escaped, link, row } from "./markdown.ts";
import { renderParts } from "./parts.ts";

/** What the summary shows of a build. */
type Shown = Pick<Built, "archives" | "injectionDiff" | "describes" | "leftOut">;

/** Renders the job's summary as Markdown. The URL comes first: most readers look for it. */
export function renderSummary(stage: string, built: Shown, released: ReleaseResult): string {
  const news =
    released.changes.length === 0
      ? `Nothing had to change: version ${escaped(released.version)} serves.`
      : `Version ${escaped(released.version)} serves.`;
  const leftOut = renderLeftOut(built.leftOut ?? []);
  return [
    `## ${link(released.url)}`,
    `Stage ${code(stage)}, function ${code(released.functionName)}. ${news} ${escaped(built.describes)}`,
    ...(released.apiUrl ? [`The API behind it: ${link(released.apiUrl)}`] : []),
    archiveTable(built, released),
    ...(released.coldStart ? [renderColdStart(released.coldStart)] : []),
    ...(leftOut ? [escaped(leftOut)] : []),
    renderParts(built.archives),
    renderInjection(built.injectionDiff),
    "",
  ].join("\n\n");
}

function archiveTable({ archives }: Shown, { uploaded }: ReleaseResult): string {
  // A release may upload an archive that the build did not make: assets of an earlier release.
  const refs = new Set([...archives, ...uploaded].map(({ ref }) => ref));
  const rows = [...refs].map((ref) => {
    const news = uploaded.find((one) => one.ref === ref);
    const uploadedBytes = news ? formatBytes(news.bytes) : "no, unchanged";
    return row([ref.name, formatBytes(ref.bytes), formatBytes(ref.unpackedBytes), uploadedBytes]);
  });
  return [
    "| archive | compressed | unpacked | uploaded |",
    "| --- | ---: | ---: | --- |",
    ...rows,
  ].join("\n");
}
