import { posix } from "node:path";

/** Whether a path lies below a mounted file system. A relative path lies in the app. */
export function isMounted(path: string, mounts: readonly string[]): boolean {
  const absolute = posix.resolve("/app", path);
  return mounts.some((mount) => absolute.startsWith(`${posix.resolve(mount)}/`));
}
