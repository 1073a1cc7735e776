import { describe, expect, test } from "@jest/globals";
import type { ArchiveRef } from "../../../../contract/manifest.ts";
import { archivePrefix, bundleDigest, createManifest } from "../../../../src/bundle/manifest.ts";
import {
  formerlySet,
  recordedAssets,
  recordKey,
  recordsPrefix,
  releaseRecord,
} from "../../../../src/release/records/release-record.ts";

const ref = (name: ArchiveRef["name"], sha256: string): ArchiveRef => ({
  name,
  prefix: archivePrefix("shop", "preview", name),
  pieces: [{ sha256: sha256.repeat(32), bytes: 1, tarBytes: 3 }],
  bytes: 1,
  unpackedBytes: 2,
});
const app = ref("app", "a1");
const earlier = ref("assets", "e1");
const manifest = createManifest({
  archives: [ref("ruby", "c1"), ref("gems", "d1"), app],
  server: { argv: [], cwd: "/tmp/mm/app", env: {}, defaults: {} },
  label: "Rails",
  healthCheck: { path: "/up" },
});
const record = releaseRecord({
  version: "7",
  previousVersion: "6",
  manifest: { ...manifest, earlierAssets: earlier },
  assets: ["app/public/a"],
  environment: { STRIPE_KEY: "planted", A: "" },
  now: 1_700_000_000_000,
});
/** As it comes back from the bucket. */
const read: unknown = JSON.parse(JSON.stringify(record));

test("a stage's records have one prefix, and a name for each version", () => {
  expect(recordsPrefix("shop", "beta")).toBe("shop/beta/releases/");
  expect(recordKey("shop", "beta", "7")).toBe("shop/beta/releases/7.json");
});

test("a record names what the release consists of, and no variable's value", () => {
  expect(record).toEqual({
    schema: 1,
    version: "7",
    previousVersion: "6",
    bundleDigest: bundleDigest(manifest),
    archives: [ref("ruby", "c1"), ref("gems", "d1"), app, earlier],
    assets: ["app/public/a"],
    variables: ["STRIPE_KEY", "A"],
    releasedAt: "2023-11-14T22:13:20.000Z",
  });
});

describe("variables that were set formerly", () => {
  test.each<[string, unknown, readonly string[]]>([
    ["a record names", read, ["STRIPE_KEY", "A"]],
    ["there are none without a record", undefined, []],
    ["there are none in an empty record", {}, []],
    ["there are none in a record of another form", { variables: "STRIPE_KEY" }, []],
    ["are names only", { variables: ["A", 1, null] }, ["A"]],
  ])("%s", (_, of, names) => expect(formerlySet(of)).toEqual(names));
});

describe("recorded assets", () => {
  test("are the release's own and the archives that hold them and earlier ones", () => {
    expect(recordedAssets(read, "shop")).toEqual({ own: ["app/public/a"], app, earlier });
  });

  test("need no earlier ones", () => {
    const archives = [ref("gems", "d1"), app];
    const own = { own: [], app, earlier: undefined };
    expect(recordedAssets({ archives, assets: [] }, "shop")).toEqual(own);
  });

  test.each([
    ["there is no record", undefined],
    ["the record is empty", {}],
    ["the record is of before assets were recorded", { archives: [app] }],
    ["the record names no archive of the app", { archives: [earlier], assets: ["a"] }],
    [
      "the record is of before archives had pieces",
      { archives: [{ name: "app", key: "k", sha256: "a1" }], assets: ["a"] },
    ],
    [
      "an archive is another app's",
      { archives: [{ ...app, prefix: "x/archives/preview/app/" }], assets: [] },
    ],
    [
      "an archive's prefix leads elsewhere",
      { archives: [{ ...app, prefix: "shop/../" }], assets: [] },
    ],
    [
      "a digest is a path",
      { archives: [{ ...app, pieces: [{ sha256: "../x", bytes: 1, tarBytes: 3 }] }], assets: [] },
    ],
    ["the earlier assets' archive is none", { archives: [app, { name: "assets" }], assets: [] }],
    ["an asset lies elsewhere", { archives: [app], assets: ["/etc/passwd"] }],
    ["an asset leads elsewhere", { archives: [app], assets: ["app/../bin/ruby"] }],
    ["the assets are no list", { archives: [app], assets: "app/a" }],
    ["the archives are no list", { archives: "app", assets: [] }],
    ["an archive is null", { archives: [null], assets: [] }],
  ])("are unknown where %s", (_, of) => expect(recordedAssets(of, "shop")).toBeUndefined());
});
