import type { Seed } from "../../../../src/ruby/closure/closure.ts";
import type { Loaded, Read } from "../../../../src/ruby/closure/search.ts";
import { type ElfOptions, elfFile, parsed } from "../elf-file.ts";

/** A machine that has these files and no other; a text is a file that is no ELF file. */
export function machineWith(files: Readonly<Record<string, ElfOptions | Buffer | string>>): Read {
  const bytes = new Map(
    Object.entries(files).map(([path, file]) => [
      path,
      typeof file === "string" ? Buffer.from(file) : Buffer.isBuffer(file) ? file : elfFile(file),
    ]),
  );
  return (path) => bytes.get(path);
}

export function seed(path: string, options: ElfOptions, more: Partial<Seed> = {}): Seed {
  const bytes = elfFile(options);
  return { path, bytes, elf: parsed(bytes), label: `the ${path}`, required: true, ...more };
}

/** A file as the loader sees it. */
export function loaded(origin: string, options: ElfOptions, by?: Loaded): Loaded {
  const bytes = elfFile(options);
  return { path: `${origin}/file`, bytes, elf: parsed(bytes), origin, by };
}
