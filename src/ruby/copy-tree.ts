import { constants } from "node:fs";
import { chmod, copyFile, mkdir, readdir, realpath, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { allEnded } from "../all-ended.ts";
import { ifThere } from "../files.ts";

/** A file or folder of this machine, and the place below the root that it is copied to. */
export interface Copy {
  readonly from: string;
  readonly to: string;
}

type LeaveOut = (path: string) => boolean;

/**
 * Copies a file, or a folder and all that is in it. Links are followed, because what they point at may not
 * travel. Modes become 0755 and 0644. Passes over a link that leads nowhere, a link up to a folder that it
 * lies in, and a file that is there already.
 * @returns false if there is nothing to copy
 */
export async function copyTree(
  from: string,
  to: string,
  leaveOut: LeaveOut = () => false,
): Promise<boolean> {
  return copy(from, to, leaveOut, []);
}

/** @param above the real folders that `from` lies in */
async function copy(
  from: string,
  to: string,
  leaveOut: LeaveOut,
  above: readonly string[],
): Promise<boolean> {
  const found = leaveOut(from) ? undefined : await ifThere(stat(from));
  if (found?.isDirectory()) {
    await copyFolder(from, to, leaveOut, above);
    return true;
  }
  if (found?.isFile()) {
    if (above.length === 0) await mkdir(dirname(to), { recursive: true, mode: 0o755 });
    await copyOne(from, to, found.mode);
    return true;
  }
  return false;
}

async function copyFolder(
  from: string,
  to: string,
  leaveOut: LeaveOut,
  above: readonly string[],
): Promise<void> {
  const real = await realpath(from);
  if (above.includes(real)) return;
  await mkdir(to, { recursive: true, mode: 0o755 });
  const names = await readdir(from);
  await allEnded(
    names.map((name) => copy(join(from, name), join(to, name), leaveOut, [...above, real])),
  );
}

async function copyOne(from: string, to: string, mode: number): Promise<void> {
  try {
    await copyFile(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return;
    throw error;
  }
  const wanted = (mode & 0o111) === 0 ? 0o644 : 0o755;
  if ((mode & 0o777) !== wanted) await chmod(to, wanted);
}
