import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { App } from "../../app/app.ts";
import { parseLockfile } from "../../app/bundler/lockfile.ts";
import type { BundlerSettings } from "../../app/bundler/settings.ts";
import { findHardcodedPaths, renderHardcodedPaths } from "../../app/hardcoded-paths.ts";
import type { BundlerInput } from "../../gems/bundler/run.ts";
import { resolveLockfile } from "../../gems/resolve.ts";
import { applyInjection, type StagedApp } from "../../inject/apply-injection.ts";
import { stagedInclude } from "../../inject/copy/repository.ts";
import { rubyWarning } from "../../inject/declared-ruby/warning.ts";
import { renderDiff } from "../../inject/diff.ts";
import { type Evaluated, findEvaluated } from "../../inject/evaluated/evaluated.ts";
import type { Injection } from "../../inject/injection.ts";
import type { LeftOut } from "../../inject/left-out/left-out.ts";
import { withResolvedLockfile } from "../../inject/lockfile/resolved.ts";
import { planInjection } from "../../inject/plan/plan.ts";
import { renderPrograms } from "../../inject/programs.ts";
import { readSources } from "../../inject/sources.ts";
import type { BuildRoot } from "../../ports/build-root.ts";
import type { RubyInstallation } from "../../ruby/interpreter/inspect.ts";
import type { BuildContext } from "../context.ts";
import { tellingLeftOut } from "../telling-left-out.ts";
import { reportCopied } from "./report-copied.ts";

/** The staged app after its edits, as far as the later steps need to know it. */
export interface EditedApp {
  /** As it lies in the staged copy. */
  readonly app: App;
  /** What was edited, for the owner of the app; without secrets. */
  readonly diff: string;
  /** Files below the root that every Ruby of the app reads first. */
  readonly requires: readonly string[];
  /** The app's own code that Bundler runs, as it was before any of it ran. */
  readonly evaluated: Evaluated;
  /** What of the checkout does not travel. */
  readonly leftOut: readonly LeftOut[];
  /** Globs of what is packed all the same, relative to the staged app. */
  readonly include: readonly string[];
}

/** The app in its checkout, and what is known about this machine's Ruby and Bundler's settings. */
interface Inspected {
  readonly app: App;
  readonly ruby: RubyInstallation;
  readonly settings: BundlerSettings;
}

/** Copies the app under the root, edits the copy and has Bundler write what its lockfile lacks. */
export async function makeStagedApp(
  context: BuildContext,
  root: BuildRoot,
  { app, ruby, settings }: Inspected,
): Promise<EditedApp> {
  const { inputs, reporter, parts } = context;
  const sources = await readSources(app, {
    gemDir: parts.gemDir,
    platform: ruby.platform,
    without: (settings.running.BUNDLE_WITHOUT ?? "").split(":"),
  });
  const planned = planInjection(app, sources, inputs.inject);
  const warning = rubyWarning(sources.declared, ruby.version);
  if (warning !== undefined) reporter.warning(warning);
  const staged = await applyInjection(app, planned, join(root.backing, "app"), inputs);
  const include = stagedInclude(app.dir, planned.repository, inputs.include);
  const leftOut = await reportCopied(reporter, app.dir, staged.copied);
  // Bundler runs it next, if the lockfile lacks something.
  const evaluated = await findEvaluated(staged.dir, staged.app);
  const input = { root, reporter, app: staged.app, settings, ruby };
  const { injection, locked } = await tellingLeftOut(inputs, root, leftOut, () =>
    withLockfile(staged, input),
  );
  for (const notice of injection.notices) reporter.notice(notice);
  const diff =
    renderDiff(injection, [...inputs.secrets, ...settings.secrets]) +
    renderPrograms(staged.repaired) +
    renderHardcodedPaths(await findHardcodedPaths(app.dir));
  for (const line of diff.trimEnd().split("\n")) reporter.info(line);
  const edited = { ...staged.app, locked };
  return { app: edited, diff, requires: injection.requires, evaluated, leftOut, include };
}

/**
 * Has Bundler write what the lockfile lacks, and adds that to the edits.
 * @returns the gems of the bundle too: without a lockfile nobody knew them
 */
async function withLockfile(
  { dir, app, injection }: StagedApp,
  input: BundlerInput,
): Promise<{ readonly injection: Injection; readonly locked: App["locked"] }> {
  if (injection.missing === "nothing") return { injection, locked: app.locked };
  await resolveLockfile(input, injection.missing);
  const lockfile = await readFile(join(dir, injection.lockfile), "utf8");
  return {
    injection: withResolvedLockfile(injection, injection.lockfile, lockfile, input.ruby.platform),
    locked: parseLockfile(lockfile).locked,
  };
}
