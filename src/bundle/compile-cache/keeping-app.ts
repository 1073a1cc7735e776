import { cp, lstat, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { ifThere } from "../../files.ts";
import type { BuildRoot } from "../../ports/build-root.ts";

/** No boot of a Ruby app changes them, and copying them takes long. */
const PACKAGES = "node_modules";

/**
 * Runs something in the root with a copy of the app, and puts the app itself back. What an app writes when it starts is
 * its sandbox's, not the bundle's.
 * @param backing folder of the root on this machine; the app waits there too, since only that is one file system
 */
export async function keepingApp<T>(
  { backing }: Pick<BuildRoot, "backing">,
  step: () => Promise<T>,
): Promise<T> {
  const app = join(backing, "app");
  const kept = join(backing, "app-as-built");
  const packages = join(kept, PACKAGES);
  await rm(kept, { recursive: true, force: true });
  await rename(app, kept);
  let lent = false;
  try {
    await cp(kept, app, {
      recursive: true,
      preserveTimestamps: true,
      verbatimSymlinks: true,
      filter: async (path) => path !== packages && (await canBeCopied(path)),
    });
    lent = (await ifThere(rename(packages, join(app, PACKAGES)).then(() => true))) ?? false;
    return await step();
  } finally {
    if (lent) await ifThere(rename(join(app, PACKAGES), packages));
    await rm(app, { recursive: true, force: true });
    await rename(kept, app);
  }
}

/** A socket or a pipe cannot be copied, nor a file whose name is not UTF-8. The server starts without them. */
async function canBeCopied(path: string): Promise<boolean> {
  const found = await ifThere(lstat(path));
  return found !== undefined && (found.isFile() || found.isDirectory() || found.isSymbolicLink());
}
