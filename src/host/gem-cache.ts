import { mkdir, rename, rm, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import type { GemCache } from "../ports/gem-cache.ts";
import type { Shell } from "../ports/shell.ts";

/** `$XDG_CACHE_HOME/megamode-deploy/gems`, else below `~/.cache`. */
export function gemCacheFolder(env: NodeJS.ProcessEnv): string {
  return join(env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "megamode-deploy", "gems");
}

/**
 * A cache in a folder, one sub-folder a key. An entry is a copy that was renamed into place when it was
 * complete, so a half-written one is never found.
 */
export function folderGemCache(folder: string, shell: Shell): GemCache {
  async function restore(key: string, dir: string): Promise<boolean> {
    const entry = join(folder, key);
    if (!(await exists(entry))) return false;
    await rm(dir, { recursive: true, force: true });
    await copyTree(shell, entry, dir);
    return true;
  }
  return {
    restore,
    async save(key, dir) {
      const entry = join(folder, key);
      const partial = `${entry}.${process.pid}.partial`;
      await mkdir(folder, { recursive: true });
      await copyTree(shell, dir, partial);
      try {
        await rename(partial, entry);
      } catch {
        // Another build kept the same gems first.
        await rm(partial, { recursive: true, force: true });
        await restore(key, dir);
      }
    },
  };
}

/** `cp -a` keeps times and links, and shares blocks where the file system can. */
async function copyTree(shell: Shell, from: string, to: string): Promise<void> {
  const { status, output } = await shell.run({
    file: "cp",
    args: ["-a", "--reflink=auto", from, to],
    cwd: "/",
  });
  if (status !== 0) throw new Error(`Copying \`${from}\` to \`${to}\` failed: ${output.trim()}`);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
