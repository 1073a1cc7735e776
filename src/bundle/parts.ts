import { lstat } from "node:fs/promises";
import { join } from "node:path";
import type { ArchiveName } from "../../contract/manifest.ts";
import { gemName } from "../gems/gem-name.ts";
import { isInside } from "../paths.ts";
import { listEntries } from "./archive/entries.ts";
import { APP_PACK, CACHE, CODE_PACK } from "./compile-cache/compiled-files.ts";

const BY_BOOTSNAP = "compiled by bootsnap";

export const PART_KINDS = [
  "gem",
  "Ruby",
  "library",
  "data",
  "app",
  "compiled",
  BY_BOOTSNAP,
] as const;

/** A part of a bundle whose size is reported, for whoever wants the bundle smaller. */
export interface Part {
  readonly kind: (typeof PART_KINDS)[number];
  /** Of a gem with its version and platform: `nokogiri 1.16.8-x86_64-linux`. */
  readonly name: string;
  /** Unpacked. */
  readonly bytes: number;
  /** Bytes that pruning and stripping removed from a gem. */
  readonly saved?: number;
}

/** A gem's folder, its extensions or its specification, below `gems/ruby/<abi>/`. */
const OF_A_GEM =
  /^gems\/ruby\/[^/]+\/(?:(?:bundler\/gems\/)?extensions\/[^/]+\/[^/]+\/|(?:bundler\/)?gems\/|specifications\/)([^/]+)/;

/** Folders of the archive `ruby` that hold neither Ruby nor libraries. */
const DATA = ["files", "fonts", "locale", "magick", "ssl", "zoneinfo"];

/**
 * Which part a file belongs to.
 * @param path relative to the root
 */
export function partOf(archive: ArchiveName, path: string): Pick<Part, "kind" | "name"> {
  const [top = "", second = "", third] = path.split("/");
  if (isInside(CODE_PACK, path)) return { kind: "compiled", name: "code pack" };
  if (isInside(APP_PACK, path)) return { kind: "compiled", name: "the app" };
  if (top === CACHE) return { kind: BY_BOOTSNAP, name: archive };
  if (top === "app") {
    return { kind: "app", name: third === undefined ? "files at its top" : `${second}/` };
  }
  if (top === "gems") {
    const folder = OF_A_GEM.exec(path)?.[1]?.replace(/\.gemspec$/, "");
    return folder === undefined
      ? { kind: "data", name: "executables of gems" }
      : { kind: "gem", name: spaced(folder) };
  }
  if (DATA.includes(top)) return { kind: "data", name: top };
  if (top === "bin") return { kind: "Ruby", name: "executables" };
  if (top === "lib" && second !== "ruby") {
    if (second.startsWith("libruby")) return { kind: "Ruby", name: second };
    return { kind: third === undefined ? "library" : "data", name: second };
  }
  const gem = /\/gems\/[\d.]+\/gems\/([^/]+)\//.exec(path)?.[1];
  return { kind: "Ruby", name: gem ? `its gem ${spaced(gem)}` : "standard library" };
}

/** `net-imap-0.2.3` as `net-imap 0.2.3`. */
function spaced(folder: string): string {
  const name = gemName(folder);
  return `${name} ${folder.slice(name.length + 1)}`.trimEnd();
}

/** Sums up files by the part that they belong to. */
export function sumParts(
  archive: ArchiveName,
  files: readonly { readonly path: string; readonly bytes: number }[],
): readonly Part[] {
  const parts = new Map<string, Part>();
  for (const { path, bytes } of files) {
    const { kind, name } = partOf(archive, path);
    const key = `${kind} ${name}`;
    parts.set(key, { kind, name, bytes: bytes + (parts.get(key)?.bytes ?? 0) });
  }
  return [...parts.values()];
}

/** Measures the parts of some folders. The arguments are those of `listEntries`. */
export async function measureParts(
  archive: ArchiveName,
  backing: string,
  directories: readonly string[],
  leaveOut: (path: string) => boolean,
): Promise<readonly Part[]> {
  const entries = await listEntries(backing, directories, leaveOut);
  const files = entries.filter(({ kind }) => kind === "file");
  const sized = files.map(async ({ path }) => {
    const { size } = await lstat(join(backing, path));
    return { path, bytes: size };
  });
  return sumParts(archive, await Promise.all(sized));
}

/**
 * Adds to each part how much smaller it became.
 * @param before the same parts, when nothing had been removed yet
 */
export function withSaved(parts: readonly Part[], before: readonly Part[]): readonly Part[] {
  const whole = new Map(before.map(({ kind, name, bytes }) => [`${kind} ${name}`, bytes]));
  return parts.map((part) => {
    const saved = (whole.get(`${part.kind} ${part.name}`) ?? 0) - part.bytes;
    return saved > 0 ? { ...part, saved } : part;
  });
}
