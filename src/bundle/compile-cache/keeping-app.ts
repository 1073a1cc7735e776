import { cp, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { ifThere } from "../../files.ts";
import type { BuildRoot } from "../../ports/build-root.ts";

/** No boot of a Ruby app changes them, and copying them takes long. */
const PACKAGES = "node_modules";

/**
 * Runs something in the root and puts the app's folder back as it was before. What an app writes when it starts is its
 * sandbox's, not the bundle's.
 * @param backing folder of the root on this machine; the copy lies there too, since only that is one file system
 */
export async function keepingApp<T>(
  { backing }: Pick<BuildRoot, "backing">,
  step: () => Promise<T>,
): Promise<T> {
  const app = join(backing, "app");
  const kept = join(backing, "app-as-built");
  const packages = join(app, PACKAGES);
  await rm(kept, { recursive: true, force: true });
  await cp(app, kept, {
    recursive: true,
    preserveTimestamps: true,
    verbatimSymlinks: true,
    filter: (path) => path !== packages,
  });
  try {
    return await step();
  } finally {
    await ifThere(rename(packages, join(kept, PACKAGES)));
    await rm(app, { recursive: true });
    await rename(kept, app);
  }
}
