import { join } from "node:path";
import type { ServerCommand } from "../../../contract/manifest.ts";
import { askRake, brokenRakefile, compileHanamiAssets } from "../../bundle/assets/precompile.ts";
import { RAKEFILES, TASK } from "../../bundle/assets/rake.ts";
import { runBuildCommand } from "../../bundle/build-command.ts";
import { findPackages } from "../../bundle/javascript/find-packages.ts";
import { fixSprocketsManifest } from "../../bundle/sprockets-manifest.ts";
import { listNames, readTextIfThere } from "../../files.ts";
import type { BuildRoot } from "../../ports/build-root.ts";
import type { BuildContext } from "../context.ts";
import { buildCommandEnvironment, needsPackages } from "./build-command.ts";
import { explainBuild } from "./explain-build.ts";
import { installJavaScript } from "./install-javascript.ts";
import { makePublicRelative } from "./make-public-relative.ts";
import type { EditedApp } from "./make-staged-app.ts";

const NO_RAKEFILE =
  'The app has no `Rakefile`, so its assets were not built. Rails writes one with two lines, `require_relative "config/application"` and `Rails.application.load_tasks`. Or set `build-command`.';

/** What all ways of building share. */
interface Building {
  readonly context: Pick<BuildContext, "inputs" | "machine" | "reporter">;
  readonly root: BuildRoot;
  readonly app: EditedApp["app"];
  /** The build's environment on a PATH of the runner. */
  readonly environment: (path: string) => Readonly<Record<string, string>>;
  /** Says what to do about a failure, by what the build wrote; undefined if it knows no better. */
  readonly explain: (output: string) => string | undefined;
}

/**
 * Builds what has to be built before the app is packed, its assets above all: by the user's command, or else by the
 * task that Rake has for it, or else by Hanami's program.
 * @param server as it will run in Lambda
 * @param variables the stage's, as `variablesOfBuild` gives them to a build
 */
export async function runBuild(
  context: Building["context"],
  root: BuildRoot,
  { app, requires }: Pick<EditedApp, "app" | "requires">,
  server: ServerCommand,
  variables: Readonly<Record<string, string>>,
): Promise<void> {
  const { inputs } = context;
  const environment = (path: string) => buildCommandEnvironment(server, path, variables, requires);
  const explain = (output: string) => explainBuild(output, inputs.environment, variables);
  const building = { context, root, app, environment, explain };
  const isBuilt =
    inputs.buildCommand === undefined
      ? (await byRake(building)) || (await byHanami(building))
      : await byCommand(building, inputs.buildCommand);
  if (isBuilt) await fixSprocketsManifest(join(root.backing, "app/public/assets"));
  await makePublicRelative(context, root, app);
}

/** @param command a shell line; nothing is built by an empty one */
async function byCommand(building: Building, command: string): Promise<boolean> {
  const { context, root, explain } = building;
  const { reporter } = context;
  if (command === "") return false;
  const env = await ready(building, needsPackages(command));
  await reporter.group(`Run \`${command}\``, () =>
    runBuildCommand(root, command, env, reporter.info, explain),
  );
  return true;
}

/** @returns whether Rake has built the app */
async function byRake(building: Building): Promise<boolean> {
  const { context, root, app, environment, explain } = building;
  const { reporter, machine } = context;
  const names = await listNames(join(root.backing, "app"));
  if (!RAKEFILES.some((name) => names.includes(name))) {
    if (app.kind === "rails" && app.hasAssets) reporter.warning(NO_RAKEFILE);
    return false;
  }
  const ask = async (mode: "ask" | "run", env: Readonly<Record<string, string>>) => {
    const answer = await askRake(root, mode, env, reporter.info, explain);
    if (answer.kind === "no task") reporter.info(`The app has no such task.`);
    if (answer.kind !== "broken") return answer.kind;
    const error = brokenRakefile(answer.output, explain);
    if (app.hasAssets) throw error;
    reporter.warning(`Nothing was built. ${error.message}\n${error.fix}`);
    return "no task";
  };
  // Where packages have to be installed, Rake is asked first: an app that builds nothing needs none.
  const packages = await findPackages(join(root.backing, "app"));
  if (packages !== undefined && packages !== "no lockfile") {
    const answer = await reporter.group(`Ask Rake for \`${TASK}\``, () =>
      ask("ask", environment(machine.path)),
    );
    if (answer !== "has task") return false;
  }
  const env = await ready(building);
  const ran = await reporter.group(`Run \`rake ${TASK}\`, if the app has it`, () =>
    ask("run", env),
  );
  return ran === "ran";
}

/** @returns whether Hanami has built the app */
async function byHanami(building: Building): Promise<boolean> {
  const { context, root, app, explain } = building;
  if (!app.locked.has("hanami-assets")) return false;
  // Without it there is nothing to compile, and Hanami's program fails.
  const config = await readTextIfThere(join(root.backing, "app/config/assets.js"));
  if (config === undefined) return false;
  const env = await ready(building);
  await context.reporter.group("Run `hanami assets compile`", () =>
    compileHanamiAssets(root, env, context.reporter.info, explain),
  );
  return true;
}

/** Installs what JavaScript packages there are, and returns the build's environment. */
async function ready({ context, root, environment }: Building, withPackages = true) {
  const { path } = context.machine;
  if (!withPackages) return environment(path);
  const installed = await installJavaScript(context, root);
  return { ...installed?.env, ...environment(installed?.path ?? path) };
}
