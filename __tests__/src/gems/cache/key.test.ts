import { describe, expect, test } from "@jest/globals";
import { gemCacheKeys, type KeyInput } from "../../../../src/gems/cache/key.ts";

const usual: KeyInput = {
  installation: "f".repeat(64),
  ruby: { version: "3.3.8", platform: "x86_64-linux", prefix: "/opt/ruby" },
  system: "ubuntu-24.04",
  glibc: "2.39",
  trust: "deployed",
};

describe("the key of vendored gems", () => {
  test("says by whom and for what they were made, and ends with the whole digest", () => {
    const { save } = gemCacheKeys(usual);
    expect(save).toMatch(
      /^megamode-gems-v3-deployed-ubuntu-24\.04-x86_64-linux-glibc2\.39-ruby3\.3\.8-[0-9a-f]{64}$/,
    );
    expect(save).not.toContain(",");
    expect(save.length).toBeLessThan(512); // What GitHub takes.
  });

  test.each([
    ["protected", ["protected"]],
    ["deployed", ["protected", "deployed"]],
    ["preview", ["protected", "deployed", "preview"]],
  ] as const)("of a `%s` stage is its own; it may also use those of %j", (trust, levels) => {
    const { restore, save } = gemCacheKeys({ ...usual, trust });
    expect(restore.map((key) => key.split("-")[3])).toEqual(levels);
    expect(restore.at(-1)).toBe(save);
  });

  test.each<[string, Partial<KeyInput>]>([
    ["installation", { installation: "0".repeat(64) }],
    ["Ruby", { ruby: { ...usual.ruby, version: "3.3.9" } }],
    ["place for Ruby", { ruby: { ...usual.ruby, prefix: "/usr" } }],
    ["architecture", { ruby: { ...usual.ruby, platform: "aarch64-linux" } }],
    ["system", { system: "ubuntu-26.04" }],
    ["libc", { glibc: "2.41" }],
    ["trust level", { trust: "preview" }],
  ])("for another %s is another", (_, change) => {
    expect(gemCacheKeys({ ...usual, ...change }).save).not.toEqual(gemCacheKeys(usual).save);
  });
});
