import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";

/** Opens the functions' logs. Each function has one file, like a log group, with the lines of all its sandboxes. */
export function openFunctionLogs(folder: string): (functionName: string, line: string) => void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return (functionName, line) => appendFileSync(join(folder, `${functionName}.log`), `${line}\n`);
}
