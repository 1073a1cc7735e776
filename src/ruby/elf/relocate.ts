import { normalize } from "node:path";
import { LIB_DIR, ROOT } from "../../../contract/root.ts";
import { expandOrigin } from "./origin.ts";
import { type DynamicEntry, type Elf, ENTRY, TAG } from "./parse.ts";

/** The copied dynamic loader. Short: with LIB_DIR it must fit into PT_INTERP, 27 bytes on arm64. */
export const LOADER = `${LIB_DIR}/ld`;

type Interpreter = NonNullable<Elf["interpreter"]>;

/**
 * Makes an ELF file look for libraries below the root only, in place and at equal length.
 *
 * By DT_RPATH, not DT_RUNPATH: the loader looks at an RPATH before LD_LIBRARY_PATH, which Lambda sets to the
 * host's folders, and an executable's RPATH also serves whatever is loaded later. An object that has a RUNPATH
 * is exempt from both, so no RUNPATH may stay. https://man7.org/linux/man-pages/man8/ld.so.8.html
 * @param folder the file's own, as children see it: what `$ORIGIN` stands for
 * @returns true if something changed
 */
export function relocateElf(bytes: Buffer, elf: Elf, folder: string): boolean {
  const below = entriesBelowRoot(searchPathOf(elf), folder);
  const interpreter = glibcLoaderOf(elf);
  return interpreter
    ? relocateProgram(bytes, elf, interpreter, below)
    : relocateLibrary(bytes, elf, below.join(":"));
}

function relocateLibrary(bytes: Buffer, elf: Elf, searchPath: string): boolean {
  if (elf.runpath === undefined && searchPath === searchPathOf(elf)) return false;
  const rpath = searchPath === "" ? undefined : writeOver(bytes, elf, searchPath);
  writeDynamic(bytes, elf, rpath ? [...withoutSearchPath(elf), rpath] : withoutSearchPath(elf));
  return true;
}

function relocateProgram(
  bytes: Buffer,
  elf: Elf,
  interpreter: Interpreter,
  below: readonly string[],
): boolean {
  const searchPath = (below.includes(LIB_DIR) ? below : [...below, LIB_DIR]).join(":");
  const over = writeOver(bytes, elf, searchPath);
  const behind = searchPath === LIB_DIR ? behindLoader(interpreter, elf) : undefined;
  const rpath = over ?? behind;
  const rest = withoutSearchPath(elf);
  // Our loader would not work with the host's libraries, so all stays as it is.
  if (rpath === undefined || rest.length + 2 > elf.dynamic.room) return false;
  bytes.fill(0, interpreter.offset, interpreter.offset + interpreter.size);
  bytes.write(`${LOADER}\0${over ? "" : LIB_DIR}`, interpreter.offset, "latin1");
  writeDynamic(bytes, elf, [...rest, rpath]);
  return true;
}

/** Finds the interpreter of an executable, if it is glibc's loader. */
function glibcLoaderOf({ executable, interpreter }: Elf): Interpreter | undefined {
  const isGlibc = /(^|\/)ld-linux-[\w-]+\.so\.\d+$/.test(interpreter?.path ?? "");
  return executable && isGlibc ? interpreter : undefined;
}

/** The path that counts: the loader ignores an RPATH beside a RUNPATH. */
function searchPathOf({ runpath, rpath }: Elf): string {
  return runpath ?? rpath ?? "";
}

/** Selects the entries of a search path that lie below the root. */
function entriesBelowRoot(searchPath: string, folder: string): readonly string[] {
  return searchPath
    .split(":")
    .filter((entry) => normalize(expandOrigin(entry, folder)).startsWith(`${ROOT}/`));
}

function withoutSearchPath({ dynamic }: Elf): readonly DynamicEntry[] {
  return dynamic.entries.filter(({ tag }) => tag !== TAG.RPATH && tag !== TAG.RUNPATH);
}

/**
 * Overwrites the present search path. If the new one is shorter, the bytes after its end stay as they are, because
 * linkers let strings share their tails.
 * @returns undefined if there is none, or it is too short
 */
function writeOver(bytes: Buffer, elf: Elf, searchPath: string): DynamicEntry | undefined {
  const tag = elf.runpath === undefined ? TAG.RPATH : TAG.RUNPATH;
  const old = elf.dynamic.entries.find((entry) => entry.tag === tag);
  if (!old || searchPath.length > searchPathOf(elf).length) return undefined;
  const offset = elf.strings.offset + Number(BigInt.asIntN(64, old.value));
  bytes.write(`${searchPath}\0`, offset, "latin1");
  return { tag: TAG.RPATH, value: old.value };
}

/**
 * Makes the second string of PT_INTERP the search path of a program that has none. The kernel stops reading at
 * the first NUL. The string lies below the string table, so its offset is negative, modulo 2^64.
 */
function behindLoader({ size, address }: Interpreter, { strings }: Elf): DynamicEntry | undefined {
  const used = LOADER.length + 1;
  if (used + LIB_DIR.length + 1 > size) return undefined;
  return {
    tag: TAG.RPATH,
    value: BigInt.asUintN(64, address + BigInt(used) - strings.address),
  };
}

function writeDynamic(bytes: Buffer, { dynamic }: Elf, entries: readonly DynamicEntry[]): void {
  bytes.fill(0, dynamic.offset, dynamic.offset + dynamic.room * ENTRY);
  for (const [index, { tag, value }] of entries.entries()) {
    bytes.writeBigUInt64LE(tag, dynamic.offset + index * ENTRY);
    bytes.writeBigUInt64LE(value, dynamic.offset + index * ENTRY + 8);
  }
}
