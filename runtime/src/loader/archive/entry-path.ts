import { whyNoLink } from "../../../../contract/links.ts";
import { LoadError } from "../load-error.ts";

/** Folder below the root where an archive is written and verified while the app serves. */
export const STAGING = ".later";

/** What the proxy itself writes under the root: never in an archive. */
export const RESERVED: ReadonlySet<string> = new Set([".loaded", STAGING, "run", "home"]);

/** Names with a slash between them, none of which is empty or begins with a dot. */
const PLAIN = /^(?:[^./\0][^/\0]*\/)+[^./\0][^/\0]*$/;

/**
 * Returns the path of an entry relative to the root, without `.` parts and trailing slashes; empty for the root.
 * @throws LoadError for a path that leaves the root, or where only the proxy writes
 */
export function entryPath(name: string): string {
  // Nearly every path is like this, and needs no taking apart.
  if (PLAIN.test(name) && !RESERVED.has(name.slice(0, name.indexOf("/")))) return name;
  if (name.startsWith("/") || name.includes("\0"))
    throw hostile(name, "is absolute or holds a NUL");
  const parts = name.split("/").filter((part) => part !== "" && part !== ".");
  if (parts.includes("..")) throw hostile(name, "has `..`");
  if (RESERVED.has(parts[0] ?? "")) throw hostile(name, "is where only the proxy writes");
  return parts.join("/");
}

/**
 * Checks the target of a symbolic link, and returns it.
 * @param path the link's own path, relative to the root
 * @throws LoadError if it leads neither into the root nor into a mounted file system
 */
export function linkTarget(path: string, target: string, root: string): string {
  const why = whyNoLink(path, target, root);
  if (why) throw hostile(path, why);
  return target;
}

/** Returns the folder of a path relative to the root; empty for the root itself. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

export function hostile(name: string, why: string): LoadError {
  return new LoadError(`refused the archive entry ${JSON.stringify(name)}: it ${why}`);
}
