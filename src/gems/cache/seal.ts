import { lstat, readdir, readFile, readlink, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sha256Hex } from "../../digest.ts";
import { readIfThere } from "../../files.ts";

/** A file in the saved folder that holds a digest of everything else in it. */
const SEAL = ".megamode-seal";

/** Writes down what a folder holds, so that an incomplete or damaged copy is noticed. */
export async function seal(dir: string): Promise<void> {
  await rm(join(dir, SEAL), { force: true });
  await writeFile(join(dir, SEAL), await digestOfTree(dir));
}

/**
 * Removes the seal.
 * @returns false if anything was added, changed or removed, or there was no seal
 */
export async function unseal(dir: string): Promise<boolean> {
  const sealed = await readIfThere(join(dir, SEAL));
  await rm(join(dir, SEAL), { force: true });
  // Without a seal nothing has to be read.
  return sealed !== undefined && sealed.toString() === (await digestOfTree(dir));
}

/**
 * A digest of names, kinds, execute permissions and contents. Links are not followed.
 * @throws Error for a device, a socket or a pipe
 */
async function digestOfTree(dir: string): Promise<string> {
  const lines: string[] = [];
  const visit = async (folder: string): Promise<void> => {
    const entries = await readdir(join(dir, folder), { withFileTypes: true });
    for (const entry of entries) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        lines.push(`${path}/`);
        await visit(path);
      } else if (entry.isSymbolicLink()) {
        lines.push(`${path} -> ${await readlink(join(dir, path))}`);
      } else if (!entry.isFile()) {
        throw new Error(`${path} is neither file, folder nor link`);
      } else {
        const [bytes, { mode }] = await Promise.all([
          readFile(join(dir, path)),
          lstat(join(dir, path)),
        ]);
        lines.push(`${path} ${mode & 0o100 ? "x" : "-"} ${sha256Hex(bytes)}`);
      }
    }
  };
  await visit("");
  return sha256Hex(lines.sort().join("\n"));
}
