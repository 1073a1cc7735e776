import { posix } from "node:path";
import { OUR_FOLDER } from "../app/bundler.ts";
import type { App } from "../app/detect.ts";
import { parseLockfile } from "../app/lockfile.ts";
import { UNICORN_CONFIG } from "../app/server.ts";
import { UserError } from "../errors.ts";
import { editGemfile, GEM_PATH, tree, withoutRuby } from "./gemfile.ts";
import { withoutGit } from "./gemspec.ts";
import { INITIALIZER, PUMA_CONFIG, RACKUP, UNICORN } from "./generated.ts";
import { editLockfile, lacks, lacksUnedited } from "./lockfile.ts";
import {
  OUTSIDE_HOOK,
  OUTSIDE_RACKUP,
  OUTSIDE_RAILS,
  OUTSIDE_REQUIRE,
  OUTSIDE_SETTINGS,
} from "./outside.ts";
import { bundlerPath, type Repository, stagedPath } from "./repository.ts";
import { pumaLine } from "./server-gem.ts";
import type { Sources } from "./sources.ts";

/** One changed file of the staged app. */
export interface Edit {
  /** Relative to the staged app. */
  readonly path: string;
  /** undefined where the file is new. */
  readonly before: string | undefined;
  readonly after: string;
  /** One line, for the owner of the app. */
  readonly reason: string;
}

/** What is done to the copy of the app, as data. */
export interface Injection {
  readonly edits: readonly Edit[];
  /** A folder that is copied as it is: our gem. */
  readonly gem: { readonly from: string; readonly path: string };
  /** Made where they are missing: apps write there. */
  readonly folders: readonly string[];
  /** What lies outside of the app's folder and is copied too. */
  readonly repository: Repository | undefined;
  /** By what names Bundler is told of them, relative to the staged app. */
  readonly gemfile: string;
  readonly lockfile: string;
  /** What the lockfile needs from Bundler before it can be installed on this machine. */
  readonly missing: Missing;
  /** Files below the root that every Ruby of the app is to read first. */
  readonly requires: readonly string[];
  /** For the owner of the app, a line each. */
  readonly notices: readonly string[];
}

/** What only Bundler can write: a lockfile, a gem that we added to the Gemfile, or a platform. */
export type Missing = "lockfile" | "gem" | "platform" | "nothing";

/** Decides all edits. Pure: an app that was injected before needs none. */
export function planInjection(
  app: App,
  sources: Sources,
  mode: "on" | "off" | "report",
): Injection {
  return mode === "off" ? planOutside(app, sources) : planEdits(app, sources);
}

function planEdits(app: App, sources: Sources): Injection {
  const { files } = sources;
  const lockfile = files.get(app.lockfile);
  const puma = addedPuma(app, sources);
  const missing = missingFor(lockfile, sources.platform, puma);
  const edits = [
    ...gemfileEdits(app, sources, puma),
    ...lockfileEdit(app, sources),
    ...gemspecEdits(app, sources),
    ...(app.kind === "rails"
      ? [
          {
            path: "config/initializers/zz_megamode.rb",
            before: files.get("config/initializers/zz_megamode.rb"),
            after: INITIALIZER,
            reason: "settings for a Rails app behind API Gateway, last of all initializers",
          },
        ]
      : []),
    added(`${OUR_FOLDER}/config.ru`, RACKUP, "starts the app's own `config.ru` behind the prefix"),
    ...serverConfig(app),
  ];
  return {
    ...common(app, sources),
    edits: edits.filter(({ before, after }) => before !== after),
    missing,
    requires: [],
    notices:
      missing === "lockfile"
        ? [
            `The app has no \`${app.lockfile}\`: the versions of its gems are those of today, and may be others in the next deploy. Commit the one that \`bundle lock\` writes.`,
          ]
        : [],
  };
}

/** @param puma the line that adds it */
function missingFor(lockfile: string | undefined, platform: string, puma?: string): Missing {
  const lacking = lacks(lockfile, platform);
  const isLocked = lockfile !== undefined && parseLockfile(lockfile).locked.has("puma");
  // A platform that is added has Bundler resolve what the Gemfile asks for anyway.
  return lacking === "nothing" && puma !== undefined && !isLocked ? "gem" : lacking;
}

/** The line for an app that is served by Puma and deploys none. */
function addedPuma(app: App, { files, parse, without }: Sources): string | undefined {
  if (app.server.name !== "puma") return undefined;
  const gemfile = tree(files.get(app.gemfile) ?? "", parse, app.gemfile);
  return pumaLine(gemfile, app.locked.has("puma"), without);
}

/** No file of the app is edited: what it runs with lies in our own folder, and Ruby is told of it. */
function planOutside(app: App, sources: Sources): Injection {
  const missing = lacksUnedited(sources.files.get(app.lockfile), sources.platform);
  const { platform } = sources;
  if (missing !== "nothing") {
    throw new UserError(
      missing === "lockfile"
        ? `The app has no \`${app.lockfile}\`, and \`inject: off\` lets nobody make one.`
        : `\`${app.lockfile}\` names no gems for \`${platform}\`, and \`inject: off\` lets nobody add them.`,
      `Run \`bundle lock --add-platform ${platform}\` in the app and commit the lockfile, or leave \`inject\` out.`,
    );
  }
  if (addedPuma(app, sources) !== undefined) {
    throw new UserError(
      "The bundle has no server in a group that is deployed, and `inject: off` lets nobody add one.",
      'Add `gem "puma"` to the `Gemfile`, outside of the development and test groups, or leave `inject` out.',
    );
  }
  const rails = app.kind === "rails";
  return {
    ...common(app, sources),
    edits: [
      added(
        `${OUR_FOLDER}/config.ru`,
        OUTSIDE_RACKUP,
        "starts the app's own `config.ru` behind the prefix",
      ),
      ...serverConfig(app),
      ...(rails
        ? [
            added(OUTSIDE_HOOK, OUTSIDE_RAILS, "loads the gem, which the Gemfile does not name"),
            added(OUTSIDE_SETTINGS, INITIALIZER, "settings for a Rails app behind API Gateway"),
          ]
        : []),
    ],
    missing,
    requires: rails ? [OUTSIDE_REQUIRE] : [],
    notices: [],
  };
}

function common(app: App, { gem, repository }: Sources) {
  return {
    gem: { from: gem.dir, path: GEM_PATH },
    folders: ["log", ...(app.kind === "rails" ? ["storage"] : []), "tmp", "tmp/pids"],
    repository,
    gemfile: bundlerPath(app.dir, repository, app.gemfile),
    lockfile: bundlerPath(app.dir, repository, app.lockfile),
  };
}

function gemfileEdits(app: App, sources: Sources, puma: string | undefined): readonly Edit[] {
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

function lockfileEdit(app: App, { files, gem, platform, repository }: Sources): readonly Edit[] {
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

function gemspecEdits(app: App, { files, parse, repository, gemspecs }: Sources): readonly Edit[] {
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

function serverConfig({ server }: App): readonly Edit[] {
  if (server.name === "unicorn") {
    return [added(UNICORN_CONFIG, UNICORN, "Unicorn in one process, as a sandbox needs it")];
  }
  return [
    added(
      `${OUR_FOLDER}/puma.rb`,
      PUMA_CONFIG,
      "the app's own `config/puma.rb`, but for what cannot work in a sandbox",
    ),
  ];
}

/** Files in our own folder are always new: the copy rule leaves that folder out. */
function added(path: string, after: string, reason: string): Edit {
  return { path, before: undefined, after, reason };
}
