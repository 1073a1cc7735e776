import { LoadError } from "./load-error.ts";

/** Folder below the root where an archive waits for its digest while the app serves. */
export const STAGING = ".later";

/** What the proxy itself keeps under the root: never in an archive. */
export const RESERVED: ReadonlySet<string> = new Set([".loaded", STAGING, "run", "home"]);

/** Names with a slash between them, none of which is empty or begins with a dot. */
const PLAIN = /^(?:[^./\0][^/\0]*\/)+[^./\0][^/\0]*$/;

/**
 * The path of an entry relative to the root, without `.` parts and slashes at the end; empty for the root.
 * @throws LoadError for a path that leaves the root or lies where only the proxy writes
 */
export function entryPath(name: string): string {
  // Nearly every one: nothing to take apart.
  if (PLAIN.test(name) && !RESERVED.has(name.slice(0, name.indexOf("/")))) return name;
  if (name.startsWith("/") || name.includes("\0"))
    throw hostile(name, "is absolute or holds a NUL");
  const parts = name.split("/").filter((part) => part !== "" && part !== ".");
  if (parts.includes("..")) throw hostile(name, "has `..`");
  if (RESERVED.has(parts[0] ?? "")) throw hostile(name, "lies where only the proxy writes");
  return parts.join("/");
}

/**
 * Checks that a symbolic link stays in the root. `..` may only lead, where it climbs real folders:
 * behind a name it would climb out of wherever that name links to.
 * @param path the link's own path, relative to the root
 * @returns the target as it is to be written
 */
export function linkTarget(path: string, target: string, root: string): string {
  const absolute = target.startsWith("/");
  if (absolute && target !== root && !target.startsWith(`${root}/`)) {
    throw hostile(path, `links to ${target}, outside the root`);
  }
  const parts = target.split("/").filter((part) => part !== "" && part !== ".");
  const climbs = parts.findIndex((part) => part !== "..");
  const leading = climbs === -1 ? parts.length : climbs;
  const depth = absolute ? 0 : path.split("/").length - 1;
  if (target === "" || target.includes("\0") || leading > depth) {
    throw hostile(path, `links to ${target}, outside the root`);
  }
  if (parts.slice(leading).includes("..")) {
    throw hostile(path, `links to ${target}, which has \`..\` behind a name`);
  }
  return target;
}

/** The folder of a path relative to the root; empty for the root itself. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

export function hostile(name: string, why: string): LoadError {
  return new LoadError(`refused the archive entry ${JSON.stringify(name)}: it ${why}`);
}
