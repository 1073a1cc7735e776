import { lstat } from "node:fs/promises";
import { join, posix } from "node:path";
import { ifThere, listNames } from "../files.ts";
import { readAssetsManifest } from "./read-assets-manifest.ts";

/** Where Rails' asset pipelines write to, relative to the root. */
const FOLDER = "app/public/assets";

/** The manifest of Sprockets, from our own compilation or the checkout; the manifest of Propshaft. */
const MANIFEST = /^(\.sprockets-manifest-[0-9a-f]{32}|\.manifest)\.json$/;

/**
 * Lists the files that the asset pipeline named after their digest. Its own manifest says which: another file
 * whose name merely looks so need not be named after its content. Sorted, relative to the root; none if the
 * app has no pipeline.
 * @param backing folder of the root on this machine, after the build command
 * @throws UserError for a manifest that cannot be read
 */
export async function digestedAssets(backing: string): Promise<readonly string[]> {
  const folder = join(backing, FOLDER);
  const manifests = (await listNames(folder)).filter((name) => MANIFEST.test(name));
  const named = new Set<string>();
  for (const name of manifests) {
    const manifest = await readAssetsManifest(folder, name);
    for (const path of digestedNames(manifest)) named.add(posix.join(FOLDER, path));
  }
  const found: string[] = [];
  for (const path of [...named].sort()) {
    const stat = await ifThere(lstat(join(backing, path)));
    // A manifest in the checkout may name files that were removed since.
    if (stat?.isFile() && isDigestedAsset(path)) found.push(path);
  }
  return found;
}

/** Whether a path, relative to the root, is one that `digestedAssets` can list. */
export function isDigestedAsset(path: string): boolean {
  return (
    path.startsWith(`${FOLDER}/`) && path === posix.normalize(path) && !/[\0\\]|\/$/.test(path)
  );
}

/**
 * The names with a digest in a manifest: Sprockets has `files: {name: ...}`, Propshaft `{source: name}` or,
 * since 1.2, `{source: {digested_path: name}}`.
 * https://github.com/rails/sprockets/blob/v4.2.1/lib/sprockets/manifest.rb
 * https://github.com/rails/propshaft/blob/v1.2.0/lib/propshaft/manifest.rb
 */
export function digestedNames(manifest: unknown): readonly string[] {
  if (!isObject(manifest)) return [];
  if (isObject(manifest.files)) return Object.keys(manifest.files);
  return Object.values(manifest).flatMap((entry) => {
    const name = isObject(entry) ? entry.digested_path : entry;
    return typeof name === "string" ? [name] : [];
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return Object(value) === value;
}
