import type { App } from "../../app/app.ts";
import { OUR_FOLDER } from "../../app/our-folder.ts";
import type { Injection } from "../injection.ts";
import type { Sources } from "../sources.ts";
import { addedPuma, gemfileEdits, gemspecEdits, lockfileEdit, missingFor } from "./bundle.ts";
import { INITIALIZER, RACKUP } from "./generated.ts";
import { planOutside } from "./outside-app.ts";
import { added, everyPlan, serverConfig } from "./own-folder.ts";

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
    ...everyPlan(app, sources),
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
