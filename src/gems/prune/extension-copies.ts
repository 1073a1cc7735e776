import { join } from "node:path";
import { sha256OfFile } from "../../digest.ts";
import { ifThere } from "../../files.ts";
import { filesBelow } from "./files-below.ts";
import { readInstalledGem } from "./installed-gem.ts";
import { isWholeGem, type WholeGems } from "./whole-gems.ts";

/**
 * Lists what can be removed of one platform's `extensions/` folder. RubyGems installs an extension twice, there
 * and in the gem's first require path. Ruby looks in both places, so the first of two equal copies can go.
 * @param top the folder of one Ruby's gems, `gems/ruby/<abi>`
 * @param platform the folder's name, such as `x86_64-linux`
 * @returns absolute paths: copies, and headers
 */
export async function uselessExtensionFiles(
  top: string,
  platform: string,
  whole: WholeGems,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const path of await filesBelow(join(top, "extensions", platform))) {
    // Below `extensions/<platform>`: the ABI, the gem's folder, the file.
    const [, gem = "", ...names] = path.split("/");
    if (isWholeGem(whole, gem)) continue;
    const here = join(top, "extensions", platform, path);
    if (path.endsWith(".h")) found.push(here);
    if (!path.endsWith(".so")) continue;
    const installed = await readInstalledGem(top, "gems", gem);
    const [folder = "lib"] = installed?.requirePaths ?? [];
    const there = join(top, "gems", gem, folder, ...names);
    if ((await digest(here)) === (await digest(there))) found.push(here);
  }
  return found;
}

function digest(file: string): Promise<string | undefined> {
  return ifThere(sha256OfFile(file));
}
