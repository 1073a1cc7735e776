import { describe, expect, test } from "@jest/globals";
import type { LambdaFunction, Version } from "../../../../../local/services/lambda/model.ts";
import { parseNewSettings } from "../../../../../local/services/lambda/settings/settings.ts";
import {
  describeVersion,
  revisionOf,
  versionFor,
} from "../../../../../local/services/lambda/versions/describe.ts";
import { ROLE } from "../constants.ts";

const place = { region: "r", account: "1" };
const version = (number: string, changes: Partial<Version> = {}): Version => ({
  version: number,
  settings: parseNewSettings({ Runtime: "nodejs24.x", Role: ROLE, Handler: "i.h" }),
  code: { sha256: "sum", bytes: 7 },
  lastModified: "then",
  instance: number,
  revisions: ["during", "after"],
  activeFrom: 100,
  updatedFrom: 200,
  ...changes,
});

describe("a version", () => {
  test.each([
    [99, "Pending", "InProgress", "during"],
    [100, "Active", "InProgress", "during"],
    [199, "Active", "InProgress", "during"],
    [200, "Active", "Successful", "after"],
  ])("at %i is %s, its update %s", (now, State, LastUpdateStatus, RevisionId) => {
    const described = describeVersion(place, "app", version("1"), now);
    expect(described).toMatchObject({ State, LastUpdateStatus, RevisionId });
    expect(revisionOf(version("1"), now)).toBe(RevisionId);
  });

  test("has the ARN that was asked for", () => {
    const arn = (qualifier?: string) =>
      describeVersion(place, "app", version("1"), 0, qualifier).FunctionArn;
    expect([arn(), arn("live")]).toEqual([
      "arn:aws:lambda:r:1:function:app",
      "arn:aws:lambda:r:1:function:app:live",
    ]);
  });
});

test("a qualifier is a number, an alias or $LATEST", () => {
  const fn = {
    latest: version("$LATEST"),
    versions: [version("1"), version("2")],
    aliases: [
      { name: "live", version: "2", description: "", revision: "" },
      { name: "next", version: "$LATEST", description: "", revision: "" },
    ],
  } as unknown as LambdaFunction;
  const numbers = [undefined, "$LATEST", "1", "live", "next", "3", "other"].map(
    (qualifier) => versionFor(fn, qualifier)?.version,
  );
  expect(numbers).toEqual(["$LATEST", "$LATEST", "1", "2", "$LATEST", undefined, undefined]);
});
