import type { App } from "../../app/app.ts";
import { OUR_FOLDER } from "../../app/our-folder.ts";
import { UNICORN_CONFIG } from "../../app/server/command.ts";
import { bundlerPath } from "../copy/repository.ts";
import { GEM_PATH } from "../gemfile/edit.ts";
import type { Edit } from "../injection.ts";
import type { Sources } from "../sources.ts";
import { PUMA_CONFIG, UNICORN } from "./generated.ts";

/** What an injection has whether files of the app are edited or not. */
export function everyPlan(app: App, { gem, repository }: Sources) {
  return {
    gem: { from: gem.dir, path: GEM_PATH },
    folders: ["log", ...(app.kind === "rails" ? ["storage"] : []), "tmp", "tmp/pids"],
    repository,
    gemfile: bundlerPath(app.dir, repository, app.gemfile),
    lockfile: bundlerPath(app.dir, repository, app.lockfile),
  };
}

/** What the rack server is configured by. */
export function serverConfig({ server }: App): readonly Edit[] {
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
export function added(path: string, after: string, reason: string): Edit {
  return { path, before: undefined, after, reason };
}
