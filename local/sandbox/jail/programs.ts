import { copyFileSync, existsSync, linkSync, mkdirSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import { LAMBDA_PROGRAMS } from "../../../contract/lambda-programs.ts";
import { librariesOf } from "./libraries.ts";

/**
 * Fills a folder with this machine's copies of the programs that Lambda's image has, so that one mount shows them all
 * in a sandbox. A file with many names, like some distributions' coreutils, is copied once.
 * @returns the libraries that the programs need
 */
export function copyPrograms(folder: string): string[] {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const copies = new Map<string, string>();
  for (const name of LAMBDA_PROGRAMS) {
    const found = ["/bin", "/usr/bin"].map((dir) => join(dir, name)).find(existsSync);
    if (!found) continue;
    const program = realpathSync(found);
    const to = join(folder, name);
    const copy = copies.get(program);
    if (copy) linkSync(copy, to);
    else copyFileSync(program, to);
    copies.set(program, copy ?? to);
  }
  return [...copies.keys()].flatMap(librariesOf);
}
