import { describe, test } from "@jest/globals";
import { cloudSuite } from "./cloud-suite.ts";
import { fakeWorld } from "./fake-world.ts";

describe("the cloud in memory", () => {
  test.each(cloudSuite.map(({ title, run }) => [title, run] as const))("%s", (_, run) =>
    run(fakeWorld()),
  );
});
