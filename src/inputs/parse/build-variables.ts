import { type GivenVariable, variableLines } from "./variable-lines.ts";

/** Variables that cannot be given, and why: they decide which programs run, and what later steps get. */
const NEVER: Readonly<Record<string, string>> = {
  PATH: "cannot be given, because the packaged Ruby comes first in it: add a folder by `GITHUB_PATH` in an earlier step",
  ...Object.fromEntries(
    ["ENV", "PATH", "OUTPUT", "STATE", "STEP_SUMMARY"].map((file) => [
      `GITHUB_${file}`,
      "cannot be given, because a build never gets this file: write to it in a step of its own",
    ]),
  ),
};

/** Parses variables for what runs while the app is built. */
export function buildVariables(text: string): readonly GivenVariable[] {
  const all = variableLines(text);
  const wrong = all.find(({ name }) => Object.hasOwn(NEVER, name));
  if (wrong) throw new Error(`\`${wrong.name}\` ${NEVER[wrong.name]}.`);
  return all;
}
