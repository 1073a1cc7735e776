import { basename } from "node:path";
import { readTextIfThere } from "../../files.ts";
import type { LeftOut } from "./left-out.ts";

/** Files that show which variables there are, or that only tests read: no deployed app has its values of them. */
const NO_VALUES = /example|sample|template|dist$|test|development/i;

/** A line of dotenv or of a shell; its value is never looked at. https://github.com/bkeepers/dotenv */
const NAME = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*[=:]/;

/** Characters of such a file that are looked at. */
const MOST = 2 ** 20;

/**
 * Finds the variables that `.env*` files define that were left out.
 * @returns name -> path of the file, the likeliest of several
 */
export async function envNames(leftOut: readonly LeftOut[]): Promise<ReadonlyMap<string, string>> {
  const files = leftOut
    .filter(({ path, from }) => from !== undefined && /^\.env/i.test(basename(path)))
    .sort((a, b) => Number(NO_VALUES.test(a.path)) - Number(NO_VALUES.test(b.path)));
  const names = new Map<string, string>();
  for (const { path, from = "" } of files) {
    const text = (await readTextIfThere(from).catch(() => undefined)) ?? "";
    for (const line of text.slice(0, MOST).split(/\r?\n/)) {
      const [, name] = NAME.exec(line) ?? [];
      if (name !== undefined && !names.has(name)) names.set(name, path);
    }
  }
  return names;
}
