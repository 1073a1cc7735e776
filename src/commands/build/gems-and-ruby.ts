import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { BundlerInUse } from "../../app/bundler/environment.ts";
import { leftOutOfGems } from "../../bundle/archive/leave-out.ts";
import { unpackArchive } from "../../bundle/archive/unpack.ts";
import type { BuiltArchive } from "../../bundle/built.ts";
import { measureParts, type Part } from "../../bundle/parts.ts";
import { recipeDigest } from "../../bundle/recipe.ts";
import { relevantInputs } from "../../bundle/recipe-inputs.ts";
import { isKept } from "../../gems/prune/prune.ts";
import { settleKept } from "../../gems/settle-kept.ts";
import { vendorGems } from "../../gems/vendor.ts";
import type { BuildRoot } from "../../ports/build-root.ts";
import { findAsked } from "../../ruby/asked/find.ts";
import { machineDigest } from "../../ruby/interpreter/machine-digest.ts";
import { packageRuby } from "../../ruby/package.ts";
import type { PackagedRuby } from "../../ruby/packaged.ts";
import type { BuildContext } from "../context.ts";
import type { Prepared } from "./prepare.ts";
import { prune } from "./prune.ts";

/** What lies in the root beside the app. */
export interface GemsAndRuby {
  readonly packaged: PackagedRuby;
  readonly bundler: BundlerInUse;
  /** In words, for the reader. */
  readonly from: "the cache" | "Bundler" | "an earlier build";
  /** Those that are packed already; none where they were built here. */
  readonly archives: readonly BuiltArchive[];
  /** The gems as they were before any of them was pruned or stripped; none where they are packed already. */
  readonly whole: readonly Part[];
  /** undefined where what was made cannot be found again by what it was made from. */
  readonly recipe: string | undefined;
}

/** Takes the gems and Ruby from an earlier build of the same recipe, else builds them. */
export async function gemsAndRuby(
  context: BuildContext,
  root: BuildRoot,
  prepared: Prepared,
): Promise<GemsAndRuby> {
  const recipe = await findRecipe(context, root, prepared);
  return (
    (await takeEarlierBuild(context, root, prepared, recipe)) ??
    (await make(context, root, prepared, recipe))
  );
}

async function findRecipe(
  { inputs, machine, parts }: BuildContext,
  root: BuildRoot,
  { ruby, settings, staged }: Prepared,
): Promise<string | undefined> {
  // What lies in folders that the user names is not known without reading all of it.
  if (inputs.files.length > 0) return undefined;
  const { libraries, executables } = findAsked(inputs, machine.path);
  return recipeDigest({
    action: await parts.digest(),
    machine: machineDigest(ruby, [...executables.map(({ path }) => path), ...libraries]),
    ruby,
    dir: join(root.backing, "app"),
    app: staged.app,
    ...settings,
    environment: machine.environment,
    inputs: [relevantInputs(inputs), machine.architecture, machine.glibc],
  });
}

async function takeEarlierBuild(
  context: BuildContext,
  root: BuildRoot,
  { ruby, settings, staged }: Prepared,
  recipe: string | undefined,
): Promise<GemsAndRuby | undefined> {
  const { earlierBuilds, reporter } = context;
  if (recipe === undefined || earlierBuilds === undefined) return undefined;
  return reporter.group("Look for an earlier build of the same gems and Ruby", async () => {
    const found = await earlierBuilds.find(recipe, root);
    if (found === undefined) {
      reporter.info("There is none.");
      return undefined;
    }
    // A Bundler that a lockfile was resolved by lies there already, and is in the archives too.
    await leaveOnlyApp(root);
    for (const { folder, ref } of found.archives) {
      await unpackArchive({ folder, pieces: ref.pieces }, root.backing);
    }
    const bundler = await settleKept({ root, reporter, app: staged.app, settings, ruby });
    if (bundler === undefined) {
      await leaveOnlyApp(root);
      return undefined;
    }
    reporter.info("Nothing has to be installed: gems and Ruby are those of an earlier build.");
    const { archives, ruby: packaged } = found;
    return { packaged, bundler, from: "an earlier build", archives, whole: [], recipe };
  });
}

async function leaveOnlyApp({ backing }: BuildRoot): Promise<void> {
  for (const name of await readdir(backing)) {
    if (name !== "app") await rm(join(backing, name), { recursive: true, force: true });
  }
}

async function make(
  context: BuildContext,
  root: BuildRoot,
  { ruby, settings, staged }: Prepared,
  recipe: string | undefined,
): Promise<GemsAndRuby> {
  const { inputs, reporter, gemCache, machine } = context;
  const gems = await reporter.group("Vendor gems", () =>
    vendorGems({
      root,
      cache: gemCache,
      reporter,
      app: staged.app,
      settings,
      ruby,
      machine,
      checkout: inputs.workingDirectory,
    }),
  );
  const whole = await measureParts("gems", root.backing, ["gems"], leftOutOfGems);
  await prune(context, root, ruby.abi);
  const packaged = await reporter.group("Package Ruby", () =>
    packageRuby({
      ...{ ruby, backing: root.backing, asked: findAsked(inputs, machine.path) },
      architecture: machine.architecture,
      isWhole: (gem) => isKept(inputs.keepGemFiles, gem),
    }),
  );
  reporter.info(`${packaged.libraries.length} shared libraries`);
  for (const { name, neededBy } of packaged.absent) {
    reporter.info(`This runner has no \`${name}\`: the ${neededBy} cannot be used without it.`);
  }
  const from = gems.from === "cache" ? "the cache" : "Bundler";
  return { packaged, bundler: gems.bundler, from, archives: [], whole, recipe };
}
