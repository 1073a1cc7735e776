import { whyNoLink } from "./links.ts";

/** Folder below the root where an archive is written and verified while the app serves. */
export const STAGING = ".later";

/** What the proxy itself writes under the root: never in an archive. */
export const RESERVED: ReadonlySet<string> = new Set([".loaded", STAGING, "run", "home"]);

/** Entries of an archive at most. The largest that is known has a tenth of them. */
export const MAX_ENTRIES = 1_000_000;

/** Bytes from which on a file may stand in an archive as a hard link to an equal one before it. */
export const LINKED_BYTES = 64 * 1024;

/** Makes the error for an entry that is refused. */
export type Refuse = (name: string, why: string) => Error;

/** Names with a slash between them, none of which is empty or begins with a dot. */
const PLAIN = /^(?:[^./\0][^/\0]*\/)+[^./\0][^/\0]*$/;

/**
 * The one rule for where an entry of an archive may lie, in Lambda and on the runner: below the root, and not where the
 * proxy writes.
 * @returns its path relative to the root, without `.` parts and trailing slashes; empty for the root
 * @throws what `refuse` makes
 */
export function entryPath(name: string, refuse: Refuse): string {
  // Nearly every path is like this, and needs no taking apart.
  if (PLAIN.test(name) && !RESERVED.has(name.slice(0, name.indexOf("/")))) return name;
  if (name.startsWith("/") || name.includes("\0")) throw refuse(name, "is absolute or holds a NUL");
  const parts = name.split("/").filter((part) => part !== "" && part !== ".");
  if (parts.includes("..")) throw refuse(name, "has `..`");
  if (RESERVED.has(parts[0] ?? "")) throw refuse(name, "is where only the proxy writes");
  return parts.join("/");
}

/**
 * Checks the target of a symbolic link, and returns it.
 * @param path the link's own path, relative to the root
 * @throws what `refuse` makes, if it leads neither into the root nor into a mounted file system
 */
export function linkTarget(path: string, target: string, root: string, refuse: Refuse): string {
  const why = whyNoLink(path, target, root);
  if (why) throw refuse(path, why);
  return target;
}

/**
 * Checks the target of a hard link, and returns it. It is a path as `entryPath` returns it, so it lies below the root.
 * @param path the link's own path, relative to the root
 * @param earlier the files of at least `LINKED_BYTES` that the same archive has brought so far
 * @throws what `refuse` makes, if it is none of them
 */
export function hardLinkTarget(
  path: string,
  target: string,
  earlier: ReadonlySet<string>,
  refuse: Refuse,
): string {
  if (earlier.has(target)) return target;
  throw refuse(path, `is a hard link to ${target}, which is no large file before it`);
}

/** Returns the folder of a path relative to the root; empty for the root itself. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

/** The text of the error for an entry that is refused, which begins the same everywhere. */
export function refusal(name: string, why: string): string {
  return `refused the archive entry ${JSON.stringify(name)}: it ${why}`;
}
