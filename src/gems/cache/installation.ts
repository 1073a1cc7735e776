import { dirname, join } from "node:path";
import type { App } from "../../app/app.ts";
import type { BundlerSettings } from "../../app/bundler/settings.ts";
import { sha256Hex, sha256OfFile } from "../../digest.ts";
import { listFiles, readTextIfThere } from "../../files.ts";
import type { Evaluated } from "../../inject/evaluated/evaluated.ts";
import { decidingEnvironment } from "./deciding-environment.ts";

/** Everything that decides what `bundle install` makes on one machine. */
export interface Installation {
  /** Folder of the staged app. */
  readonly dir: string;
  readonly app: Pick<App, "lockfile">;
  /** The app's own code that Bundler runs. */
  readonly evaluated: Evaluated;
  readonly settings: Pick<BundlerSettings, "running" | "deciding" | "installing">;
  /** The job's variables. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Makes one digest of it, without credentials.
 * @returns undefined if it cannot be known: a plugin of Bundler has no lockfile
 */
export async function installationDigest(of: Installation): Promise<string | undefined> {
  const { dir, app, evaluated, settings, environment } = of;
  if (evaluated.hasPlugin) return undefined;
  const { deciding } = settings;
  const certificates = [deciding.get("BUNDLE_SSL_CA_CERT") ?? []].flat();
  const brought = join(
    dir,
    dirname(app.lockfile),
    settings.installing.get("BUNDLE_CACHE_PATH") ?? "vendor/cache",
  );
  return sha256Hex(
    JSON.stringify([
      evaluated.digest,
      await readTextIfThere(join(dir, app.lockfile)),
      await digests(brought),
      Object.entries(settings.running).sort(),
      [...deciding],
      await decidingEnvironment(environment, certificates),
    ]),
  );
}

/** Digests of what the app brings along, gems and those from git: it may differ from what is on a server. */
async function digests(folder: string): Promise<readonly string[]> {
  const files = await listFiles(folder);
  return Promise.all(
    files.map(async (file) => `${file.slice(folder.length)} ${await sha256OfFile(file)}`),
  );
}
