import { expect, test } from "@jest/globals";
import type { ArchiveRef } from "../../../../contract/manifest.ts";
import { archivePrefix, bundleDigest, createManifest } from "../../../../src/bundle/manifest.ts";
import {
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
