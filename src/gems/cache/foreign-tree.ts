import { lstat, readdir, readlink } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { ROOT } from "../../../contract/root.ts";
import { isInside } from "../../paths.ts";

/** Bits by which a program gets another user's or group's rights. Folders inherit one of them on some machines. */
const OTHERS_RIGHTS = 0o6000;

/**
 * Says why a folder that somebody else filled must not be used: it holds a link that leaves it, a device, a pipe, a
 * file with another user's rights, or a file that also lies elsewhere. No link is followed.
 * @returns such as `gems/a-1/x is a device, socket or pipe`; undefined if it may be used
 */
export async function whyForeign(folder: string): Promise<string | undefined> {
  /** Places that are still to be found of a file with several names. */
  const missing = new Map<number, { names: number; path: string }>();
  const visit = async (below: string): Promise<string | undefined> => {
    const found = await lstat(join(folder, below));
    if (found.isSymbolicLink()) {
      const leaves = below === "" || !staysIn(folder, below, await readlink(join(folder, below)));
      return leaves ? `${below} is a link that leaves the folder` : undefined;
    }
    if (found.isFile()) {
      if (found.mode & OTHERS_RIGHTS) return `${below} runs with another user's rights`;
      if (found.nlink > 1) {
        const { names } = missing.get(found.ino) ?? { names: found.nlink };
        missing.set(found.ino, { names: names - 1, path: below });
      }
      return undefined;
    }
    if (!found.isDirectory()) return `${below} is a device, socket or pipe`;
    for (const name of await readdir(join(folder, below))) {
      const why = await visit(join(below, name));
      if (why !== undefined) return why;
    }
    return undefined;
  };
  const why = await visit("");
  const elsewhere = [...missing.values()].find(({ names }) => names > 0);
  return why ?? (elsewhere && `${elsewhere.path} also lies elsewhere`);
}

/**
 * Whether a link stays in the folder, or leads into the root. A `..` after a name is refused: the name may be a link
 * itself, and then the text does not say where the link leads.
 */
function staysIn(folder: string, path: string, target: string): boolean {
  const parts = target.split("/").filter((part) => part !== "" && part !== ".");
  const climbs = parts.findIndex((part) => part !== "..");
  if (climbs !== -1 && parts.slice(climbs).includes("..")) return false;
  if (target.startsWith("/")) return isInside(ROOT, resolve(target));
  return isInside(folder, resolve(dirname(join(folder, path)), target));
}
