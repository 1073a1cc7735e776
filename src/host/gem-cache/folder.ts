import { mkdir, readdir, rename, rm, stat, utimes } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import type { GemCache } from "../../ports/gem-cache.ts";
import type { Shell } from "../../ports/shell.ts";
import { copyTree } from "../copy-tree.ts";

/** Milliseconds after which an entry that nobody restored is removed, or one that nobody finished. */
const UNUSED = 30 * 24 * 3600 * 1000;

/** `$XDG_CACHE_HOME/megamode-deploy/gems`, else below `~/.cache`. */
export function gemCacheFolder(env: NodeJS.ProcessEnv): string {
  return join(env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "megamode-deploy", "gems");
}

/**
 * A cache in a folder, one sub-folder a key. An entry is a copy that was renamed into place when it was
 * complete, so a half-written one is never found.
 */
export function folderGemCache(folder: string, shell: Shell): GemCache {
  const place = (key: string) => join(folder, key);
  return {
    async restore(key, near, dir) {
      const entries = (await list(folder)).filter(({ name }) => !name.startsWith("."));
      const nearest = near
        .flatMap((start) => entries.filter(({ name }) => name.startsWith(start)))
        .at(0);
      const found = entries.find(({ name }) => name === key) ?? nearest;
      if (found === undefined) return undefined;
      await copyTree(shell, place(found.name), dir);
      const now = new Date();
      // It was of use. Of another user's entry only its owner can say so.
      await utimes(place(found.name), now, now).catch(() => undefined);
      return found.name;
    },
    async save(key, dir) {
      await mkdir(folder, { recursive: true });
      const partial = join(folder, `.${process.pid}-${key}`);
      await rm(partial, { recursive: true, force: true });
      await copyTree(shell, dir, partial);
      const now = new Date();
      await utimes(partial, now, now);
      const kept = await rename(partial, place(key)).then(
        () => true,
        () => false,
      );
      if (!kept) await rm(partial, { recursive: true, force: true });
      for (const { name, used } of await list(folder)) {
        if (used < now.getTime() - UNUSED) await rm(place(name), { recursive: true, force: true });
      }
      return kept;
    },
    async discard(key) {
      await rm(place(key), { recursive: true, force: true });
    },
  };
}

/** What lies there, last used first; half-written entries begin with a dot. */
async function list(folder: string): Promise<readonly { name: string; used: number }[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  const entries = names.map(async (name) => {
    const used = await stat(join(folder, name)).catch(() => ({ mtimeMs: Date.now() })); // Gone meanwhile.
    return { name, used: used.mtimeMs };
  });
  return (await Promise.all(entries)).sort((a, b) => b.used - a.used);
}
