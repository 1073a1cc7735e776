import { readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { UserError } from "../errors.ts";
import type { App } from "./app.ts";
import { findGemfile } from "./bundler/find-gemfile.ts";
import { parseLockfile } from "./bundler/lockfile.ts";
import { assetPipeline, healthRoute, isRailsApplication } from "./rails.ts";
import { chooseServer } from "./server.ts";

/**
 * Looks at the app's folder. Only reads.
 * @param bundleGemfile BUNDLE_GEMFILE, where it is set
 * @param command the `server-command` input
 * @throws UserError that names what is missing
 */
export async function detectApp(
  directory: string,
  bundleGemfile?: string,
  command?: string,
): Promise<App> {
  const dir = resolve(directory);
  const read = async (path: string) => (await text(join(dir, path))) ?? "";
  await requireRackApp(dir);
  const { gemfile, lockfile } = await findGemfile(dir, bundleGemfile);
  const kind = isRailsApplication(await read("config/application.rb")) ? "rails" : "rack";
  const found = await text(join(dir, gemfile));
  if (found === undefined && (kind === "rails" || gemfile !== "Gemfile")) {
    throw new UserError(
      `\`${dir}\` has no \`${gemfile}\`.`,
      'Add one that names the app\'s gems and its server: `source "https://rubygems.org"`, `gem "rack"`, `gem "puma"`.',
    );
  }
  // A rackup file alone: the injection makes a Gemfile.
  const declared = found ?? "";
  const lock = parseLockfile(await read(lockfile));
  const server = chooseServer(lock.locked, declared, command);
  const pipeline = kind === "rails" ? await pipelineOf(dir, lock.locked, declared) : undefined;
  const hasAssets = pipeline !== undefined && (await isDirectory(join(dir, "app/assets")));
  const route = kind === "rails" ? healthRoute(await read("config/routes.rb")) : undefined;
  const version = (gem: string) => (lock.locked.has(gem) ? ` ${lock.locked.get(gem)}` : "");
  return {
    dir,
    kind,
    label: kind === "rails" ? "Rails" : "Rack",
    gemfile,
    lockfile,
    locked: lock.locked,
    platforms: lock.platforms,
    bundledWith: lock.bundledWith,
    server,
    hasAssets,
    healthCheckPath: route ?? "/",
    reasons: [
      kind === "rails"
        ? `Rails${version("railties")}: \`config/application.rb\` is a Rails application`
        : `Rack${version("rack")}: \`config.ru\`, and no Rails application in \`config/application.rb\``,
      server.name === "command"
        ? "Server: `server-command`"
        : `${server.name}${version(server.name)}: ${server.added ? "added, since the bundle has no server" : "from the bundle"}`,
      ...(hasAssets ? [`Assets by ${pipeline}${version(pipeline)}`] : []),
      route === undefined
        ? "Health check `/`: no other is known"
        : `Health check \`${route}\`: \`config/routes.rb\` has \`rails/health#show\` there`,
    ],
  };
}

/**
 * Without a lockfile what the Gemfile names counts, and the file that Sprockets 4 demands: older Rails bring it along.
 * https://github.com/rails/sprockets-rails/blob/v3.5.2/lib/sprockets/railtie.rb
 */
async function pipelineOf(dir: string, locked: ReadonlyMap<string, string>, gemfile: string) {
  const named = assetPipeline(locked, gemfile);
  if (named !== undefined || locked.size > 0) return named;
  return (await isFile(join(dir, "app/assets/config/manifest.js"))) ? "sprockets-rails" : undefined;
}

async function requireRackApp(dir: string): Promise<void> {
  const fix = "Name the folder that holds `config.ru` in the `working-directory` input.";
  if (!(await isDirectory(dir))) {
    throw new UserError(`The app's folder \`${dir}\` does not exist.`, fix);
  }
  if (!(await isFile(join(dir, "config.ru")))) {
    throw new UserError(
      `\`${dir}\` has no \`config.ru\`, the file by which every Rack and Rails app is started.`,
      fix,
    );
  }
}

async function isFile(path: string): Promise<boolean> {
  return (await status(path))?.isFile() ?? false;
}

async function isDirectory(path: string): Promise<boolean> {
  return (await status(path))?.isDirectory() ?? false;
}

async function status(path: string) {
  return await stat(path).catch(absent);
}

async function text(path: string): Promise<string | undefined> {
  return await readFile(path, "utf8").catch(absent);
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
  throw error;
}
