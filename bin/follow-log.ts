import { readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";

/** Reads the whole log; empty if there is none yet. */
export function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** Passes on everything that is added to a log, without end. */
export async function follow(file: string, write: (text: string) => void): Promise<never> {
  let seen = textOf(file).length;
  for (;;) {
    await setTimeout(200);
    const text = textOf(file);
    if (text.length > seen) write(text.slice(seen));
    seen = text.length;
  }
}
