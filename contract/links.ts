/** The folder of the file systems that a function mounts. https://docs.aws.amazon.com/lambda/latest/api/API_FileSystemConfig.html */
const MOUNTS = "/mnt/";

/**
 * Says why a symbolic link may not be in an archive: it must stay below the root or lead to a mounted file system.
 * `..` may stand at the beginning only, where it climbs real folders. After a name it would climb out of wherever
 * that name links to.
 * @param path the link's own path, relative to the root
 * @returns such as `links to /etc, outside the root`; undefined if the link may be in an archive
 */
export function whyNoLink(path: string, target: string, root: string): string | undefined {
  const absolute = target.startsWith("/");
  const inside = target === root || target.startsWith(`${root}/`) || target.startsWith(MOUNTS);
  const parts = target.split("/").filter((part) => part !== "" && part !== ".");
  const climbs = parts.findIndex((part) => part !== "..");
  const leading = climbs === -1 ? parts.length : climbs;
  const depth = absolute ? 0 : path.split("/").length - 1;
  if ((absolute && !inside) || target === "" || target.includes("\0") || leading > depth) {
    return `links to ${target}, outside the root`;
  }
  return parts.slice(leading).includes("..")
    ? `links to ${target}, which has \`..\` after a name`
    : undefined;
}
