import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";

/** Opens the functions' logs. Each log group has one file, with the lines of all sandboxes that write to it. */
export function openFunctionLogs(folder: string): (group: string, line: string) => void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return (group, line) => appendFileSync(join(folder, `${logName(group)}.log`), `${line}\n`);
}

/** Names a log group's file and its streams' folder: by its function, or by itself where it has another name. */
export function logName(group: string): string {
  const ofFunction = /^\/aws\/lambda\/([a-zA-Z0-9-_]+)$/.exec(group)?.[1];
  return ofFunction ?? `@${encodeURIComponent(group)}`;
}
