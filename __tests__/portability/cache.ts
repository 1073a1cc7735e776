import { mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** What is made once and kept between runs, outside of the repository: made roots, and gems. */
export function cacheFolder(...names: readonly string[]): string {
  const top = process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");
  const folder = join(top, "megamode-deploy", "portability", ...names);
  mkdirSync(folder, { recursive: true });
  return folder;
}
