import { basename, normalize } from "node:path";
import { LIB_DIR, ROOT } from "../../../contract/root.ts";
import { type DynamicEntry, type Elf, TAG } from "./parse.ts";

/** The copied dynamic loader. Short: with LIB_DIR it must fit into PT_INTERP, 27 bytes on arm64. */
export const LOADER = `${LIB_DIR}/ld`;

/**
 * Makes an ELF file look for libraries below the root only, in place and at equal length.
 *
 * By DT_RPATH, not DT_RUNPATH: an RPATH goes before LD_LIBRARY_PATH, which Lambda sets to the host's
 * folders, and an executable's RPATH serves whatever is loaded later, too. An object that has a RUNPATH
 * is exempt from both, so none may stay. https://man7.org/linux/man-pages/man8/ld.so.8.html
 * @param folder the file's own, as children see it: what `$ORIGIN` stands for
 * @returns true where something changed
 */
export function relocateElf(bytes: Buffer, elf: Elf, folder: string): boolean {
  const kept = pathsBelowRoot(elf.runpath ?? elf.rpath ?? "", folder);
  const starts = elf.executable && isGlibcLoader(elf.interpreter?.path);
  const text = (starts && !kept.includes(LIB_DIR) ? [...kept, LIB_DIR] : kept).join(":");
  if (!starts && elf.runpath === undefined && text === (elf.rpath ?? "")) return false;

  const rest = elf.dynamic.entries.filter(({ tag }) => tag !== TAG.RPATH && tag !== TAG.RUNPATH);
  const over = writeOver(bytes, elf, text);
  if (!starts || !elf.interpreter) return writeDynamic(bytes, elf, over ? [...rest, over] : rest);

  const rpath = over ?? (text === LIB_DIR ? behindInterpreter(elf) : undefined);
  // Our loader with a host's libraries would be worse than the host's own.
  if (rpath === undefined || rest.length + 2 > elf.dynamic.room) return false;
  bytes.fill(0, elf.interpreter.offset, elf.interpreter.offset + elf.interpreter.size);
  bytes.write(`${LOADER}\0${over ? "" : LIB_DIR}`, elf.interpreter.offset, "latin1");
  return writeDynamic(bytes, elf, [...rest, rpath]);
}

function isGlibcLoader(path: string | undefined): boolean {
  return path !== undefined && /^ld-linux-[\w-]+\.so\.\d+$/.test(basename(path));
}

/** Those folders of a search path that lie below the root, as they were written. */
function pathsBelowRoot(path: string, folder: string): readonly string[] {
  return path.split(":").filter((entry) => {
    const real = normalize(entry.replace(/\$(ORIGIN|\{ORIGIN\})/g, folder));
    return real.startsWith(`${ROOT}/`);
  });
}

/**
 * Writes over the search path that is there. What stays behind the end of a shorter one stays as it is:
 * linkers let strings share their tails.
 */
function writeOver(bytes: Buffer, elf: Elf, text: string): DynamicEntry | undefined {
  const old = elf.dynamic.entries.find(({ tag }) => tag === TAG.RUNPATH || tag === TAG.RPATH);
  const room = (elf.runpath ?? elf.rpath ?? "").length;
  if (!old || text === "" || text.length > room) return undefined;
  const offset = elf.strings.offset + Number(BigInt.asIntN(64, old.value));
  bytes.write(text, offset, "latin1");
  if (text.length < room) bytes[offset + text.length] = 0;
  return { tag: TAG.RPATH, value: old.value };
}

/**
 * An executable without a search path of its own gets one as a second string of PT_INTERP: the kernel
 * stops at the first NUL. The string lies below the string table, so its offset is taken modulo 2^64, as
 * the loader adds it.
 */
function behindInterpreter({ interpreter, strings }: Elf): DynamicEntry | undefined {
  const used = LOADER.length + 1;
  if (!interpreter || used + LIB_DIR.length + 1 > interpreter.size) return undefined;
  const address = interpreter.address + BigInt(used);
  return { tag: TAG.RPATH, value: BigInt.asUintN(64, address - strings.address) };
}

function writeDynamic(bytes: Buffer, elf: Elf, entries: readonly DynamicEntry[]): boolean {
  const { offset, room } = elf.dynamic;
  bytes.fill(0, offset, offset + room * 16);
  for (const [index, { tag, value }] of entries.entries()) {
    bytes.writeBigUInt64LE(tag, offset + index * 16);
    bytes.writeBigUInt64LE(value, offset + index * 16 + 8);
  }
  return true;
}
