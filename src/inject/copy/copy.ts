import { copyFile, mkdir, readdir, realpath, symlink } from "node:fs/promises";
import { basename, dirname, join, posix } from "node:path";
import { readIfThere } from "../../files.ts";
import { isInside } from "../../paths.ts";
import { isPublicCertificate } from "./certificates.ts";
import { type CopyRule, copyRule, type Fate } from "./copy-rule.ts";
import { copyMode } from "./deterministic-metadata.ts";
import { stagedLink } from "./links.ts";

/** Folders that apps expect to be there. What they hold is left out. */
const COPIED_EMPTY = new Set(["tmp", "log"]);

/**
 * Copies the working tree into a new folder, by the copy rule. Links are never followed. Anything that is neither
 * file, folder nor link (a socket of a running server) is skipped.
 * @param to new or empty, in a folder that exists
 */
export async function copyApp(
  from: string,
  to: string,
  globs: { readonly include: readonly string[]; readonly exclude: readonly string[] },
): Promise<void> {
  const root = await realpath(from);
  const place = join(await realpath(dirname(to)), basename(to));
  if (isInside(root, place)) {
    throw new Error(`The staged app would lie in the app itself: ${to}`);
  }
  await mkdir(to, { recursive: true });
  const rule = copyRule({ ...globs, ignoreFile: await readIgnoreFile(root) });
  await copyFolder({ root, to, rule }, "", "copied");
}

/** Reads a folder's `.megamodeignore`; `""` if it has none. */
export async function readIgnoreFile(folder: string): Promise<string> {
  return `${(await readIfThere(join(folder, ".megamodeignore"))) ?? ""}`;
}

/** The source, the target, and the rule for copying a tree. */
export interface Copy {
  readonly root: string;
  readonly to: string;
  readonly rule: CopyRule;
}

/**
 * Copies one folder of a tree.
 * @param folder relative to the root, as are all paths that the rule is asked about
 */
export async function copyFolder(copy: Copy, folder: string, fate: Fate): Promise<void> {
  for (const entry of await readdir(join(copy.root, folder), { withFileTypes: true })) {
    const path = posix.join(folder, entry.name);
    const own = settle(copy, path, copy.rule.fateOf(path, entry.isDirectory(), fate));
    if (entry.isDirectory()) {
      if (own !== "left out" || COPIED_EMPTY.has(path)) await makeFolder(copy.to, path);
      if (own !== "left out" || copy.rule.bringsBack) await copyFolder(copy, path, own);
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

/** Looks into a file where its name alone does not decide. Of a link, what it points at is looked into. */
function settle({ root }: Copy, path: string, fate: Fate): Fate {
  if (fate !== "if public") return fate;
  return isPublicCertificate(join(root, path)) ? "copied" : "left out";
}

/** Copies a file. Its mode depends neither on the umask nor on who checked out. */
export async function copyOne(from: string, to: string): Promise<void> {
  await copyFile(from, to);
  await copyMode(from, to);
}

async function makeFolder(to: string, path: string): Promise<void> {
  await mkdir(join(to, path), { recursive: true });
}
