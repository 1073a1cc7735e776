import type { ColdStart } from "../../contract/messages.ts";
import { formatDuration } from "../format.ts";
import { block, escaped } from "./markdown.ts";

/** Characters that the whole cold start takes. */
const WIDTH = 40;

/** Renders a cold start as Markdown: one bar for each part, each beginning where the one above ends. */
export function renderColdStart(cold: ColdStart): string {
  const parts = [
    { name: "fetch", took: cold.fetchMs },
    { name: "unpack", took: cold.unpackMs },
    { name: "boot", took: cold.bootMs },
  ];
  // Each part is measured by itself, and the total includes the time between them: neither is always larger.
  const sum = parts.reduce((total, { took }) => total + took, 0);
  const scale = WIDTH / Math.max(cold.totalMs, sum, 1);
  let before = 0;
  const rows = parts.map(({ name, took }) => {
    const length = took > 0 ? Math.max(1, Math.round(took * scale)) : 0;
    const start = Math.min(Math.round(before * scale), WIDTH - length);
    before += took;
    const bar = " ".repeat(start) + "█".repeat(length);
    return `${name.padEnd(8)}${bar.padEnd(WIDTH)}  ${formatDuration(took)}`;
  });
  return `Cold start: ${escaped(formatDuration(cold.totalMs))}\n\n${block("text", rows.join("\n"))}`;
}
