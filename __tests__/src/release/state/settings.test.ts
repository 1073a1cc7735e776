import { describe, expect, test } from "@jest/globals";
import { readInputs } from "../../../../src/inputs/read.ts";
import { functionSettings, variables } from "../../../../src/release/state/settings.ts";

const inputs = readInputs({ AWS_REGION: "eu-west-1", INPUT_ENVIRONMENT: "AA=new" }, "/shop");
const from = {
  inputs,
  role: "role",
  bucket: "bucket",
  bundleDigest: "digest",
  unpackedBytes: 100 * 2 ** 20,
  present: {},
  formerlySet: [],
  generateSecret: () => "generated",
};

describe("the function's variables", () => {
  test("keep what somebody set by hand, and lose what an earlier release set and this one does not", () => {
    const present = { HAND: "made", OLD: "input", AA: "old" };
    const result = variables({ ...from, present, formerlySet: ["OLD", "A"] });
    expect(result).toMatchObject({ HAND: "made", AA: "new" });
    expect(result).not.toHaveProperty("OLD");
  });

  test("hold a secret that is generated once", () => {
    expect(variables(from).SECRET_KEY_BASE).toBe("generated");
    expect(variables({ ...from, present: { SECRET_KEY_BASE: "first" } }).SECRET_KEY_BASE).toBe(
      "first",
    );
  });

  test("give way to the user's own secret", () => {
    const own = { ...inputs, environment: { SECRET_KEY_BASE: "own" } };
    expect(variables({ ...from, inputs: own }).SECRET_KEY_BASE).toBe("own");
  });
});

describe("the function's settings", () => {
  test("are those that the inputs and the bundle ask for", () => {
    expect(functionSettings(from)).toEqual({
      Handler: "index.handler",
      Runtime: "nodejs24.x",
      MemorySize: 1769,
      Timeout: 900,
      EphemeralStorage: { Size: 512 },
      Role: "role",
      Environment: {
        Variables: {
          AA: "new",
          SECRET_KEY_BASE: "generated",
          NODE_OPTIONS: "--max-old-space-size=128",
          MEGAMODE_APP: "shop",
          MEGAMODE_STAGE: "production",
          MEGAMODE_RELEASE: "digest",
          MEGAMODE_BUCKET: "bucket",
          MEGAMODE_REQUEST_TIMEOUT: "28",
        },
      },
    });
  });

  test("take what the user merges in, but not over role and variables", () => {
    const functionConfiguration = {
      TracingConfig: { Mode: "Active" },
      Role: "x",
      MemorySize: 3008,
    };
    const settings = functionSettings({ ...from, inputs: { ...inputs, functionConfiguration } });
    expect(settings).toMatchObject({
      TracingConfig: { Mode: "Active" },
      Role: "role",
      MemorySize: 3008,
    });
  });
});
