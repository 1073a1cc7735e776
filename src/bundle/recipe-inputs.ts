import type { Inputs } from "../inputs/inputs.ts";

/** Inputs about the stage, the archive `app` and what follows the build; and secrets. */
const IRRELEVANT: ReadonlySet<keyof Inputs> = new Set([
  "task",
  // A preview may use what production recorded; the record's key says by which level it was made.
  "trust",
  "stage",
  "preview",
  "region",
  "environment",
  // What it changes of the gems, Bundler's groups, is in the installation.
  "railsEnv",
  "releaseCommand",
  "prewarmRate",
  "secrets",
  "workingDirectory",
  "app",
  "buildCommand",
  "previewDestroyCommand",
  "healthCheckPath",
  "inject",
  "preflight",
  "eagerLoad",
  "include",
  "exclude",
  "memory",
  "requestTimeout",
  "responseMode",
  "tmpSize",
  "bucket",
  "executionRole",
  "logFormat",
  "functionConfiguration",
  // Cached gems are the very gems that Bundler would install.
  "cache",
  "prewarmConcurrency",
  "allowEphemeralData",
  "githubToken",
  "masterKey",
]);

/** Inputs that may hold secrets: their variables' names count. Values that compilers read are in `compilerFlags`. */
const NAMES_ONLY: ReadonlySet<keyof Inputs> = new Set(["buildEnvironment"]);

/** Lists the inputs, with names, that decide what is in the archives `ruby` and `gems`. An unknown one counts. */
export function relevantInputs(inputs: Inputs): unknown {
  return (Object.keys(inputs) as (keyof Inputs)[])
    .filter((name) => !IRRELEVANT.has(name))
    .sort()
    .map((name) => [
      name,
      NAMES_ONLY.has(name) ? Object.keys(inputs[name] ?? {}).sort() : inputs[name],
    ]);
}
