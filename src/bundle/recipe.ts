import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { App } from "../app/app.ts";
import { sha256Hex, sha256OfFile } from "../digest.ts";
import { compilerFlags } from "../gems/cache/key.ts";

/** Raised when the same recipe comes to mean something else. */
const SCHEMA = 1;

/** Everything that the archives `ruby` and `gems` are made from. */
export interface RecipeInput {
  /** Digest of the action's own code: another version may make something else of the same. */
  readonly action: string;
  /** Of `machineDigest`. */
  readonly machine: string;
  readonly ruby: unknown;
  /** Folder of the staged app. */
  readonly dir: string;
  readonly app: Pick<App, "gemfile" | "lockfile">;
  /** Bundler's settings; no credentials, not even as a digest. */
  readonly running: Readonly<Record<string, string>>;
  readonly installing: ReadonlyMap<string, string>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Inputs that say what is carried, and what is left out. */
  readonly inputs: unknown;
}

/**
 * One digest of all that the archives `ruby` and `gems` are made from. Where a build is made again its bytes
 * may differ, as those of a compiler do; its recipe does not.
 */
export async function recipeDigest(from: RecipeInput): Promise<string> {
  const { dir, app } = from;
  const text = (path: string) => readFile(join(dir, path), "utf8");
  const brought = join(dir, dirname(app.lockfile), "vendor/cache");
  return sha256Hex(
    JSON.stringify([
      SCHEMA,
      from.action,
      from.machine,
      from.ruby,
      from.inputs,
      await text(app.gemfile),
      await text(app.lockfile),
      await digests(brought),
      Object.entries(from.running).sort(),
      compilerFlags(from.environment, from.installing),
    ]),
  );
}

/** A gem that the app brings along may not be the one that a server has. */
async function digests(folder: string): Promise<readonly string[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".gem"));
  return Promise.all(
    names.sort().map(async (name) => `${name} ${await sha256OfFile(join(folder, name))}`),
  );
}
