import { lines } from "./list.ts";

/** A variable for what runs while the app is built. */
export interface BuildVariable {
  readonly name: string;
  /** Undefined: the value is the stage's or the step's. */
  readonly value: string | undefined;
}

const LINE = /^([A-Za-z_][A-Za-z0-9_]*)(?:\s*=\s*(.*))?$/s;

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

/** Parses lines that are a variable's name, or `KEY=value`. */
export function buildVariables(text: string): readonly BuildVariable[] {
  return lines(text).map((line, index) => {
    const [, name, value] = LINE.exec(line) ?? [];
    if (name === undefined) {
      // The line may hold a secret, so the message says only where it is.
      throw new Error(
        `line ${index + 1} is neither a variable's name nor of the form \`KEY=value\`.`,
      );
    }
    if (Object.hasOwn(NEVER, name)) throw new Error(`\`${name}\` ${NEVER[name]}.`);
    return { name, value };
  });
}
