import type { Inputs } from "../inputs/inputs.ts";

/** Of the stage, of the app's own archive, of what is done afterwards; and secrets. */
const IRRELEVANT: ReadonlySet<keyof Inputs> = new Set([
  "task",
  "stage",
  "preview",
  "region",
  "environment",
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
  "include",
  "exclude",
  "memory",
  "requestTimeout",
  "tmpSize",
  "bucket",
  "executionRole",
  "functionConfiguration",
  "prewarmConcurrency",
  "githubToken",
  "masterKey",
] as const);

/** The inputs that decide what is in the archives `ruby` and `gems`; a new one is taken for one of them. */
export function relevantInputs(inputs: Inputs): unknown {
  return Object.entries(inputs)
    .filter(([name]) => !(IRRELEVANT as ReadonlySet<string>).has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
