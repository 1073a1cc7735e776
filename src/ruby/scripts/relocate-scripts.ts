import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { allEnded } from "../../all-ended.ts";
import { listFiles, replaceFile } from "../../files.ts";
import { listGemFolders } from "../vendored/gem-folders.ts";
import { relocateShebang } from "./shebang.ts";

/** Makes the gems' executables start our Ruby. */
export async function relocateGemScripts(backing: string, abi: string): Promise<void> {
  const top = join(backing, "gems/ruby", abi);
  const gems = await listGemFolders(top);
  const folders = gems.flatMap((gem) => [join(gem, "exe"), join(gem, "bin")]);
  await relocateScripts([join(top, "bin"), ...folders]);
}

/**
 * Makes the app's executables, such as `bin/rails`, start our Ruby. Every build needs this: it stages the app
 * anew even if it takes gems and Ruby from an earlier build.
 */
export function relocateAppScripts(backing: string): Promise<void> {
  return relocateScripts([join(backing, "app/bin")]);
}

async function relocateScripts(folders: readonly string[]): Promise<void> {
  await allEnded(
    folders.map(async (folder) => {
      for (const file of await listFiles(folder)) {
        const script = relocateShebang(await readFile(file));
        if (script) await replaceFile(file, script);
      }
    }),
  );
}
