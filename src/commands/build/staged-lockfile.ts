import { join } from "node:path";
import { readTextIfThere } from "../../files.ts";

/** Returns the staged app's lockfile; empty if it has none with a usual name. @param backing the folder that stands for the root */
export async function stagedLockfile(backing: string): Promise<string> {
  const read = async (name: string) => (await readTextIfThere(join(backing, "app", name))) ?? "";
  return (await read("gems.locked")) || (await read("Gemfile.lock"));
}
