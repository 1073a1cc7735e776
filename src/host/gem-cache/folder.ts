import { mkdir, rename, rm, stat, utimes } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { ifThere, listNames } from "../../files.ts";
import type { GemCache } from "../../ports/gem-cache.ts";
import type { Shell } from "../../ports/shell.ts";
import { copyTree } from "../copy-tree.ts";

/** Milliseconds after which an entry is removed that nobody restored, or a copy that nobody completed. */
const UNUSED = 30 * 24 * 3600 * 1000;

/** An entry, or a copy that is being made: its name begins with a dot. */
interface Entry {
  readonly name: string;
  /** Epoch milliseconds of its last use. */
  readonly used: number;
}

/** Names the cache's folder: `$XDG_CACHE_HOME/megamode-deploy/gems`, or below `~/.cache`. */
export function gemCacheFolder(env: NodeJS.ProcessEnv): string {
  return join(env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "megamode-deploy", "gems");
}

/**
 * Makes a cache in a folder, with a sub-folder for each key. An entry is a copy that is renamed into place when it is
 * complete, so an incomplete one is never found.
 */
export function folderGemCache(folder: string, shell: Shell): GemCache {
  const place = (name: string) => join(folder, name);
  return {
    async restore(key, dir) {
      if (!(await listNames(folder)).includes(key)) return false;
      await copyTree(shell, place(key), dir);
      const now = new Date();
      // Marks its last use. Only the owner can mark the entry of another user.
      await utimes(place(key), now, now).catch(() => undefined);
      return true;
    },
    async save(key, dir) {
      await mkdir(folder, { recursive: true });
      const partial = place(`.${process.pid}-${key}`);
      await rm(partial, { recursive: true, force: true });
      await copyTree(shell, dir, partial);
      const now = new Date();
      await utimes(partial, now, now);
      const isSaved = await rename(partial, place(key)).then(
        () => true,
        () => false,
      );
      if (!isSaved) await rm(partial, { recursive: true, force: true });
      for (const { name, used } of await list(folder)) {
        if (used < now.getTime() - UNUSED) await rm(place(name), { recursive: true, force: true });
      }
      return isSaved;
    },
    async discard(key) {
      await rm(place(key), { recursive: true, force: true });
    },
  };
}

/** Lists what is in the folder. */
async function list(folder: string): Promise<readonly Entry[]> {
  const entries = (await listNames(folder)).map(async (name) => {
    const found = await ifThere(stat(join(folder, name)));
    return { name, used: found?.mtimeMs ?? Date.now() }; // Another build has just removed it.
  });
  return Promise.all(entries);
}
