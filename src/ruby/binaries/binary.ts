import { readFile } from "node:fs/promises";
import type { Seed } from "../closure/closure.ts";
import { parseElf } from "../elf/parse.ts";

/** An ELF file that was copied into the backing folder, or installed there: `path` is where it came from. */
export interface Binary extends Seed {
  /** Where this process reads and writes it. */
  readonly file: string;
}

/** Reads a binary; undefined for a file that the dynamic loader could not load. */
export async function readBinary(
  source: Omit<Binary, "bytes" | "elf">,
): Promise<Binary | undefined> {
  const bytes = await readFile(source.file);
  const elf = parseElf(bytes);
  return elf && { ...source, bytes, elf };
}
