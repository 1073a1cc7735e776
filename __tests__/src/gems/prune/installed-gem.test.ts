import { describe, expect, test } from "@jest/globals";
import { readInstalledGem, requirePathsOf } from "../../../../src/gems/prune/installed-gem.ts";
import { tree } from "../../../tree.ts";

test("require paths are those of the specification, lib where it names none", () => {
  expect(requirePathsOf('s.require_paths = ["ext".freeze, "lib".freeze]')).toEqual(["ext", "lib"]);
  expect(requirePathsOf("")).toEqual(["lib"]);
});

describe("an installed gem", () => {
  const specification = 's.require_paths = ["ext".freeze]';
  const top = tree({
    "specifications/pg-1.5.9.gemspec": specification,
    "bundler/gems/rails-0123456789ab/rails.gemspec": specification,
    "bundler/gems/mono-0123456789ab/one/one.gemspec": specification,
  });

  test.each([
    ["of a server", "gems", "pg-1.5.9", { name: "pg", requirePaths: ["ext"] }],
    ["of git", "bundler/gems", "rails-0123456789ab", { name: "rails", requirePaths: ["ext"] }],
    ["of a checkout with several gems", "bundler/gems", "mono-0123456789ab", undefined],
    ["without a specification", "gems", "rack-3.1.0", undefined],
  ])("%s", async (_, home, folder, expected) => {
    expect(await readInstalledGem(top, home, folder)).toEqual(expected);
  });
});
