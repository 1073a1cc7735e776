import type { App } from "../../app/app.ts";
import { OUR_FOLDER } from "../../app/our-folder.ts";
import { UNICORN_CONFIG } from "../../app/server/command.ts";
import { bundlerPath } from "../copy/repository.ts";
import { type Edit, GEM_PATH, newFile } from "../injection.ts";
import type { Sources } from "../sources.ts";
import { PUMA_CONFIG, UNICORN } from "./added-files.ts";

/** Returns what an injection has whether files of the app are edited or not. */
export function everyInjection(app: App, { gem, repository }: Sources) {
  return {
    gem: { from: gem.dir, path: GEM_PATH },
    folders: ["log", ...(app.kind === "rails" ? ["storage"] : []), "tmp", "tmp/pids"],
    repository,
    gemfile: bundlerPath(app.dir, repository, app.gemfile),
    lockfile: bundlerPath(app.dir, repository, app.lockfile),
  };
}

/** Adds the file that configures the rack server. Falcon and WEBrick are started by programs of our gem and read none. */
export function serverConfig({ server }: App): readonly Edit[] {
  switch (server.name) {
    case "puma":
      return [
        newFile(
          `${OUR_FOLDER}/puma.rb`,
          PUMA_CONFIG,
          "the app's own `config/puma.rb`, without what cannot work in a sandbox",
        ),
      ];
    case "unicorn":
      return [newFile(UNICORN_CONFIG, UNICORN, "Unicorn in one process, as a sandbox needs it")];
    default:
      return [];
  }
}
