import { mkdir, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { restoreCache, saveCache } from "@actions/cache";
import type { GemCache } from "../../ports/gem-cache.ts";
import type { Shell } from "../../ports/shell.ts";
import { copyTree } from "../copy-tree.ts";
import { withOwnPrograms } from "../own-program.ts";

/** Whether this job has access to GitHub's cache. */
export function hasGitHubCache(env: NodeJS.ProcessEnv): boolean {
  const service = env.ACTIONS_RESULTS_URL ?? env.ACTIONS_CACHE_URL;
  return Boolean(service && env.ACTIONS_RUNTIME_TOKEN);
}

/**
 * Makes a cache of GitHub's cache for the repository. An entry cannot be changed. It is seen by the branch that made
 * it and those that start from it, and is removed after seven days without use or when the repository's ten gigabytes
 * are full:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/dependency-caching
 */
export function githubGemCache(env: NodeJS.ProcessEnv, shell: Shell): GemCache {
  // An entry is found again only under the path that it was saved from.
  const place = join(env.RUNNER_TEMP ?? tmpdir(), "megamode-gems");
  const cleared = () => rm(place, { recursive: true, force: true });
  return {
    async restore(key, dir) {
      await cleared();
      await mkdir(dirname(place), { recursive: true });
      // If the service fails, it warns and finds nothing. It also finds an entry whose key only begins so, which
      // whoever may write to the cache could have made.
      const found = (await withOwnPrograms(() => restoreCache([place], key))) === key;
      if (found) await move(shell, place, dir);
      await cleared();
      return found;
    },
    async save(key, dir) {
      await cleared();
      await copyTree(shell, dir, place);
      const id = await withOwnPrograms(() => saveCache([place], key));
      await cleared();
      return id !== -1;
    },
    async discard() {
      // A job's token may not delete entries.
    },
  };
}

async function move(shell: Shell, from: string, to: string): Promise<void> {
  await rename(from, to).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EXDEV") throw error;
    return copyTree(shell, from, to);
  });
}
