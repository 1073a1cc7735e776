import { join } from "node:path";
import { recipeDigest } from "../../bundle/recipe.ts";
import { relevantInputs } from "../../bundle/recipe-inputs.ts";
import { installationDigest } from "../../gems/cache/installation.ts";
import type { BuildRoot } from "../../ports/build-root.ts";
import { findAsked } from "../../ruby/asked/find.ts";
import { machineDigest } from "../../ruby/interpreter/machine-digest.ts";
import type { BuildContext } from "../context.ts";
import type { GemsAndRuby } from "./gems-and-ruby.ts";
import { readMade } from "./made.ts";
import type { Prepared } from "./prepare.ts";
import { takeEarlierBuild } from "./take-earlier-build.ts";
import { vendorGemsAndRuby } from "./vendor-gems-and-ruby.ts";

/** Takes the gems and Ruby from an earlier build of the same recipe, or builds them here. */
export async function obtainGemsAndRuby(
  context: BuildContext,
  root: BuildRoot,
  prepared: Prepared,
): Promise<GemsAndRuby> {
  const { settings, staged } = prepared;
  const { environment } = context.machine;
  const dir = join(root.backing, "app");
  const installation = await installationDigest({ ...staged, dir, settings, environment });
  const recipe = await findRecipe(context, prepared, installation);
  const earlier = await takeEarlierBuild(context, root, prepared, recipe);
  if (earlier !== undefined) return earlier;
  const built = await vendorGemsAndRuby(context, root, prepared, installation);
  if (recipe === undefined || context.earlierBuilds === undefined) {
    return { ...built, forLater: undefined };
  }
  const why = whyNotKept(root, built);
  if (why !== undefined) {
    context.reporter.info(`Not kept for later builds: ${why}.`);
    return { ...built, forLater: undefined };
  }
  return { ...built, forLater: { recipe, made: await readMade(root, built.packaged) } };
}

/** Says why nobody can vouch for what was made. */
function whyNotKept(root: BuildRoot, { from }: Pick<GemsAndRuby, "from">): string | undefined {
  if (from === "the job") return "some gems were installed by an earlier step of the job";
  if (!root.hidesProcesses) return "on this machine, what a build starts may outlive it";
  return undefined;
}

async function findRecipe(
  { inputs, machine, parts }: BuildContext,
  { ruby }: Prepared,
  installation: string | undefined,
): Promise<string | undefined> {
  // The folders that the user names would have to be read in full.
  if (installation === undefined || inputs.files.length > 0) return undefined;
  const { libraries, executables } = findAsked(inputs, machine.path);
  return recipeDigest({
    action: await parts.digest(),
    machine: machineDigest(ruby, [...executables.map(({ path }) => path), ...libraries]),
    ruby,
    installation,
    inputs: [relevantInputs(inputs), machine.architecture, machine.glibc],
  });
}
