import { describe, expect, test } from "@jest/globals";
import { gemCacheKeys, type KeyInput } from "../../../../src/gems/cache/key.ts";

const usual: KeyInput = {
  lockfile: "GEM\n",
  ruby: { version: "3.3.8", platform: "x86_64-linux", prefix: "/opt/ruby" },
  system: "ubuntu-24.04",
  glibc: "2.39",
  running: { BUNDLE_WITHOUT: "development:test" },
  installing: new Map(),
  environment: {},
};

describe("the key of vendored gems", () => {
  test("says for what they were made, and ends with the lockfile", () => {
    const { key, near } = gemCacheKeys(usual);
    expect(key).toMatch(
      /^megamode-gems-v2-ubuntu-24\.04-x86_64-linux-glibc2\.39-ruby3\.3\.8-[0-9a-f]{12}-[0-9a-f]{32}$/,
    );
    expect(near).toEqual([key.slice(0, -32)]);
    expect(key).not.toContain(",");
    expect(key.length).toBeLessThan(512); // What GitHub takes.
  });

  test("of another lockfile is near", () => {
    const other = gemCacheKeys({ ...usual, lockfile: "GEM\n  other" });
    expect(other.key).not.toBe(gemCacheKeys(usual).key);
    expect(other.near).toEqual(gemCacheKeys(usual).near);
  });

  test.each<[string, Partial<KeyInput>]>([
    ["Ruby", { ruby: { ...usual.ruby, version: "3.3.9" } }],
    ["place for Ruby", { ruby: { ...usual.ruby, prefix: "/usr" } }],
    ["architecture", { ruby: { ...usual.ruby, platform: "aarch64-linux" } }],
    ["system", { system: "ubuntu-26.04" }],
    ["libc", { glibc: "2.41" }],
    ["group", { running: { BUNDLE_WITHOUT: "test" } }],
    ["flag of the app's", { installing: new Map([["BUNDLE_BUILD__PG", "--with-x"]]) }],
    ["flag of the job's", { environment: { CFLAGS: "-march=native" } }],
  ])("for another %s is not even near", (_, change) => {
    expect(gemCacheKeys({ ...usual, ...change }).near).not.toEqual(gemCacheKeys(usual).near);
  });

  test("does not depend on credentials, nor on what has nothing to do with gems", () => {
    const installing = new Map([["BUNDLE_GEMS__EXAMPLE__COM", "user:password"]]);
    const environment = { BUNDLE_GEMS__OTHER__COM: "token", GITHUB_SHA: "f00", CFLAGS: undefined };
    expect(gemCacheKeys({ ...usual, installing, environment })).toEqual(gemCacheKeys(usual));
  });
});
