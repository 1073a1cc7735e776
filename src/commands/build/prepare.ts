import { readGivenSettings } from "../../app/bundler/given-settings.ts";
import { type BundlerSettings, decideSettings } from "../../app/bundler/settings.ts";
import { detectApp } from "../../app/detect.ts";
import type { BuildRoot } from "../../ports/build-root.ts";
import { inspectRuby, type RubyInstallation } from "../../ruby/interpreter/inspect.ts";
import type { BuildContext } from "../context.ts";
import { warnAboutLimits } from "./limits.ts";
import { type EditedApp, makeStagedApp } from "./make-staged-app.ts";
import { tellRailsEnv } from "./rails-env.ts";
import { tellEagerLoad } from "./tell-eager-load.ts";

/** What is known, and staged, before anything is installed. */
export interface Prepared {
  readonly ruby: RubyInstallation;
  readonly settings: BundlerSettings;
  readonly staged: EditedApp;
}

/** Looks at the app and at Ruby, and makes the staged app. Installs nothing. */
export async function prepare(context: BuildContext, root: BuildRoot): Promise<Prepared> {
  const { reporter, inputs } = context;
  const { environment } = context.machine;
  // First of all: any program that runs from here on may print Bundler's credentials.
  const settings = decideSettings(
    await readGivenSettings(inputs.workingDirectory, environment),
    inputs.railsEnv.name,
  );
  for (const secret of settings.secrets) reporter.secret(secret);
  const app = await reporter.group("Look at the app", async () => {
    const found = await detectApp(
      inputs.workingDirectory,
      environment.BUNDLE_GEMFILE,
      inputs.serverCommand,
    );
    for (const reason of found.reasons) reporter.info(reason);
    await tellRailsEnv(context, found);
    tellEagerLoad(context, found);
    await warnAboutLimits(context, found);
    return found;
  });
  const ruby = await reporter.group("Look at Ruby", async () => {
    const found = await inspectRuby(context.shell, app.dir);
    reporter.info(`Ruby ${found.version} in ${found.executable}, Bundler ${found.bundlerVersion}`);
    return found;
  });
  const staged = await reporter.group("Inject", () =>
    makeStagedApp(context, root, { app, ruby, settings }),
  );
  return { ruby, settings, staged };
}
