import { basename, dirname } from "node:path";

/** A path that is compiled into a file, and the one below the root that replaces it. */
export interface Rewrite {
  readonly from: string;
  /** Not longer than `from`. */
  readonly to: string;
  /** It names a file, which may not end in a slash. */
  readonly file?: true;
}

/** True where the path that is compiled in leaves room for its replacement. */
export function fits({ from, to }: Rewrite): boolean {
  return Buffer.byteLength(to) <= Buffer.byteLength(from);
}

/**
 * The replacement at the length of the original. Padded by slashes, which mean nothing inside a path: a
 * NUL would end the string, and compiled code knows its length. A file's are put before its name:
 * `/tmp/mm/ssl///cert.pem`.
 */
export function padded({ from, to, file }: Rewrite): string {
  const slashes = "/".repeat(Buffer.byteLength(from) - Buffer.byteLength(to));
  return file ? `${dirname(to)}${slashes}/${basename(to)}` : `${to}${slashes}`;
}

/**
 * Replaces whole paths in place; `/usr/lib/ruby` is left alone in `/usr/lib/ruby-standalone`.
 * @returns how often each was found
 */
export function rewritePaths(bytes: Buffer, rewrites: readonly Rewrite[]): readonly number[] {
  return rewrites.map((rewrite) => {
    const from = Buffer.from(rewrite.from);
    const to = Buffer.from(padded(rewrite));
    let count = 0;
    for (let at = bytes.indexOf(from); at !== -1; at = bytes.indexOf(from, at + from.length)) {
      if (isNamePart(bytes[at - 1]) || isNamePart(bytes[at + from.length])) continue;
      to.copy(bytes, at);
      count += 1;
    }
    return count;
  });
}

/** Letters, digits, `.`, `_` and `-`: what a file name goes on with. */
function isNamePart(byte: number | undefined): boolean {
  return byte !== undefined && /[\w.-]/.test(String.fromCharCode(byte));
}
