import { sep } from "node:path";

/** Whether a path is the folder itself or lies below it. Both are absolute, without `..`; links are not followed. */
export function isInside(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}
