/**
 * Files that a process has mapped from outside some folders: what is missing in the tree that ships.
 * @param maps text of `/proc/<pid>/maps`: https://man7.org/linux/man-pages/man5/proc_pid_maps.5.html
 * @param allowed folders, such as the root and the function's mounts
 */
export function mappedOutside(maps: string, allowed: readonly string[]): readonly string[] {
  const files = maps.split("\n").flatMap((line) => {
    const file = /^\S+ \S+ \S+ \S+ \S+\s+(\/.*)$/.exec(line)?.[1];
    // Shared memory has a path but no file; devices are the kernel's.
    return file === undefined || /^\/(dev|memfd:|SYSV)/.test(file) ? [] : [file];
  });
  const inside = (file: string) => allowed.some((folder) => file.startsWith(`${folder}/`));
  return [...new Set(files)].filter((file) => !inside(file)).sort();
}
