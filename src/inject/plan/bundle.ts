import { posix } from "node:path";
import type { App } from "../../app/app.ts";
import { parseLockfile } from "../../app/bundler/lockfile.ts";
import { stagedPath } from "../copy/repository.ts";
import { editGemfile, GEM_PATH, tree, withoutRuby } from "../gemfile/edit.ts";
import { withoutGit } from "../gemfile/gemspec.ts";
import { pumaLine } from "../gemfile/server-gem.ts";
import type { Edit, Missing } from "../injection.ts";
import { editLockfile, lacks } from "../lockfile/edit.ts";
import type { Sources } from "../sources.ts";

/** The edits of what Bundler reads: Gemfile, what it evaluates, lockfile, gemspecs. */

/** What Bundler has to add to the lockfile. @param puma the line that adds it to the Gemfile */
export function missingFor(lockfile: string | undefined, platform: string, puma?: string): Missing {
  const lacking = lacks(lockfile, platform);
  const isLocked = lockfile !== undefined && parseLockfile(lockfile).locked.has("puma");
  // A platform that is added has Bundler resolve what the Gemfile asks for anyway.
  return lacking === "nothing" && puma !== undefined && !isLocked ? "gem" : lacking;
}

/** The line for an app that is served by Puma and deploys none. */
export function addedPuma(app: App, { files, parse, without }: Sources): string | undefined {
  if (app.server.name !== "puma") return undefined;
  const gemfile = tree(files.get(app.gemfile) ?? "", parse, app.gemfile);
  return pumaLine(gemfile, app.locked.has("puma"), without);
}

/** @param puma the line that adds it, where one does */
export function gemfileEdits(
  app: App,
  sources: Sources,
  puma: string | undefined,
): readonly Edit[] {
  const { files, parse, repository, evaluated } = sources;
  const own = files.get(app.gemfile);
  const source = own ?? NO_GEMFILE;
  const lines = puma === undefined ? [] : [puma];
  const place = { name: app.gemfile, gemPath: gemPath(app), lines };
  const server = puma === undefined ? "" : "; Puma, since no group that is deployed has a server";
  return [
    {
      path: stagedPath(app.dir, repository, app.gemfile),
      before: own,
      after: editGemfile(source, parse, place),
      reason: `${own === undefined ? "the app has none: Rack, and " : ""}the gem that connects the app to Lambda; the Ruby that ships is the runner's${server}`,
    },
    ...evaluated.map((path) => ({
      path: stagedPath(app.dir, repository, path),
      before: files.get(path) ?? "",
      after: withoutRuby(files.get(path) ?? "", parse, path),
      reason: `evaluated by \`${app.gemfile}\`; the Ruby that ships is the runner's`,
    })),
  ];
}

/** None where there is no lockfile. */
export function lockfileEdit(
  app: App,
  { files, gem, platform, repository }: Sources,
): readonly Edit[] {
  const before = files.get(app.lockfile);
  if (before === undefined) return [];
  return [
    {
      path: stagedPath(app.dir, repository, app.lockfile),
      before,
      after: editLockfile(before, { version: gem.version, path: gemPath(app), platform }),
      reason: "the same for the lockfile; no other gem's version changes",
    },
  ];
}

/** Of the path gems that ask git for their files. */
export function gemspecEdits(
  app: App,
  { files, parse, repository, gemspecs }: Sources,
): readonly Edit[] {
  return gemspecs.map((path) => ({
    path: stagedPath(app.dir, repository, path),
    before: files.get(path) ?? "",
    after: withoutGit(files.get(path) ?? "", parse, path),
    reason: "lists its files without git, which Lambda does not have",
  }));
}

/** What an app of a rackup file alone runs with; Puma is added. */
const NO_GEMFILE = 'source "https://rubygems.org"\ngem "rack"\n';

/** Where our gem lies, seen from the Gemfile's folder, from which Bundler takes all paths. */
function gemPath(app: App): string {
  const place = posix.dirname(posix.resolve(app.dir, app.gemfile));
  return posix.relative(place, posix.join(app.dir, GEM_PATH));
}
