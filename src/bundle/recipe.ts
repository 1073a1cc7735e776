import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { App } from "../app/app.ts";
import { sha256Hex, sha256OfFile } from "../digest.ts";
import { listNames } from "../files.ts";
import { compilerFlags } from "../gems/cache/key.ts";

/** Incremented when the meaning of a recipe changes. */
const SCHEMA = 1;

/** Everything that the archives `ruby` and `gems` are made from. */
export interface RecipeInput {
  /** Digest of the action's own code: another version may build something else from the same inputs. */
  readonly action: string;
  /** `machineDigest` of this machine. */
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
 * One digest of all that the archives `ruby` and `gems` are made from. Two builds of one recipe may differ in
 * their bytes, because compilers do not always write the same ones.
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

/** Digests of gems that the app brings along: they may differ from those on a server. */
async function digests(folder: string): Promise<readonly string[]> {
  const names = (await listNames(folder)).filter((name) => name.endsWith(".gem"));
  return Promise.all(
    names.map(async (name) => `${name} ${await sha256OfFile(join(folder, name))}`),
  );
}
