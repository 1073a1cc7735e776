import type { Environment } from "./environment.ts";
import { own } from "./own.ts";
import { type GivenVariable, said } from "./parse/variable-lines.ts";

type Variables = Readonly<Record<string, string>>;

/** Variables with their values, and those that nothing gives a value. */
export interface GivenValues {
  readonly variables: Variables;
  readonly missing: readonly GivenVariable[];
}

/**
 * Gives variables their values. One that is only named has the value of the first place that knows it. The last of two
 * with the same name counts.
 * @param places such as the step's environment
 */
export function givenValues(
  given: readonly GivenVariable[],
  ...places: readonly Environment[]
): GivenValues {
  const all = given.map((variable) => {
    const { name } = variable;
    const found = places.map((place) => own(place, name)).find((value) => value !== undefined);
    return { variable, value: variable.value ?? found };
  });
  return {
    variables: Object.fromEntries(
      all.flatMap(({ variable: { name }, value }) => (value === undefined ? [] : [[name, value]])),
    ),
    missing: all.flatMap(({ variable, value }) => (value === undefined ? [variable] : [])),
  };
}

/**
 * Says which variables are only named, and have no value anywhere: one line for each.
 * @param not says of another place that they are not there either
 */
export function absent(
  input: string,
  missing: readonly GivenVariable[],
  not = " not",
): readonly string[] {
  return missing.map(
    (variable) =>
      `\`${input}\`: ${said(variable)} is only named, and is${not} in the step's \`env:\`. Give its value there or here (\`KEY=value\`), or take the line out.`,
  );
}
