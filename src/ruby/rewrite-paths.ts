import { basename, dirname } from "node:path";

/** A path that is compiled into a file, and the one below the root that replaces it. */
export interface Rewrite {
  readonly from: string;
  /** Not longer than `from`, or it cannot replace it: see `fits`. */
  readonly to: string;
  /** Set for the path of a file, which may not end in a slash. */
  readonly file?: true;
}

/** Whether the path that is compiled in leaves room for its replacement. */
export function fits({ from, to }: Rewrite): boolean {
  return Buffer.byteLength(to) <= Buffer.byteLength(from);
}

/**
 * Replaces whole paths in place, at equal length; `/usr/lib/ruby` is left alone in `/usr/lib/ruby-standalone`.
 * @returns whether any was found
 */
export function rewritePaths(bytes: Buffer, rewrites: readonly Rewrite[]): boolean {
  let isFound = false;
  for (const rewrite of rewrites) {
    const from = Buffer.from(rewrite.from);
    const to = Buffer.from(padded(rewrite));
    for (let at = bytes.indexOf(from); at !== -1; at = bytes.indexOf(from, at + from.length)) {
      if (isNamePart(bytes[at - 1]) || isNamePart(bytes[at + from.length])) continue;
      to.copy(bytes, at);
      isFound = true;
    }
  }
  return isFound;
}

/**
 * Pads the replacement with slashes to the length of the original. Extra slashes mean nothing inside a path. A
 * NUL would end the string, but compiled code knows the length. In a file's path the slashes go before the
 * name: `/tmp/mm/ssl///cert.pem`.
 */
function padded({ from, to, file }: Rewrite): string {
  const slashes = "/".repeat(Buffer.byteLength(from) - Buffer.byteLength(to));
  return file ? `${dirname(to)}${slashes}/${basename(to)}` : `${to}${slashes}`;
}

/** Whether a byte can be a part of a file's name: letters, digits, `.`, `_` and `-`. */
function isNamePart(byte = 0): boolean {
  return /[\w.-]/.test(String.fromCharCode(byte));
}
