import { OUR_FOLDER } from "../app/bundler.ts";
import type { App } from "../app/detect.ts";
import { editGemfile, GEM_PATH } from "./gemfile.ts";
import { INITIALIZER, PUMA_CONFIG, RACKUP } from "./generated.ts";
import { editLockfile, hasPlatform } from "./lockfile.ts";
import type { Sources } from "./sources.ts";

/** One changed file of the staged app. */
export interface Edit {
  /** Relative to the app. */
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
  /** What the lockfile needs from Bundler before it can be installed on this machine. */
  readonly missing: "lockfile" | "platform" | "nothing";
}

/** Decides all edits. Pure: an app that was injected before needs none. */
export function planInjection(app: App, sources: Sources): Injection {
  const { files, gem, parse } = sources;
  const gemfile = files.get(app.gemfile) ?? "";
  const lockfile = files.get(app.lockfile);
  const wanted: Edit[] = [
    {
      path: app.gemfile,
      before: gemfile,
      after: editGemfile(gemfile, parse, app.gemfile),
      reason: "the gem that connects the app to Lambda; the Ruby that ships is the runner's",
    },
    ...(lockfile === undefined
      ? []
      : [
          {
            path: app.lockfile,
            before: lockfile,
            after: editLockfile(lockfile, gem.version),
            reason: "the same for the lockfile; no other gem's version changes",
          },
        ]),
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
    added(
      `${OUR_FOLDER}/puma.rb`,
      PUMA_CONFIG,
      "the app's own `config/puma.rb`, but for what cannot work in a sandbox",
    ),
  ];
  return {
    edits: wanted.filter(({ before, after }) => before !== after),
    gem: { from: gem.dir, path: GEM_PATH },
    folders: app.kind === "rails" ? ["log", "storage", "tmp", "tmp/pids"] : [],
    missing: missing(lockfile, app, sources.platform),
  };
}

/** Files in our own folder are always new: the copy rule leaves that folder out. */
function added(path: string, after: string, reason: string): Edit {
  return { path, before: undefined, after, reason };
}

function missing(
  lockfile: string | undefined,
  app: App,
  platform: string,
): "lockfile" | "platform" | "nothing" {
  if (lockfile === undefined) return "lockfile";
  return hasPlatform(app.platforms, platform) ? "nothing" : "platform";
}
