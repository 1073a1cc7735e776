import { join } from "node:path";
import { type Elf, parseElf } from "../elf/parse.ts";
import { parseLdCache } from "./ld-cache.ts";

/** Reads a file of the machine on which Ruby was installed; undefined where there is none. */
export type Read = (path: string) => Buffer | undefined;

/** An ELF file on its way through the closure. */
export interface Loaded {
  /** Where it lies on the machine. */
  readonly path: string;
  /** What `$ORIGIN` stands for. */
  readonly origin: string;
  readonly elf: Elf;
  readonly bytes: Buffer;
  /** What asked for it; undefined for the executable and for what is loaded at run time. */
  readonly by: Loaded | undefined;
}

/** A library of this machine. */
export interface Found {
  readonly path: string;
  readonly bytes: Buffer;
  readonly elf: Elf;
}

/** Searches as the dynamic loader does: https://man7.org/linux/man-pages/man8/ld.so.8.html */
export interface Search {
  /** The first file of that name and of our machine. */
  find(name: string, by: Loaded): Found | undefined;
}

/**
 * @param executable the program that loads everything: its RPATH counts for all
 * @param machine ELF's number; files of others are passed over, as the loader does
 */
export function createSearch(read: Read, executable: Loaded): Search {
  const { machine } = executable.elf;
  const cache = parseLdCache(read("/etc/ld.so.cache") ?? Buffer.alloc(0));
  const seen = new Map<string, { bytes: Buffer; elf: Elf } | undefined>();
  const open = (path: string) => {
    if (!seen.has(path)) {
      const bytes = read(path);
      const elf = bytes && parseElf(bytes);
      seen.set(path, bytes && elf?.machine === machine ? { bytes, elf } : undefined);
    }
    return seen.get(path);
  };
  return {
    find(name, by) {
      const candidates = name.includes("/")
        ? [name]
        : [
            ...(by.elf.runpath === undefined ? rpaths(by, executable) : []).map((dir) =>
              join(dir, name),
            ),
            ...folders(by.elf.runpath, by.origin).map((dir) => join(dir, name)),
            ...(cache.get(name) ?? []),
            ...defaultFolders(machine).map((dir) => join(dir, name)),
          ];
      for (const path of candidates) {
        const found = open(path);
        if (found) return { path, ...found };
      }
      return undefined;
    },
  };
}

/** The RPATHs of a file, of what loaded it, and of the executable. One that has a RUNPATH has no RPATH. */
function rpaths(by: Loaded, executable: Loaded): readonly string[] {
  const chain: Loaded[] = [];
  for (let one: Loaded | undefined = by; one; one = one.by) chain.push(one);
  if (!chain.includes(executable)) chain.push(executable);
  return chain.flatMap(({ elf, origin }) =>
    elf.runpath === undefined ? folders(elf.rpath, origin) : [],
  );
}

function folders(path: string | undefined, origin: string): readonly string[] {
  return (path ?? "")
    .split(":")
    .filter((entry) => entry !== "")
    .map((entry) => entry.replace(/\$(ORIGIN|\{ORIGIN\})/g, origin));
}

function defaultFolders(machine: number): readonly string[] {
  const triplet = machine === 183 ? "aarch64-linux-gnu" : "x86_64-linux-gnu";
  return [`/lib/${triplet}`, `/usr/lib/${triplet}`, "/lib64", "/usr/lib64", "/lib", "/usr/lib"];
}
