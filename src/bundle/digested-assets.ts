import { lstat, readdir, readFile } from "node:fs/promises";
import { join, posix } from "node:path";

/** Where Rails' asset pipelines write to, relative to the root. */
const FOLDER = "app/public/assets";

/** Sprockets' manifest, of a compilation of ours or of the checkout; Propshaft's. */
const MANIFEST = /^(\.sprockets-manifest-[0-9a-f]{32}|\.manifest)\.json$/;

/**
 * The files that the asset pipeline has given a digest, by its own manifest: what merely looks so is not
 * named after its content. Sorted, relative to the root; none where the app has no pipeline.
 * @param backing folder of the root on this machine, after the build command
 */
export async function digestedAssets(backing: string): Promise<readonly string[]> {
  const folder = join(backing, FOLDER);
  const manifests = (await readdir(folder).catch(() => [])).filter((name) => MANIFEST.test(name));
  const named = new Set<string>();
  for (const name of manifests) {
    const manifest: unknown = JSON.parse(await readFile(join(folder, name), "utf8"));
    for (const path of digestedNames(manifest)) named.add(posix.join(FOLDER, path));
  }
  const found: string[] = [];
  for (const path of [...named].sort()) {
    const stat = await lstat(join(backing, path)).catch(() => undefined);
    // A manifest of the checkout may name what was cleaned away since.
    if (stat?.isFile() && path.startsWith(`${FOLDER}/`)) found.push(path);
  }
  return found;
}

/**
 * What a manifest says of names with a digest: Sprockets `files: {name: ...}`, Propshaft
 * `{source: name}` or, since 1.2, `{source: {digested_path: name}}`.
 * https://github.com/rails/sprockets/blob/v4.2.1/lib/sprockets/manifest.rb
 * https://github.com/rails/propshaft/blob/v1.2.0/lib/propshaft/manifest.rb
 */
export function digestedNames(manifest: unknown): readonly string[] {
  if (typeof manifest !== "object" || manifest === null) return [];
  const { files } = manifest as { readonly files?: unknown };
  if (typeof files === "object" && files !== null) return Object.keys(files);
  return Object.values(manifest).flatMap((entry: unknown) => {
    const name = (entry as { readonly digested_path?: unknown } | null)?.digested_path ?? entry;
    return typeof name === "string" ? [name] : [];
  });
}
