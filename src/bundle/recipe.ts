import { sha256Hex } from "../digest.ts";

/** Incremented when the meaning of a recipe changes. */
const SCHEMA = 2;

/** Everything that the archives `ruby` and `gems` are made from. */
export interface RecipeInput {
  /** Digest of the action's own code: another version may build something else from the same inputs. */
  readonly action: string;
  /** `machineDigest` of this machine. */
  readonly machine: string;
  readonly ruby: unknown;
  /** `installationDigest`: what decides which gems there are, and their bytes. */
  readonly installation: string;
  /** Inputs that say what is carried, and what is left out. */
  readonly inputs: unknown;
}

/**
 * One digest of all that the archives `ruby` and `gems` are made from. Two builds of one recipe may differ in
 * their bytes, because compilers do not always write the same ones.
 */
export function recipeDigest({ action, machine, ruby, installation, inputs }: RecipeInput): string {
  return sha256Hex(JSON.stringify([SCHEMA, action, machine, ruby, installation, inputs]));
}
