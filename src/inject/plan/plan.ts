import type { App } from "../../app/app.ts";
import { OUR_FOLDER } from "../../app/our-folder.ts";
import { type Edit, type Injection, newFile } from "../injection.ts";
import { INITIALIZER_PATH, type Sources } from "../sources.ts";
import { INITIALIZER, RACKUP } from "./added-files.ts";
import { addedPuma, gemfileEdits, gemspecEdits, lockfileEdit, missingFor } from "./bundle-edits.ts";
import { everyInjection, serverConfig } from "./common.ts";
import { planInjectOff } from "./inject-off.ts";

/** Decides all edits. Pure. An app that was injected before needs none of its own files edited. */
export function planInjection(
  app: App,
  sources: Sources,
  mode: "on" | "off" | "report",
): Injection {
  return mode === "off" ? planInjectOff(app, sources) : planEdits(app, sources);
}

function planEdits(app: App, sources: Sources): Injection {
  const puma = addedPuma(app, sources);
  const missing = missingFor(sources.lockfile, sources.platform, puma);
  const edits = [
    ...gemfileEdits(app, sources, puma),
    ...lockfileEdit(app, sources),
    ...gemspecEdits(app, sources),
    ...(app.kind === "rails" ? [initializer(sources)] : []),
    newFile(
      `${OUR_FOLDER}/config.ru`,
      RACKUP,
      "starts the app's own `config.ru` behind the prefix",
    ),
    ...serverConfig(app),
  ];
  return {
    ...everyInjection(app, sources),
    edits: edits.filter(({ before, after }) => before !== after),
    missing,
    repairsPrograms: true,
    requires: [],
    notices: missing === "lockfile" ? [withoutLockfile(app)] : [],
  };
}

function initializer({ initializer: before }: Sources): Edit {
  return {
    path: INITIALIZER_PATH,
    before,
    after: INITIALIZER,
    reason: "settings for a Rails app behind API Gateway, last of all initializers",
  };
}

function withoutLockfile({ lockfile }: App): string {
  return `The app has no \`${lockfile}\`: its gems have today's versions, and the next deploy may get others. Run \`bundle lock\` and commit the lockfile.`;
}
