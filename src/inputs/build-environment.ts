import type { Environment } from "./environment.ts";
import { own } from "./own.ts";
import type { BuildVariable } from "./parse/build-variables.ts";

type Variables = Readonly<Record<string, string>>;

/**
 * Gives the variables of `build-environment` their values. One that is only named has the stage's value, else the
 * step's.
 * @param stage the stage's variables
 * @param step the step's environment
 * @returns the variables, and the names that nothing gives a value
 */
export function buildEnvironmentOf(
  given: readonly BuildVariable[],
  stage: Variables,
  step: Environment,
): { readonly variables: Variables; readonly missing: readonly string[] } {
  const all = given.map(
    ({ name, value }) => [name, value ?? own(stage, name) ?? own(step, name)] as const,
  );
  return {
    variables: Object.fromEntries(
      all.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    ),
    missing: all.flatMap(([name, value]) => (value === undefined ? [name] : [])),
  };
}
