import { describe, expect, test } from "@jest/globals";
import { UserError } from "../../../../src/errors.ts";
import { planInjectOff } from "../../../../src/inject/plan/inject-off.ts";
import { givenApp, givenSources, LOCKFILE } from "./given.ts";

const linux = LOCKFILE.replace("arm64-darwin-23", "x86_64-linux");

describe("`inject: off`", () => {
  test("adds files to our own folder alone, and has Ruby read one of them first", () => {
    const { edits, requires, missing, notices, gem } = planInjectOff(
      givenApp(),
      givenSources({ lockfile: linux }),
    );
    expect(edits.map(({ path, before }) => [path, before])).toEqual([
      [".megamode/config.ru", undefined],
      [".megamode/puma.rb", undefined],
      [".megamode/outside.rb", undefined],
      [".megamode/settings.rb", undefined],
    ]);
    expect([requires, missing, notices]).toEqual([
      ["/tmp/mm/app/.megamode/outside.rb"],
      "nothing",
      [],
    ]);
    expect(gem.path).toBe(".megamode/gem");
  });

  test("needs nothing but a rackup file for a Rack app with a server of its own", () => {
    const app = givenApp({ kind: "rack", server: { name: "falcon", version: "0.51.0" } });
    const { edits, requires } = planInjectOff(app, givenSources({ lockfile: linux }));
    expect(edits.map(({ path }) => path)).toEqual([".megamode/config.ru"]);
    expect(requires).toEqual([]);
  });

  test.each([
    ["has no lockfile", undefined, 'gem "puma"\n', "The app has no `Gemfile.lock`, and"],
    [
      "has none for the platform",
      LOCKFILE,
      'gem "puma"\n',
      "`Gemfile.lock` names no gems for `x86_64-linux`, and",
    ],
    [
      "has no server",
      linux,
      'gem "puma", group: :development\n',
      "The bundle has no server in a group that is deployed, and",
    ],
  ])("is an error where the app %s", (_, lockfile, gemfile, message) => {
    const plan = () => planInjectOff(givenApp(), givenSources({ lockfile, gemfile }));
    expect(plan).toThrow(UserError);
    expect(plan).toThrow(message);
  });
});
