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
  sessionSecrets: [],
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

  test("hold a secret of its own for each variable that seals sessions, generated once", () => {
    let count = 0;
    const generateSecret = () => `generated ${++count}`;
    const sealing = { ...from, generateSecret, sessionSecrets: ["SESSION_SECRET", "SHOP_SECRET"] };
    const first = variables(sealing);
    expect(first).toMatchObject({
      SECRET_KEY_BASE: "generated 1",
      SESSION_SECRET: "generated 2",
      SHOP_SECRET: "generated 3",
    });
    // A later deploy has them from AWS, though one was set by hand since.
    const present = { ...first, SHOP_SECRET: "by hand" };
    expect(variables({ ...sealing, present })).toEqual(present);
    // What an earlier deploy gave stays valid where this one leaves it out.
    const formerlySet = ["SESSION_SECRET"];
    expect(variables({ ...sealing, present, formerlySet })).toEqual(present);
  });

  test("hold no empty secret that an earlier deploy gave", () => {
    const names = ["SECRET_KEY_BASE", "SESSION_SECRET"];
    const present = Object.fromEntries(names.map((name) => [name, ""]));
    const emptied = { ...from, sessionSecrets: ["SESSION_SECRET"], present, formerlySet: names };
    expect(variables(emptied)).toMatchObject({
      SECRET_KEY_BASE: "generated",
      SESSION_SECRET: "generated",
    });
  });

  test("give way to the user's own secret", () => {
    const sealing = { ...from, sessionSecrets: ["SESSION_SECRET"] };
    const own = {
      ...inputs,
      environment: { SECRET_KEY_BASE: "own", SESSION_SECRET: "ssm:/shop" },
    };
    expect(variables({ ...sealing, inputs: own })).toMatchObject(own.environment);
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
