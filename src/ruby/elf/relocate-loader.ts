import { LIB_DIR, ROOT } from "../../../contract/root.ts";

/** Files that name libraries to the loader, each with a path of equal length that never exists. */
const FILES: ReadonlyMap<string, string> = new Map([
  ["/etc/ld.so.cache", `${ROOT}/ld.cache`],
  ["/etc/ld.so.preload", `${ROOT}/ld.preload`],
]);

/** The default folders that glibc compiles in: `/lib/`, `/usr/lib64/`, `/usr/lib/x86_64-linux-gnu/`. */
const COMPILED_IN =
  /(?<![\w./-])(?:\/etc\/ld\.so\.(?:cache|preload)|(?:\/usr)?\/lib(?:64)?\/(?:\w+-linux-gnu\/)?)(?=\0)/g;

/**
 * Turns the loader's default folders into LIB_DIR, in place. A library that is asked for by its name alone is
 * then found without any environment, and the host's cache and preload list are never read.
 */
export function relocateLoader(bytes: Buffer): void {
  for (const match of bytes.toString("latin1").matchAll(COMPILED_IN)) {
    const [text] = match;
    // What is too short for LIB_DIR becomes the file system's top folder, which holds no library.
    const folder = (text.length > LIB_DIR.length ? LIB_DIR : "").padEnd(text.length, "/");
    bytes.write(FILES.get(text) ?? folder, match.index, "latin1");
  }
}
