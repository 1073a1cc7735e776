import { describe, expect, test } from "@jest/globals";
import type { ArchiveRef } from "../../../../contract/manifest.ts";
import { bundleDigest, createManifest } from "../../../../src/bundle/manifest.ts";
import { readInputs } from "../../../../src/inputs/read.ts";
import { desiredState } from "../../../../src/release/state/desired.ts";
import type { Observed } from "../../../../src/release/state/observe.ts";

const place = {
  identity: { account: "123456789012", partition: "aws" },
  region: "eu-west-1",
  app: "shop",
  stage: "production",
  level: "deployed" as const,
  name: "shop-production",
  bucket: "bundles",
  tags: {},
  aliasArn: "arn:live",
};
const archive = (name: ArchiveRef["name"], megabytes: number): ArchiveRef => ({
  name,
  prefix: "shop/archives/",
  pieces: [],
  bytes: 1,
  unpackedBytes: megabytes * 2 ** 20,
});
const manifest = {
  ...createManifest({
    archives: [archive("ruby", 300), archive("app", 136)],
    server: { argv: [], cwd: "/tmp/mm/app", env: {}, defaults: {} },
    label: "Rails",
    healthCheck: { path: "/up" },
  }),
  earlierAssets: archive("assets", 500),
};
const built = {
  manifest,
  archives: [],
  assets: [],
  label: "Rails",
  sessionSecrets: ["SESSION_SECRET"],
  injectionDiff: "",
  describes: "",
} as const;
const nothing: Observed = {
  workingCopy: undefined,
  live: undefined,
  frontDoor: undefined,
  schedule: undefined,
  formerlySet: [],
  problems: [],
  assets: undefined,
};
const zip = { content: new Uint8Array(), sha256: "zip" };

function desired(observed: Observed) {
  const env = { AWS_REGION: "eu-west-1", INPUT_APP: "shop", INPUT_ENVIRONMENT: "AA=1" };
  const frontDoor = { digest: ({ aliasArn }: { aliasArn: string }) => `serves ${aliasArn}` };
  const inputs = readInputs(env, "/");
  return desiredState(inputs, frontDoor, place, built, "arm64", zip, "arn:role", observed);
}

describe("the desired state", () => {
  test("is this bundle, with room for all of its archives", () => {
    const state = desired(nothing);
    expect(state).toMatchObject({
      zip,
      architecture: "arm64",
      frontDoor: "serves arn:live",
      schedule: { expression: "rate(30 minutes)", target: "arn:live" },
      settings: {
        Role: "arn:role",
        EphemeralStorage: { Size: 1500 },
        Environment: {
          Variables: {
            AA: "1",
            MEGAMODE_RELEASE: bundleDigest(manifest),
            MEGAMODE_BUCKET: "bundles",
          },
        },
      },
    });
  });

  test("has a secret that is another for each new stage", () => {
    const secret = () => desired(nothing).settings.Environment.Variables.SECRET_KEY_BASE;
    expect(secret()).toMatch(/^[0-9a-f]{128}$/);
    expect(secret()).not.toBe(secret());
  });

  test("leaves variables of the working copy, but not those that are given no more", () => {
    const variables = { SECRET_KEY_BASE: "first", BY_HAND: "1", OLD: "1" };
    const workingCopy = { arn: "", codeSha256: "", settings: {}, tags: {}, variables };
    const state = desired({ ...nothing, workingCopy, formerlySet: ["OLD"] });
    const { Variables } = state.settings.Environment;
    expect(Variables).toMatchObject({ SECRET_KEY_BASE: "first", BY_HAND: "1" });
    expect(Variables).not.toHaveProperty("OLD");
  });
});
