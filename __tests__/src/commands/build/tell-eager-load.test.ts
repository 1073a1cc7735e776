import { expect, test } from "@jest/globals";
import { tellEagerLoad } from "../../../../src/commands/build/tell-eager-load.ts";
import type { EagerLoad, Inputs } from "../../../../src/inputs/inputs.ts";
import { fakeReporter } from "../../../fakes/reporter.ts";

test.each([
  ["rails", "auto", 0],
  ["rails", "app", 0],
  ["rails", "first-request", 0],
  ["rack", "auto", 0],
  ["rack", "app", 1],
  ["rack", "first-request", 1],
] as const)(
  "a %s app with `eager-load: %s` is told %i times that it changes nothing",
  (kind, eagerLoad: EagerLoad, times) => {
    const reporter = fakeReporter();
    tellEagerLoad({ reporter, inputs: { eagerLoad } as Inputs }, { kind });
    const said = expect.stringMatching(new RegExp(`^notice: \`eager-load: ${eagerLoad}\` changes`));
    expect(reporter.told).toEqual(Array(times).fill(said));
  },
);
