import { posix } from "node:path";
import type { App } from "../../app/app.ts";
import type { Lockfile } from "../../app/bundler/lockfile.ts";
import { stagedPath } from "../copy/repository.ts";
import { editGemfile, withoutRuby } from "../gemfile/edit.ts";
import { withoutGit } from "../gemfile/gemspec.ts";
import { pumaLine } from "../gemfile/server-gem.ts";
import { type Edit, GEM_PATH, type Missing } from "../injection.ts";
import { editLockfile } from "../lockfile/edit.ts";
import { missingAfterEdit } from "../lockfile/missing.ts";
import type { Sources } from "../sources.ts";

/** The edits of what Bundler reads: Gemfile, what it evaluates, lockfile, gemspecs. */

/** Says what Bundler has to add to the lockfile. @param puma the line that adds Puma to the Gemfile */
export function missingFor(
  lockfile: Lockfile | undefined,
  platform: string,
  puma: string | undefined,
): Missing {
  const missing = missingAfterEdit(lockfile, platform);
  // Bundler resolves what the Gemfile asks for anyway when it writes a lockfile or adds a platform.
  if (missing !== "nothing" || puma === undefined) return missing;
  return lockfile?.locked.has("puma") ? "nothing" : "gem";
}

/** Returns the line that adds Puma to an app that is served by it and deploys none. */
export function addedPuma(app: App, { gemfile, without }: Sources): string | undefined {
  if (app.server.name !== "puma") return undefined;
  return pumaLine(gemfile.tree, app.locked.has("puma"), without);
}

/**
 * Edits the Gemfile and the files that it evaluates.
 * @param puma the line that adds Puma, if one does
 */
export function gemfileEdits(
  app: App,
  sources: Sources,
  puma: string | undefined,
): readonly Edit[] {
  const { gemfile, hasGemfile, evaluated, parse, repository } = sources;
  const rack = hasGemfile ? "" : "the app has none: Rack, and ";
  const server = puma === undefined ? "" : "; Puma, since no group that is deployed has a server";
  const additions = { gemPath: gemPath(app), lines: puma === undefined ? [] : [puma] };
  return [
    {
      path: stagedPath(app.dir, repository, app.gemfile),
      before: hasGemfile ? gemfile.text : undefined,
      after: editGemfile(gemfile, parse, additions),
      reason: `${rack}the gem that connects the app to Lambda; the Ruby that ships is the runner's${server}`,
    },
    ...evaluated.map((source) => ({
      path: stagedPath(app.dir, repository, source.path),
      before: source.text,
      after: withoutRuby(source, parse).text,
      reason: `evaluated by \`${app.gemfile}\`; the Ruby that ships is the runner's`,
    })),
  ];
}

/** Edits the lockfile, if there is one. */
export function lockfileEdit(
  app: App,
  { lockfile, gem, platform, repository }: Sources,
): readonly Edit[] {
  if (lockfile === undefined) return [];
  return [
    {
      path: stagedPath(app.dir, repository, app.lockfile),
      before: lockfile.text,
      after: editLockfile(lockfile, { version: gem.version, path: gemPath(app), platform }),
      reason: "the same for the lockfile; no other gem's version changes",
    },
  ];
}

/** Edits the path gems that ask git for their files. */
export function gemspecEdits(app: App, { repository, gemspecs, parse }: Sources): readonly Edit[] {
  return gemspecs.map(({ path, text }) => ({
    path: stagedPath(app.dir, repository, path),
    before: text,
    after: withoutGit(parse(text, path)),
    reason: "lists its files without git, which Lambda does not have",
  }));
}

/** Returns where our gem lies, seen from the Gemfile's folder, from which Bundler takes all paths. */
function gemPath(app: App): string {
  const gemfileFolder = posix.dirname(posix.resolve(app.dir, app.gemfile));
  return posix.relative(gemfileFolder, posix.join(app.dir, GEM_PATH));
}
