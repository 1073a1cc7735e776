import { join } from "node:path";
import { recipeDigest } from "../../bundle/recipe.ts";
import { relevantInputs } from "../../bundle/recipe-inputs.ts";
import type { BuildRoot } from "../../ports/build-root.ts";
import { findAsked } from "../../ruby/asked/find.ts";
import { machineDigest } from "../../ruby/interpreter/machine-digest.ts";
import type { BuildContext } from "../context.ts";
import type { GemsAndRuby } from "./gems-and-ruby.ts";
import type { Prepared } from "./prepare.ts";
import { takeEarlierBuild } from "./take-earlier-build.ts";
import { vendorGemsAndRuby } from "./vendor-gems-and-ruby.ts";

/** Takes the gems and Ruby from an earlier build of the same recipe, or builds them here. */
export async function obtainGemsAndRuby(
  context: BuildContext,
  root: BuildRoot,
  prepared: Prepared,
): Promise<GemsAndRuby> {
  const recipe = await findRecipe(context, root, prepared);
  const earlier = await takeEarlierBuild(context, root, prepared, recipe);
  if (earlier !== undefined) return earlier;
  return { ...(await vendorGemsAndRuby(context, root, prepared)), newRecipe: recipe };
}

async function findRecipe(
  { inputs, machine, parts }: BuildContext,
  root: BuildRoot,
  { ruby, settings, staged }: Prepared,
): Promise<string | undefined> {
  // The folders that the user names would have to be read in full.
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
