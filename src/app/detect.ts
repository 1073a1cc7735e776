import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { UserError } from "../errors.ts";
import { ifThere, readTextIfThere } from "../files.ts";
import type { App } from "./app.ts";
import { findGemfile } from "./bundler/find-gemfile.ts";
import { parseLockfile } from "./bundler/lockfile.ts";
import { assetBuilder, assetPipeline, healthRoute, isRailsApplication } from "./rails.ts";
import { chooseServer } from "./server/choose.ts";

/**
 * Finds out what there is in the app's folder. Only reads.
 * @param bundleGemfile BUNDLE_GEMFILE, if it is set
 * @param command the `server-command` input
 * @throws UserError that names what is missing
 */
export async function detectApp(
  directory: string,
  bundleGemfile?: string,
  command?: string,
): Promise<App> {
  const dir = resolve(directory);
  const read = (path: string) => readTextIfThere(join(dir, path));
  await requireRackApp(dir);
  const { gemfile, lockfile } = await findGemfile(dir, bundleGemfile);
  const isRails = isRailsApplication((await read("config/application.rb")) ?? "");
  const gemfileText = await read(gemfile);
  // A rackup file is enough: the injection makes a Gemfile.
  if (gemfileText === undefined && (isRails || gemfile !== "Gemfile")) {
    throw new UserError(
      `\`${dir}\` has no \`${gemfile}\`.`,
      'Add one that names the app\'s gems and its server: `source "https://rubygems.org"`, `gem "rack"`, `gem "puma"`.',
    );
  }
  const declared = gemfileText ?? "";
  const { locked, platforms, bundledWith } = parseLockfile((await read(lockfile)) ?? "");
  const server = chooseServer(locked, declared, command);
  const hasFolder = isRails && (await isDirectory(join(dir, "app/assets")));
  const pipeline =
    assetBuilder(locked, declared) ??
    (hasFolder ? await pipelineOf(dir, locked, declared) : undefined);
  const route = isRails ? healthRoute((await read("config/routes.rb")) ?? "") : undefined;
  const version = (gem: string) => (locked.has(gem) ? ` ${locked.get(gem)}` : "");
  return {
    dir,
    kind: isRails ? "rails" : "rack",
    label: isRails ? "Rails" : "Rack",
    gemfile,
    lockfile,
    locked,
    platforms,
    bundledWith,
    server,
    hasAssets: pipeline !== undefined,
    healthCheckPath: route ?? "/",
    reasons: [
      isRails
        ? `Rails${version("railties")}: \`config/application.rb\` is a Rails application`
        : `Rack${version("rack")}: \`config.ru\`, and no Rails application in \`config/application.rb\``,
      server.name === "command"
        ? "Server: `server-command`"
        : `${server.name}${version(server.name)}: ${server.added ? "added, since the bundle has no server" : "from the bundle"}`,
      ...(pipeline ? [`Assets by ${pipeline}${version(pipeline)}`] : []),
      route === undefined
        ? "Health check `/`: no other is known"
        : `Health check \`${route}\`: \`config/routes.rb\` has \`rails/health#show\` there`,
    ],
  };
}

/**
 * Without a lockfile the gems that the Gemfile names count, and so does the file that Sprockets 4 demands: older
 * Rails bring Sprockets along. https://github.com/rails/sprockets-rails/blob/v3.5.2/lib/sprockets/railtie.rb
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
      `\`${dir}\` has no \`config.ru\`, the file that starts every Rack and Rails app.`,
      fix,
    );
  }
}

async function isFile(path: string): Promise<boolean> {
  return (await ifThere(stat(path)))?.isFile() === true;
}

async function isDirectory(path: string): Promise<boolean> {
  return (await ifThere(stat(path)))?.isDirectory() === true;
}
