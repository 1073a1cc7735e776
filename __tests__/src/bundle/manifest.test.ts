import { describe, expect, test } from "@jest/globals";
import type { ArchiveRef, Manifest } from "../../../contract/manifest.ts";
import {
  archiveRef,
  archivesOf,
  bundleDigest,
  createManifest,
} from "../../../src/bundle/manifest.ts";

const ref = (name: ArchiveRef["name"]): ArchiveRef => ({
  name,
  prefix: "shop/archives/",
  pieces: [],
  bytes: 0,
  unpackedBytes: 0,
});

const manifest: Manifest = createManifest({
  archives: [ref("ruby"), ref("app")],
  server: { argv: ["ruby"], cwd: "/tmp/mm/app", env: {}, defaults: {} },
  label: "Rack",
  healthCheck: { path: "/up" },
});

test("an archive is named by its app's folder, with the bytes of all its pieces", () => {
  const pieces = [
    { sha256: "a", bytes: 10, tarBytes: 20 },
    { sha256: "b", bytes: 5, tarBytes: 7 },
  ];
  const packed = { name: "gems", folder: "/x", pieces, unpackedBytes: 26, parts: [] } as const;
  expect(archiveRef("shop", "protected", packed)).toEqual({
    name: "gems",
    prefix: "shop/archives/protected/gems/",
    pieces,
    bytes: 15,
    unpackedBytes: 26,
  });
});

describe("a manifest with assets of earlier releases", () => {
  const later = { ...manifest, earlierAssets: ref("assets") };

  test("names them among its archives", () => {
    expect(archivesOf(manifest).map(({ name }) => name)).toEqual(["ruby", "app"]);
    expect(archivesOf(later).map(({ name }) => name)).toEqual(["ruby", "app", "assets"]);
  });

  test("is the same bundle", () => {
    expect(bundleDigest(later)).toBe(bundleDigest(manifest));
    expect(bundleDigest({ ...manifest, healthCheck: { path: "/" } })).not.toBe(
      bundleDigest(manifest),
    );
  });
});
