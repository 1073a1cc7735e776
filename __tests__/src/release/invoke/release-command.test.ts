import { describe, expect, test } from "@jest/globals";
import { AnswerLost } from "../../../../src/ports/functions.ts";
import { runReleaseCommand } from "../../../../src/release/invoke/release-command.ts";
import { fakeCloud } from "../../../fakes/cloud.ts";

const place = {
  functionName: "shop-live",
  qualifier: "7",
  bucket: "bundles",
  app: "shop",
  stage: "live",
};

/** A cloud whose connection breaks, and whose clock runs as fast as it is asked to wait. */
function breaking(claimed: boolean) {
  const cloud = fakeCloud();
  let now = 0;
  let invoked = 0;
  return {
    cloud,
    invoked: () => invoked,
    waited: () => now,
    with: {
      functions: {
        ...cloud.functions,
        invoke: async (name: string, qualifier: string) => {
          invoked += 1;
          throw new AnswerLost(name, qualifier, new Error("socket hang up"));
        },
      },
      store: {
        ...cloud.store,
        claim: async () => !claimed,
        readJson: async () => undefined,
      },
      clock: {
        now: () => now,
        sleep: async (milliseconds: number) => {
          now += milliseconds;
        },
      },
    },
  };
}

describe("a release command whose connection breaks", () => {
  test("and which leaves no result in all its time: an error, and it is not run again", async () => {
    const broken = breaking(true);
    const running = runReleaseCommand(broken.with, place, "bin/rails db:migrate");
    await expect(running).rejects.toThrow(
      /How `release-command` \(`bin\/rails db:migrate`\) ended is not known, and it was not run again.*socket hang up/s,
    );
    expect(broken.invoked()).toBe(1);
    expect(broken.waited()).toBeGreaterThan(900_000);
  });

  test("before it was ever started is asked for three times, and no more", async () => {
    const broken = breaking(false);
    await expect(runReleaseCommand(broken.with, place, "true")).rejects.toThrow("socket hang up");
    expect(broken.invoked()).toBe(3);
    expect(broken.waited()).toBe(0);
  });
});
