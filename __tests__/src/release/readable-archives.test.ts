import { expect, test } from "@jest/globals";
import type { ArchiveName } from "../../../contract/manifest.ts";
import { matches } from "../../../local/services/wildcards.ts";
import type { TrustLevel } from "../../../src/inputs/trust.ts";
import { mayCarryOver, readableKeys } from "../../../src/release/readable-archives.ts";

const LEVELS = ["protected", "deployed", "preview"] as const;

test.each<[TrustLevel, string, ArchiveName, boolean]>([
  ["protected", "shop/archives/protected/assets/", "assets", true],
  ["protected", "shop/archives/deployed/assets/", "assets", false],
  ["protected", "shop/archives/preview/app/", "app", false],
  ["deployed", "shop/archives/protected/assets/", "assets", true],
  ["deployed", "shop/archives/deployed/app/", "app", true],
  ["deployed", "shop/archives/preview/app/", "app", false],
  ["preview", "shop/archives/preview/assets/", "assets", true],
  ["preview", "shop/archives/deployed/assets/", "assets", false],
  ["preview", "shop/archives/protected/app/", "app", false],
  // As an older version or a stranger may have written it.
  ["protected", "shop/archives/", "app", false],
  ["protected", "blog/archives/protected/app/", "app", false],
  ["protected", "shop/archives/protected/app/../../preview/app/", "app", false],
  ["protected", "shop/archives/protected/app/", "assets", false],
])("a %s release may carry over what lies at `%s` as `%s`: %s", (trust, prefix, name, may) => {
  const ref = { name, prefix, pieces: [], bytes: 0, unpackedBytes: 0 };
  expect(mayCarryOver("shop", trust, ref)).toBe(may);
});

test("whatever a release may carry over, its role reads", () => {
  for (const trust of LEVELS) {
    for (const level of LEVELS) {
      for (const name of ["app", "assets"] as const) {
        const prefix = `shop/archives/${level}/${name}/`;
        const ref = { name, prefix, pieces: [], bytes: 0, unpackedBytes: 0 };
        if (!mayCarryOver("shop", trust, ref)) continue;
        const keys = readableKeys("shop", trust === "preview" ? "preview" : "deployed");
        expect(keys.some((key) => matches(key, `${prefix}${"0".repeat(64)}.zst`))).toBe(true);
      }
    }
  }
});
