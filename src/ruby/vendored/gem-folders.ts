import { join } from "node:path";
import { listNames } from "../../files.ts";

/**
 * Lists the folders of the vendored gems, those from Git among them.
 * @param top `gems/ruby/<abi>` in the backing folder
 */
export async function listGemFolders(top: string): Promise<readonly string[]> {
  const lists = await Promise.all(
    ["gems", "bundler/gems"].map(async (place) => {
      const names = await listNames(join(top, place));
      return names.map((name) => join(top, place, name));
    }),
  );
  return lists.flat();
}
