import { gemName } from "../gem-name.ts";

/** Gems that are packed whole, by name; `*` stands for all. */
export type WholeGems = readonly string[];

/** @param folder of the gem, such as `net-imap-0.2.3` */
export function isWholeGem(whole: WholeGems, folder: string): boolean {
  return whole.includes("*") || whole.includes(gemName(folder));
}
