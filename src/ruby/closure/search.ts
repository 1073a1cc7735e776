import { join } from "node:path";
import { expandOrigin } from "../elf/origin.ts";
import { type Elf, MACHINES, parseElf } from "../elf/parse.ts";
import { parseLdCache } from "./ld-cache.ts";

/** Reads a file of the machine on which Ruby was installed; undefined if there is none. */
export type Read = (path: string) => Buffer | undefined;

/** A library of this machine. */
export interface Found {
  /** Where it lies on the machine. */
  readonly path: string;
  readonly bytes: Buffer;
  readonly elf: Elf;
}

/** An ELF file as the loader sees it. */
export interface Loaded extends Found {
  /** What `$ORIGIN` stands for. */
  readonly origin: string;
  /** What loaded it; undefined for the executable alone. */
  readonly by: Loaded | undefined;
}

/** Searches as the dynamic loader does: https://man7.org/linux/man-pages/man8/ld.so.8.html */
export interface Search {
  /** Finds the first file of that name and of our machine. */
  find(name: string, by: Loaded): Found | undefined;
}

/** @param machine ELF's number; files of other machines are passed over, as the loader does */
export function createSearch(read: Read, machine: number): Search {
  const cache = parseLdCache(read("/etc/ld.so.cache") ?? Buffer.alloc(0));
  const seen = new Map<string, Found | undefined>();
  const open = (path: string) => {
    if (!seen.has(path)) seen.set(path, openLibrary(read, path, machine));
    return seen.get(path);
  };
  return {
    find(name, by) {
      if (name.includes("/")) return open(name);
      const candidates = [
        ...searchPathsOf(by).map((folder) => join(folder, name)),
        ...(cache.get(name) ?? []),
        ...defaultFolders(machine).map((folder) => join(folder, name)),
      ];
      for (const path of candidates) {
        const found = open(path);
        if (found) return found;
      }
      return undefined;
    },
  };
}

function openLibrary(read: Read, path: string, machine: number): Found | undefined {
  const bytes = read(path);
  if (!bytes) return undefined;
  const elf = parseElf(bytes);
  return elf?.machine === machine ? { path, bytes, elf } : undefined;
}

/** Lists the folders of a file's RUNPATH or, if it has none, of its RPATH and the RPATHs of its loading files. */
function searchPathsOf(file: Loaded): readonly string[] {
  const { runpath } = file.elf;
  return runpath === undefined ? rpathsOf(file) : folders(runpath, file.origin);
}

/** Lists the folders in the RPATHs of a file and of its loading files. An RPATH beside a RUNPATH is ignored. */
function rpathsOf({ elf, origin, by }: Loaded): readonly string[] {
  const own = elf.runpath === undefined ? folders(elf.rpath, origin) : [];
  return [...own, ...(by ? rpathsOf(by) : [])];
}

function folders(searchPath: string | undefined, origin: string): readonly string[] {
  return (searchPath ?? "")
    .split(":")
    .filter((entry) => entry !== "")
    .map((entry) => expandOrigin(entry, origin));
}

function defaultFolders(machine: number): readonly string[] {
  const triplet = machine === MACHINES.arm64 ? "aarch64-linux-gnu" : "x86_64-linux-gnu";
  return [`/lib/${triplet}`, `/usr/lib/${triplet}`, "/lib64", "/usr/lib64", "/lib", "/usr/lib"];
}
