import { describe, expect, test } from "@jest/globals";
import { type Installation, installationDigest } from "../../../../src/gems/cache/installation.ts";
import { tree } from "../../../tree.ts";

const FILES = {
  "Gemfile.lock": "    rack (3.2.8)\n",
  "vendor/cache/rack-3.2.8.gem": "a gem",
  "vendor/cache/from_git-0123456789ab/ext/extconf.rb": "1",
  "app.rb": "1\n",
};
const app = (files: Readonly<Record<string, string>> = {}) => tree({ ...FILES, ...files });
const SETTINGS = {
  running: { BUNDLE_WITHOUT: "test" },
  deciding: new Map(),
  installing: new Map(),
};

const of = (more: Partial<Installation> = {}): Promise<string | undefined> =>
  installationDigest({
    dir: app(),
    app: { lockfile: "Gemfile.lock" },
    evaluated: { digest: "e", hasPlugin: false },
    settings: SETTINGS,
    environment: { HOME: "/absent" },
    ...more,
  });

describe("what decides an installation", () => {
  test("has one digest, in whatever folder the app is", async () => {
    expect(await of()).toMatch(/^[0-9a-f]{64}$/);
    expect(await of({ dir: app({ "app.rb": "2\n" }) })).toBe(await of());
  });

  const settings = (more: object) => ({ settings: { ...SETTINGS, ...more } });
  test.each<[string, Partial<Installation>]>([
    ["the app's own code in it", { evaluated: { digest: "f", hasPlugin: false } }],
    ["the lockfile", { dir: app({ "Gemfile.lock": "    rack (3.2.9)\n" }) }],
    ["a gem that the app brings along", { dir: app({ "vendor/cache/rack-3.2.8.gem": "b" }) }],
    [
      "a repository that it brings along",
      { dir: app({ "vendor/cache/from_git-0123456789ab/ext/extconf.rb": "2" }) },
    ],
    ["the groups", settings({ running: { BUNDLE_WITHOUT: "" } })],
    ["a mirror", settings({ deciding: new Map([["BUNDLE_MIRROR__ALL", "http://m"]]) })],
    [
      "the folder of what it brings along",
      settings({ installing: new Map([["BUNDLE_CACHE_PATH", "x"]]) }),
    ],
    ["the compiler's flags", { environment: { HOME: "/absent", CFLAGS: "-O3" } }],
  ])("has another with another of: %s", async (_, more) => {
    expect(await of(more)).not.toBe(await of());
  });

  test("has none with a plugin of Bundler, which no lockfile names", async () => {
    expect(await of({ evaluated: { digest: "e", hasPlugin: true } })).toBeUndefined();
  });
});
