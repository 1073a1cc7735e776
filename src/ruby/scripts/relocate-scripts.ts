import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "../../../contract/root.ts";
import { listFiles, listNames, readIfThere, replaceFile } from "../../files.ts";
import { relocateShebang } from "./shebang.ts";

/** Gives the gems' executables our Ruby. */
export async function relocateGemScripts(backing: string, abi: string): Promise<void> {
  const top = join(backing, "gems/ruby", abi);
  const gems = await gemFolders(top);
  await relocateScripts([
    join(top, "bin"),
    ...gems.flatMap((gem) => [join(gem, "exe"), join(gem, "bin")]),
  ]);
}

/** The same for the app's, such as `bin/rails`: they are staged anew where gems and Ruby are an earlier build's. */
export function relocateAppScripts(backing: string): Promise<void> {
  return relocateScripts([join(backing, "app/bin")]);
}

async function relocateScripts(folders: readonly string[]): Promise<void> {
  await Promise.all(
    folders.map(async (folder) => {
      for (const file of await listFiles(folder)) {
        const script = relocateShebang(await readFile(file));
        if (script) await replaceFile(file, script);
      }
    }),
  );
}

/**
 * tzinfo reads the zones itself, from folders that it knows: `/usr/share/zoneinfo` becomes ours.
 * https://github.com/tzinfo/tzinfo/blob/v2.0.6/lib/tzinfo/data_sources/zoneinfo_data_source.rb
 */
export async function relocateTzinfo(backing: string, abi: string): Promise<void> {
  const gems = await gemFolders(join(backing, "gems/ruby", abi));
  for (const gem of gems.filter((folder) => /\/tzinfo-[^/]+$/.test(folder))) {
    for (const name of ["data_sources/zoneinfo_data_source.rb", "zoneinfo_data_source.rb"]) {
      const file = join(gem, "lib/tzinfo", name);
      const source = (await readIfThere(file))?.toString();
      if (source === undefined) continue;
      const edited = source.replaceAll("'/usr/share/zoneinfo'", `'${ROOT}/zoneinfo'`);
      if (edited !== source) await replaceFile(file, edited);
    }
  }
}

async function gemFolders(top: string): Promise<readonly string[]> {
  const lists = await Promise.all(
    ["gems", "bundler/gems"].map(async (folder) => {
      const names = await listNames(join(top, folder));
      return names.map((name) => join(top, folder, name));
    }),
  );
  return lists.flat();
}
