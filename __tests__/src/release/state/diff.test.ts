import { describe, expect, test } from "@jest/globals";
import { type Desired, diff, type Observed } from "../../../../src/release/state/diff.ts";

const desired: Desired = {
  settings: {
    Role: "arn:aws:iam::123456789012:role/r",
    Handler: "index.handler",
    Runtime: "nodejs24.x",
    MemorySize: 1769,
    Timeout: 900,
    EphemeralStorage: { Size: 512 },
    Environment: { Variables: { A: "1" } },
  },
  zip: { content: new Uint8Array(), sha256: "zip" },
  api: { text: "{}", digest: "api" },
  schedule: undefined,
};
const found = {
  arn: "arn",
  codeSha256: "zip",
  settings: {
    ...desired.settings,
    LastModified: "today",
    EphemeralStorage: { Size: 512, More: 1 },
  },
  variables: { A: "1" },
  tags: {},
};
const upToDate: Observed = {
  workingCopy: found,
  live: { ...found, version: "7" },
  api: { id: "a", deployed: "api", tags: {} },
  schedule: undefined,
  formerlySet: [],
  assets: undefined,
};

describe("diff", () => {
  test("finds nothing to do where all is as wanted, whatever else AWS answers", () => {
    expect(diff(desired, upToDate)).toEqual([]);
  });

  test("creates everything where there is nothing", () => {
    const nothing = {
      workingCopy: undefined,
      live: undefined,
      api: undefined,
      schedule: undefined,
      formerlySet: [],
      assets: undefined,
    };
    expect(diff(desired, nothing).map(({ kind }) => kind)).toEqual([
      "create-function",
      "release-version",
      "create-api",
    ]);
  });

  test("compares with the version that is live, not with the working copy of a failed deploy", () => {
    const changed = { ...found, codeSha256: "other" };
    expect(diff(desired, { ...upToDate, workingCopy: changed })).toEqual([]);
    expect(diff(desired, { ...upToDate, live: { ...changed, version: "7" } })).toEqual([
      { kind: "release-version", because: ["bundle or proxy"] },
    ]);
  });

  test("names changed settings and variables, never a variable's value", () => {
    const live = {
      ...found,
      version: "7",
      settings: { ...found.settings, MemorySize: 128 },
      variables: { A: "secret-1", B: "secret-2" },
    };
    expect(diff(desired, { ...upToDate, live })).toEqual([
      { kind: "release-version", because: ["MemorySize", "variable A", "variable B"] },
    ]);
  });

  test("updates an API that serves another definition", () => {
    const api = { id: "a", deployed: undefined, tags: {} };
    expect(diff(desired, { ...upToDate, api })).toEqual([{ kind: "update-api" }]);
  });
});
