import type { BuiltArchive } from "../bundle/built.ts";
import type { Part } from "../bundle/parts.ts";
import { formatBytes } from "../format.ts";
import { row } from "./markdown.ts";

const SHOWN = 20;

type Archives = readonly Pick<BuiltArchive, "parts">[];

/** Renders the largest parts of a bundle, and how to make it smaller: Markdown, folded. */
export function renderParts(archives: Archives): string {
  const { largest, rest } = rank(archives);
  return [
    `<details><summary>The ${largest.length} largest parts of the bundle</summary>\n`,
    "| | part | unpacked | left out |",
    "| --- | --- | ---: | ---: |",
    ...largest.map(({ kind, name, bytes, saved }) =>
      row([kind, name, formatBytes(bytes), saved ? formatBytes(saved) : ""]),
    ),
    ...(rest ? [`| | ${rest.count} more | ${formatBytes(rest.bytes)} | |`] : []),
    "",
    "Files that no running app reads (sources, tests, documentation, debug sections, programs for other systems) are left out of gems; a gem named in `keep-gem-files` is packed whole. To leave out a gem that the deployed app does not use, put it in the Gemfile's group `development` or `test`, or in one named in `BUNDLE_WITHOUT`. To leave out a folder of the app, name it in `exclude` or `.megamodeignore`.",
    "",
    "</details>",
  ].join("\n");
}

/** Lists the largest parts for the log, one line each. */
export function listParts(archives: Archives): readonly string[] {
  const { largest, rest } = rank(archives);
  const line = ({ kind, name, bytes, saved }: Part) =>
    `${formatBytes(bytes).padStart(9)}  ${kind}: ${name}${saved ? ` (${formatBytes(saved)} left out)` : ""}`;
  return [
    ...largest.map(line),
    ...(rest ? [`${formatBytes(rest.bytes).padStart(9)}  ${rest.count} more`] : []),
    "`keep-gem-files` packs a gem whole.",
  ];
}

/** Sorts all parts by size and separates the largest from the rest. */
function rank(archives: Archives) {
  const all = archives
    .flatMap(({ parts }) => parts)
    .sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1));
  const others = all.slice(SHOWN);
  return {
    largest: all.slice(0, SHOWN),
    rest: others.length > 0 && {
      count: others.length,
      bytes: others.reduce((sum, { bytes }) => sum + bytes, 0),
    },
  };
}
