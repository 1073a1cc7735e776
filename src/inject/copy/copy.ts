import {
  chmod,
  copyFile,
  lstat,
  mkdir,
  readdir,
  readFile,
  realpath,
  symlink,
} from "node:fs/promises";
import { basename, dirname, join, sep } from "node:path";
import { type CopyRule, copyRule, type Fate } from "./copy-rule.ts";
import { stagedLink } from "./links.ts";

/** Left out with all they hold, but expected by apps to be there. */
const KEPT_EMPTY = new Set(["tmp", "log"]);

/**
 * Copies the working tree into a new folder, by the rule. Links are never followed, and what is neither
 * file, folder nor link (a socket of a running server) is passed over.
 * @param to new or empty, in a folder that exists
 */
export async function copyApp(
  from: string,
  to: string,
  globs: { readonly include: readonly string[]; readonly exclude: readonly string[] },
): Promise<void> {
  const root = await realpath(from);
  const place = join(await realpath(dirname(to)), basename(to));
  if (place.startsWith(root + sep)) {
    throw new Error(`The staged app would lie in the app itself: ${to}`);
  }
  await mkdir(to, { recursive: true });
  const ignoreFile = await readFile(join(root, ".megamodeignore"), "utf8").catch(absent);
  const rule = copyRule({ ...globs, ignoreFile: ignoreFile ?? "" });
  // Where nothing is named again, nothing in a folder that is left out needs to be looked at.
  await copyFolder({ root, to, rule, looksInside: globs.include.length > 0 }, "", "copied");
}

export interface Copy {
  readonly root: string;
  readonly to: string;
  readonly rule: CopyRule;
  readonly looksInside: boolean;
}

/** @param folder relative to the root, as are all paths that the rule is asked for */
export async function copyFolder(copy: Copy, folder: string, fate: Fate): Promise<void> {
  for (const entry of await readdir(join(copy.root, folder), { withFileTypes: true })) {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    const own = copy.rule(path, entry.isDirectory(), fate);
    if (entry.isDirectory()) {
      if (own !== "left out" || KEPT_EMPTY.has(path)) await makeFolder(copy.to, path);
      if (own !== "left out" || copy.looksInside) await copyFolder(copy, path, own);
    } else if (own !== "left out") {
      if (fate === "left out") await makeFolder(copy.to, folder);
      if (entry.isSymbolicLink()) {
        await symlink(await stagedLink(copy.root, path), join(copy.to, path));
      } else if (entry.isFile()) {
        await copyOne(join(copy.root, path), join(copy.to, path));
      }
    }
  }
}

/** Modes depend on nothing but the bit that git keeps too: neither on umask nor on who checked out. */
export async function copyOne(from: string, to: string): Promise<void> {
  await copyFile(from, to);
  await chmod(to, (await lstat(from)).mode & 0o100 ? 0o755 : 0o644);
}

async function makeFolder(to: string, path: string): Promise<void> {
  await mkdir(join(to, path), { recursive: true });
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code === "ENOENT") return undefined;
  throw error;
}
