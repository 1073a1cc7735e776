import { mkdir, realpath, symlink } from "node:fs/promises";
import { basename, dirname, join, posix } from "node:path";
import { UserError } from "../../errors.ts";
import { readIfThere } from "../../files.ts";
import { isInside } from "../../paths.ts";
import { type LeftOut, measure, SPECIAL } from "../left-out/left-out.ts";
import { isPublicCertificate } from "./certificates.ts";
import { copyFileWhole } from "./copy-file.ts";
import { type CopyRule, copyRule, type Fate } from "./copy-rule.ts";
import { explained } from "./file-problem.ts";
import { isLfsPointer } from "./lfs-pointer.ts";
import { stagedLink } from "./links.ts";
import { listFolder, type Named, notUtf8 } from "./names.ts";

/** Folders that apps expect to be there. What they hold is left out. */
const COPIED_EMPTY = new Set(["tmp", "log"]);

/** What is said of a copy. Paths are relative to the app. */
export interface Copied {
  readonly leftOut: readonly LeftOut[];
  /** Files that were copied and are pointers of Git LFS. */
  readonly pointers: readonly string[];
}

/**
 * Copies the working tree into a new folder, by the copy rule. Links are never followed. Anything that is neither
 * file, folder nor link (a socket of a running server) is left out.
 * @param to new or empty, in a folder that exists
 * @throws UserError for a file that cannot be copied as it is
 */
export async function copyApp(
  from: string,
  to: string,
  globs: { readonly include: readonly string[]; readonly exclude: readonly string[] },
): Promise<Copied> {
  const root = await realpath(from);
  const place = join(await realpath(dirname(to)), basename(to));
  if (isInside(root, place)) {
    throw new UserError(
      `The copy of the app would lie in the app itself: \`${to}\`.`,
      "Let TMPDIR name a folder outside of the app's.",
    );
  }
  await mkdir(to, { recursive: true });
  const rule = copyRule({ ...globs, ignoreFile: await readIgnoreFile(root) });
  const copy = { root, to, rule, leftOut: [], pointers: [] };
  await copyFolder(copy, "", "copied");
  return copy;
}

/** Reads a folder's `.megamodeignore`; `""` if it has none. */
export async function readIgnoreFile(folder: string): Promise<string> {
  return `${(await readIfThere(join(folder, ".megamodeignore"))) ?? ""}`;
}

/** The source, the target, and the rule for copying a tree; and what is said of it, which grows meanwhile. */
export interface Copy {
  readonly root: string;
  readonly to: string;
  readonly rule: CopyRule;
  readonly leftOut: LeftOut[];
  readonly pointers: string[];
}

/**
 * Copies one folder of a tree.
 * @param folder relative to the root, as are all paths that the rule is asked about
 * @param kind of what is left out, if the folder is
 */
export async function copyFolder(
  copy: Copy,
  folder: string,
  fate: Fate,
  kind?: string,
): Promise<void> {
  for (const entry of await listed(copy, folder, fate)) {
    const path = posix.join(folder, entry.name);
    const isFolder = entry.isDirectory();
    const own = settle(copy, path, copy.rule.fateOf(path, isFolder, fate));
    if (own === "left out") {
      const ownKind = kind ?? copy.rule.kindOf(path, isFolder);
      if (ownKind === undefined) continue;
      if (isFolder && COPIED_EMPTY.has(path)) await makeFolder(copy.to, path);
      const from = join(copy.root, path);
      if (isFolder && entry.rawName === undefined && copy.rule.bringsBack(path)) {
        copy.leftOut.push({ path, from, kind: ownKind, files: 0, bytes: 0 });
        await copyFolder(copy, path, own, ownKind);
      } else {
        copy.leftOut.push({ path, from, kind: ownKind, ...measure(from) });
      }
    } else if (entry.rawName !== undefined) {
      throw notUtf8(folder, entry.rawName, "copied");
    } else if (isFolder) {
      await makeFolder(copy.to, path);
      await copyFolder(copy, path, own);
    } else {
      if (fate === "left out") await makeFolder(copy.to, folder);
      await copyEntry(copy, path, entry);
    }
  }
}

/** Lists a folder. One that is left out and cannot be read has nothing that anybody could have named. */
async function listed({ root }: Copy, folder: string, fate: Fate): Promise<readonly Named[]> {
  return listFolder(join(root, folder)).catch((error: unknown) => {
    if (fate === "left out") return [];
    throw explained(error, folder || ".", "copied");
  });
}

async function copyEntry({ root, to, ...said }: Copy, path: string, entry: Named): Promise<void> {
  const target = join(to, path);
  if (entry.isSymbolicLink()) {
    await symlink(await stagedLink(root, path), target);
  } else if (entry.isFile()) {
    const bytes = await copyFileWhole(join(root, path), target, path);
    if (isLfsPointer(target, bytes)) said.pointers.push(path);
  } else {
    said.leftOut.push({ path, from: join(root, path), kind: SPECIAL, files: 1, bytes: 0 });
  }
}

/** Looks into a file where its name alone does not decide. Of a link, what it points at is looked into. */
function settle({ root }: Copy, path: string, fate: Fate): Fate {
  if (fate !== "if public") return fate;
  return isPublicCertificate(join(root, path)) ? "copied" : "left out";
}

async function makeFolder(to: string, path: string): Promise<void> {
  await mkdir(join(to, path), { recursive: true });
}
