import { describe, expect, test } from "@jest/globals";
import type { ScheduleSpec } from "../../../../src/ports/schedules.ts";
import type { Desired } from "../../../../src/release/state/desired.ts";
import { diff } from "../../../../src/release/state/diff.ts";
import type { Observed } from "../../../../src/release/state/observe.ts";

const desired: Desired = {
  architecture: "x86_64",
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
  frontDoor: "wanted",
  frontDoorSpec: { name: "n", stage: "s", aliasArn: "arn", tags: {} },
  schedule: undefined,
};
const found = {
  arn: "arn",
  codeSha256: "zip",
  settings: {
    ...desired.settings,
    Architectures: ["x86_64"],
    LastModified: "today",
    EphemeralStorage: { Size: 512, More: 1 },
  },
  variables: { A: "1" },
  tags: {},
};
const upToDate: Observed = {
  workingCopy: found,
  live: { ...found, version: "7" },
  frontDoor: { id: "a", url: "https://a/production", serves: "wanted", tags: {} },
  schedule: undefined,
  formerlySet: [],
  problems: [],
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
      frontDoor: undefined,
      schedule: undefined,
      formerlySet: [],
      problems: [],
      assets: undefined,
    };
    expect(diff(desired, nothing).map(({ kind }) => kind)).toEqual([
      "create-function",
      "release-version",
      "create-front-door",
    ]);
  });

  test("replaces a function that Lambda could not make ready, unless a version of it is live", () => {
    const failed = {
      ...found,
      codeSha256: "other",
      settings: { ...found.settings, State: "Failed" },
    };
    const kindsWith = (live: Observed["live"]) =>
      diff(desired, { ...upToDate, workingCopy: failed, live }).map(({ kind }) => kind);
    expect(kindsWith(undefined)).toEqual(["replace-function", "release-version"]);
    const live = { ...found, codeSha256: "older", version: "7" };
    expect(kindsWith(live)).toEqual(["update-function", "release-version"]);
  });

  test("compares with the version that is live, not with the working copy of a failed deploy", () => {
    const changed = { ...found, codeSha256: "other" };
    expect(diff(desired, { ...upToDate, workingCopy: changed })).toEqual([]);
    expect(diff(desired, { ...upToDate, live: { ...changed, version: "7" } })).toEqual([
      { kind: "update-function" },
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
      { kind: "update-function" },
      { kind: "release-version", because: ["MemorySize", "variable A", "variable B"] },
    ]);
  });

  test("moves a function to the architecture of the bundle", () => {
    expect(diff({ ...desired, architecture: "arm64" }, upToDate)).toEqual([
      { kind: "update-function" },
      { kind: "release-version", because: ["Architectures"] },
    ]);
  });

  test("compares settings of the user's as Lambda gives them back", () => {
    const settings = { ...desired.settings, VpcConfig: { SubnetIds: ["a", "b"] } };
    const live = (SubnetIds: readonly string[]) => {
      const VpcConfig = { SubnetIds, SecurityGroupIds: [], VpcId: "" };
      return { ...found, version: "7", settings: { ...found.settings, VpcConfig } };
    };
    const wanted = { ...desired, settings };
    expect(diff(wanted, { ...upToDate, live: live(["b", "a"]) })).toEqual([]);
    expect(diff(wanted, { ...upToDate, live: live(["b", "c"]) })).toEqual([
      { kind: "update-function" },
      { kind: "release-version", because: ["VpcConfig"] },
    ]);
  });

  test("finds a variable that is gone, and one that is new", () => {
    const variables = { A: "1", OLD: "1" };
    const live = { ...found, version: "7", variables };
    const settings = { ...desired.settings, Environment: { Variables: { A: "1", NEW: "" } } };
    expect(diff({ ...desired, settings }, { ...upToDate, live })).toMatchObject([
      { kind: "update-function" },
      { kind: "release-version", because: ["variable NEW", "variable OLD"] },
    ]);
  });

  test("releases a version where a function is there and nothing is live yet", () => {
    expect(diff(desired, { ...upToDate, live: undefined })).toEqual([
      { kind: "update-function" },
      { kind: "release-version", because: ["nothing is live yet"] },
    ]);
  });

  test.each([
    ["serves another definition", "other"],
    ["serves nothing, or may not invoke the alias", undefined],
  ])("updates a front door that %s", (_, serves) => {
    const frontDoor = { ...upToDate.frontDoor!, serves };
    expect(diff(desired, { ...upToDate, frontDoor })).toEqual([
      { kind: "update-front-door", id: "a" },
    ]);
  });
});

describe("a schedule", () => {
  const schedule: ScheduleSpec = {
    expression: "rate(30 minutes)",
    target: "arn:live",
    role: "arn:role",
    input: "{}",
  };
  test.each<[string, ScheduleSpec | undefined, ScheduleSpec | undefined, unknown[]]>([
    ["neither wanted nor there", undefined, undefined, []],
    ["wanted and not there", schedule, undefined, [{ kind: "create-schedule", schedule }]],
    ["there and not wanted", undefined, schedule, [{ kind: "delete-schedule" }]],
    ["there as wanted", schedule, { ...schedule }, []],
    ...(["expression", "target", "role", "input"] as const).map(
      (member): [string, ScheduleSpec, ScheduleSpec, unknown[]] => [
        `there with another ${member}`,
        schedule,
        { ...schedule, [member]: "other" },
        [{ kind: "update-schedule", schedule }],
      ],
    ),
  ])("that is %s", (_, wanted, found, changes) => {
    const observed = { ...upToDate, schedule: found };
    expect(diff({ ...desired, schedule: wanted }, observed)).toEqual(changes);
  });
});
