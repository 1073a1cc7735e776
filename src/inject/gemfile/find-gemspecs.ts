import { readdir } from "node:fs/promises";
import { join } from "node:path";

/**
 * Finds the gemspecs of a path gem where Bundler looks for them. A folder of gems (`path "engines" do`) has them
 * one level below.
 */
export async function findGemspecs(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const below = await Promise.all(
    entries
      .filter(({ name }) => !/^\.|^node_modules$/.test(name))
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => readdir(join(folder, name), { withFileTypes: true })),
  );
  return [entries, ...below]
    .flat()
    .filter((entry) => entry.isFile() && entry.name.endsWith(".gemspec"))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
