import { readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { ifThere } from "../../files.ts";

/** Lists files and links below a folder as paths relative to it, sorted; none if there is no such folder. */
export async function filesBelow(dir: string): Promise<readonly string[]> {
  const entries = (await ifThere(readdir(dir, { recursive: true, withFileTypes: true }))) ?? [];
  return entries
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) => relative(dir, join(parentPath, name)))
    .sort();
}
