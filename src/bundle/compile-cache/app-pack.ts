import { readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { ifThere } from "../../files.ts";
import type { BuildRoot } from "../../ports/build-root.ts";
import type { PackagedRuby } from "../../ruby/packaged.ts";
import { leftOutOfApp, secretsRule } from "../archive/leave-out.ts";
import { packInto } from "./code-pack.ts";
import { APP_PACK } from "./compiled-files.ts";

/** A server never loads them. */
const MIGRATIONS = /^app\/(.*\/)?db\/migrate\//;

/**
 * Makes the pack of an app that bootsnap does not compile: all its Ruby files, whether a start loads them or not. So it is
 * the same in each build of the same app, also in one that starts no server. It goes with the app's archive.
 * @param include globs of what is packed all the same, relative to the app
 * @returns what was made, relative to the root
 */
export async function makeAppPack(
  root: Pick<BuildRoot, "backing" | "shell">,
  packaged: Pick<PackagedRuby, "env" | "defaults">,
  include: readonly string[],
  log: (line: string) => void,
): Promise<readonly string[]> {
  return packInto(APP_PACK, root, packaged, await listAppSources(root.backing, include), log);
}

/** Lists what of the app is compiled: never a file that does not travel, whose text would then be in the pack. */
async function listAppSources(
  backing: string,
  include: readonly string[],
): Promise<readonly string[]> {
  const isSecret = secretsRule(backing, include);
  const all = readdir(join(backing, "app"), { recursive: true, withFileTypes: true });
  return ((await ifThere(all)) ?? [])
    .filter((entry) => entry.isFile() && entry.name.endsWith(".rb"))
    .map(({ parentPath, name }) => relative(backing, join(parentPath, name)))
    .filter((path) => !MIGRATIONS.test(path) && !leftOutOfApp(path) && !isSecret(path))
    .filter((path) => !path.split("/").includes("node_modules"));
}
