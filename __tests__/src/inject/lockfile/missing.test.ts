import { describe, expect, test } from "@jest/globals";
import { parseLockfile } from "../../../../src/app/bundler/lockfile.ts";
import {
  canAddPlatform,
  hasPlatform,
  missingAfterEdit,
  missingUnedited,
} from "../../../../src/inject/lockfile/missing.ts";

const lockfile = (platforms: readonly string[], gem = "puma (8.0.2)") =>
  parseLockfile(
    [
      "GEM",
      "  specs:",
      `    ${gem}`,
      "",
      "PLATFORMS",
      ...platforms.map((one) => `  ${one}`),
      "",
    ].join("\n"),
  );

test.each([
  [["x86_64-linux"], true],
  [["ruby"], true],
  [["x86_64-linux-gnu", "arm64-darwin-23"], true],
  [["arm64-darwin-23"], false],
  [["x86_64-linux-musl"], false],
  [[], false],
])("a lockfile for %j is one for x86_64-linux: %s", (platforms, expected) => {
  expect(hasPlatform(lockfile(platforms), "x86_64-linux")).toBe(expected);
});

test.each([
  ["puma (8.0.2)", true],
  ["pre-release (1.0.0.pre1)", true],
  ["nokogiri (1.18.10-arm64-darwin)", false],
])("another platform can be added to a lockfile with %s: %s", (gem, expected) => {
  expect(canAddPlatform(lockfile(["ruby"], gem))).toBe(expected);
});

test("only gems of a gem server are locked for a platform", () => {
  const text =
    "PATH\n  remote: .\n  specs:\n    own (1.0-x)\n\nGEM\n  specs:\n    puma (1)\n      rack (>= 1-a)\n";
  expect(canAddPlatform(parseLockfile(text))).toBe(true);
});

test("one gem that is locked for a platform is enough, in any of the gem servers", () => {
  const text = "GEM\n  specs:\n    a (1)\n    b (1-java)\n\nGEM\n  specs:\n    c (1)\n";
  expect(canAddPlatform(parseLockfile(text))).toBe(false);
});

describe("what Bundler has to write", () => {
  const bound = "nokogiri (1.18.10-arm64-darwin)";
  test.each([
    ["no lockfile", undefined, "lockfile", "lockfile"],
    ["a lockfile for the platform", lockfile(["x86_64-linux"], bound), "nothing", "nothing"],
    ["a lockfile for others, with gems for any", lockfile(["arm64-darwin"]), "nothing", "platform"],
    ["a lockfile for others alone", lockfile(["arm64-darwin"], bound), "platform", "platform"],
  ])("for %s", (_, given, afterEdit, unedited) => {
    expect(missingAfterEdit(given, "x86_64-linux")).toBe(afterEdit);
    expect(missingUnedited(given, "x86_64-linux")).toBe(unedited);
  });
});
