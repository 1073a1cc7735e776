import { constants } from "node:fs";
import { chmod, copyFile, mkdir, readdir, realpath, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ifThere } from "../files.ts";

/**
 * Copies a file, or a folder and all that is in it, with links followed: what they point at may not
 * travel. Modes become 0755 and 0644. A link that leads nowhere, or up to a folder that it lies in, is
 * passed over; so is a file that is there already.
 * @returns false where `from` does not exist
 */
export async function copyTree(
  from: string,
  to: string,
  leaveOut: (path: string) => boolean = () => false,
): Promise<boolean> {
  return copy(from, to, leaveOut, []);
}

async function copy(
  from: string,
  to: string,
  leaveOut: (path: string) => boolean,
  above: readonly string[],
): Promise<boolean> {
  if (leaveOut(from)) return false;
  const found = await ifThere(stat(from));
  if (found?.isDirectory()) {
    const real = await realpath(from);
    if (above.includes(real)) return false;
    await mkdir(to, { recursive: true, mode: 0o755 });
    const names = await readdir(from);
    await Promise.all(
      names.map((name) => copy(join(from, name), join(to, name), leaveOut, [...above, real])),
    );
    return true;
  }
  if (!found?.isFile()) return false;
  if (above.length === 0) await mkdir(dirname(to), { recursive: true, mode: 0o755 });
  const wanted = (found.mode & 0o111) === 0 ? 0o644 : 0o755;
  try {
    await copyFile(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return true;
    throw error;
  }
  if ((found.mode & 0o777) !== wanted) await chmod(to, wanted);
  return true;
}
