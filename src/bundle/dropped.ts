import { lstatSync, readdirSync } from "node:fs";
import { join, posix } from "node:path";
import { secretIn } from "../inject/copy/secrets.ts";
import { type LeftOut, measure } from "../inject/left-out/left-out.ts";

/**
 * Says what of the app was there while it was built, and was not packed.
 * @param backing the folder that stands for the root
 * @param dropped paths of files and folders, relative to the root
 */
export function describeDropped(backing: string, dropped: readonly string[]): readonly LeftOut[] {
  return dropped
    .filter((path) => path !== "app/.megamode/bundle")
    .flatMap((path) => (posix.basename(path) === "node_modules" ? packages(backing, path) : path))
    .map((path) => ({
      path: path.slice("app/".length),
      kind: kindOf(path),
      ...measure(join(backing, path)),
    }));
}

function kindOf(path: string): string {
  if (path.split("/").includes("node_modules")) return "node_modules";
  if (/^\.(yarn|pnp\.cjs|pnp\.loader\.mjs)$/.test(posix.basename(path))) return "Yarn's packages";
  if (posix.basename(path) === ".bundle") return ".bundle";
  if (path.startsWith("app/tmp/")) return "tmp/";
  if (path.startsWith("app/log/")) return "log/";
  if (path.startsWith("app/vendor/cache/")) return "downloaded gems";
  const secret = secretIn(path);
  if (secret !== undefined) return secret;
  return /\.(npmrc|yarnrc|yarnrc\.yml)$/i.test(path)
    ? "settings of package managers"
    : "keys, or what may be one";
}

/** Lists the packages of a `node_modules`, since programs name them alone. It may be a link, or nothing may be in it. */
function packages(backing: string, path: string): readonly string[] {
  const below = (folder: string): readonly string[] => {
    const file = join(backing, folder);
    const names = lstatSync(file).isDirectory() ? readdirSync(file).sort() : [];
    return names.length === 0 ? [folder] : names.map((name) => `${folder}/${name}`);
  };
  return below(path).flatMap((one) => (posix.basename(one).startsWith("@") ? below(one) : one));
}
