import type { CloudContext } from "../../../src/commands/context.ts";
import { readInputs } from "../../../src/inputs/read.ts";
import { type FakeCloud, fakeCloud } from "../../fakes/cloud.ts";
import { type FakeReporter, fakeReporter } from "../../fakes/reporter.ts";

export interface FakeContext extends CloudContext {
  readonly cloud: FakeCloud;
  readonly reporter: FakeReporter;
}

/** What a command gets that works on AWS alone, in the repository `org/shop`. */
export function cloudContext(
  given: Readonly<Record<string, string>>,
  isClosed: (number: number) => Promise<boolean> = async () => false,
): FakeContext {
  const named = Object.entries(given).map(([name, text]) => [`INPUT_${name.toUpperCase()}`, text]);
  const env = { AWS_REGION: "eu-west-1", GITHUB_REPOSITORY: "org/shop" };
  let now = 0;
  return {
    inputs: readInputs({ ...env, ...Object.fromEntries(named) }, "/checkout"),
    repository: "org/shop",
    repositoryId: "1001",
    cloud: fakeCloud(),
    reporter: fakeReporter(),
    clock: {
      now: () => now,
      sleep: async (milliseconds) => {
        now += milliseconds;
      },
    },
    pullRequests: { isClosed },
  };
}
