import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { listNames } from "../files.ts";
import { readAssetsManifest } from "./read-assets-manifest.ts";

/** The name that Sprockets looks for: https://github.com/rails/sprockets/blob/v4.2.1/lib/sprockets/manifest_utils.rb */
const RANDOM = /^\.sprockets-manifest-[0-9a-f]{32}\.json$/;
const FIXED = `.sprockets-manifest-${"0".repeat(32)}.json`;

/** Read by `assets:clean` only, which removes old files. */
const TIME = "2020-01-01T00:00:00+00:00";

/**
 * Makes Sprockets' manifest the same for the same assets: as Sprockets writes it, its name is random, and it holds the
 * time at which each asset was compiled. If there are two, because the checkout has one already, both stay as they are.
 */
export async function fixSprocketsManifest(assetsDir: string): Promise<void> {
  const names = await listNames(assetsDir);
  const [name, second] = names.filter((one) => RANDOM.test(one));
  if (name === undefined || second !== undefined) return;
  const manifest = (await readAssetsManifest(assetsDir, name)) as {
    readonly files?: Readonly<Record<string, { mtime?: string }>>;
  } | null;
  for (const file of Object.values(manifest?.files ?? {})) file.mtime = TIME;
  await rm(join(assetsDir, name));
  await writeFile(join(assetsDir, FIXED), JSON.stringify(manifest));
}
