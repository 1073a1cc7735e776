import { explainedError, type Known } from "../inject/left-out/explain.ts";
import type { LeftOut } from "../inject/left-out/left-out.ts";
import type { Inputs } from "../inputs/inputs.ts";
import type { BuildRoot } from "../ports/build-root.ts";

/** Returns what an error needs that may come of something that does not travel. */
export function knownLeftOut(
  { workingDirectory }: Pick<Inputs, "workingDirectory">,
  { backing }: Pick<BuildRoot, "backing">,
  leftOut: readonly LeftOut[] = [],
): Known {
  return { leftOut, folders: [workingDirectory, `${backing}/app`] };
}

/** Does a step. If it fails for want of something that was left out, the error says so. */
export async function tellingLeftOut<T>(
  inputs: Pick<Inputs, "workingDirectory">,
  root: Pick<BuildRoot, "backing">,
  leftOut: readonly LeftOut[] | undefined,
  step: () => Promise<T>,
): Promise<T> {
  try {
    return await step();
  } catch (error) {
    throw await explainedError(error, knownLeftOut(inputs, root, leftOut));
  }
}
