import { isInside } from "../paths.ts";

/**
 * Lists the files that a process has mapped from outside some folders: files that the bundle lacks.
 * @param maps text of `/proc/<pid>/maps`: https://man7.org/linux/man-pages/man5/proc_pid_maps.5.html
 * @param allowed folders, such as the root and the function's mounts
 */
export function mappedOutside(maps: string, allowed: readonly string[]): readonly string[] {
  const files = maps.split("\n").flatMap((line) => {
    const file = /^\S+ \S+ \S+ \S+ \S+\s+(\/.*)$/.exec(line)?.[1];
    // Shared memory has a path but no file, and devices belong to the kernel.
    return file === undefined || /^\/(dev|memfd:|SYSV)/.test(file) ? [] : [file];
  });
  const inside = (file: string) => allowed.some((folder) => isInside(folder, file));
  return [...new Set(files)].filter((file) => !inside(file)).sort();
}
