import { join } from "node:path";
import { ROOT } from "../../../contract/root.ts";
import { readIfThere, replaceFile } from "../../files.ts";
import { listGemFolders } from "../vendored/gem-folders.ts";

const SOURCES = ["data_sources/zoneinfo_data_source.rb", "zoneinfo_data_source.rb"];

/**
 * Points the gem tzinfo to the carried zones. It reads zones without glibc, from folders that it knows.
 * https://github.com/tzinfo/tzinfo/blob/v2.0.6/lib/tzinfo/data_sources/zoneinfo_data_source.rb
 */
export async function relocateTzinfo(backing: string, abi: string): Promise<void> {
  const gems = await listGemFolders(join(backing, "gems/ruby", abi));
  for (const gem of gems.filter((folder) => /\/tzinfo-[^/]+$/.test(folder))) {
    for (const name of SOURCES) {
      const file = join(gem, "lib/tzinfo", name);
      const source = (await readIfThere(file))?.toString();
      const edited = source?.replaceAll("'/usr/share/zoneinfo'", `'${ROOT}/zoneinfo'`);
      if (edited !== undefined && edited !== source) await replaceFile(file, edited);
    }
  }
}
