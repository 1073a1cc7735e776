import { readdir, rename } from "node:fs/promises";
import { join } from "node:path";

/** Matches what Sprockets looks for: https://github.com/rails/sprockets/blob/v4.2.1/lib/sprockets/manifest_utils.rb */
const RANDOM = /^\.sprockets-manifest-[0-9a-f]{32}\.json$/;
const FIXED = `.sprockets-manifest-${"0".repeat(32)}.json`;

/**
 * Gives Sprockets' manifest, which it names at random, a name that does not change. A second one, from
 * files that were in the checkout, stays as it is.
 */
export async function fixSprocketsManifest(assetsDir: string): Promise<void> {
  const names = await readdir(assetsDir).catch(() => []);
  const found = names.filter((name) => RANDOM.test(name));
  if (found.length === 1 && found[0] !== FIXED) {
    await rename(join(assetsDir, found[0] as string), join(assetsDir, FIXED));
  }
}
