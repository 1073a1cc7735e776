import { mkdtempSync } from "node:fs";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { type ArchiveRef, type Manifest, pieceKey } from "../../../../contract/manifest.ts";
import { packArchive } from "../../../../src/bundle/archive/pack.ts";
import { tarOf } from "../../../../src/bundle/archive/tar-of.ts";
import { archiveRef, bundleDigest, createManifest } from "../../../../src/bundle/manifest.ts";
import { chooseEarlierAssets } from "../../../../src/release/earlier-assets/choose.ts";
import { collectAssets } from "../../../../src/release/earlier-assets/collect.ts";
import { recordedAssets, releaseRecord } from "../../../../src/release/records/release-record.ts";
import { fakeCloud } from "../../../fakes/cloud.ts";

const ref = (name: ArchiveRef["name"], sha256: string): ArchiveRef => ({
  name,
  prefix: "shop/archives/",
  pieces: [{ sha256, bytes: 1, tarBytes: 3 }],
  bytes: 1,
  unpackedBytes: 2,
});
const app = ref("app", "a1");
const earlier = ref("assets", "e1");

describe("what becomes of the live release's assets", () => {
  test.each([
    ["nothing is live, or nothing is known of it", ["a", "b"], undefined, { kind: "none" }],
    ["neither has any", [], { own: [], app, earlier: undefined }, { kind: "none" }],
    ["the same assets", ["a", "b"], { own: ["a", "b"], app, earlier: undefined }, { kind: "none" }],
    [
      "the same assets, and a release before that had others",
      ["a", "b"],
      { own: ["a", "b"], app, earlier },
      { kind: "keep", archive: earlier },
    ],
    [
      "others: only what the live release had itself",
      ["a", "c"],
      { own: ["a", "b"], app, earlier },
      { kind: "collect", from: app, paths: ["b"] },
    ],
    [
      "more: one may be of the earlier ones",
      ["a", "c"],
      { own: ["a"], app, earlier },
      { kind: "none" },
    ],
    [
      "none any more",
      [],
      { own: ["a", "b"], app, earlier: undefined },
      { kind: "collect", from: app, paths: ["a", "b"] },
    ],
  ] as const)("%s", (_, own, live, choice) => {
    expect(chooseEarlierAssets(own, live)).toEqual(choice);
  });
});

describe("a release", () => {
  const manifest: Manifest = createManifest({
    archives: [ref("ruby", "r1"), ref("gems", "g1"), app],
    server: { argv: [], cwd: "/tmp/mm/app", env: {}, defaults: {} },
    label: "Rails",
    healthCheckPath: "/up",
  });
  const record = (of: Manifest) =>
    releaseRecord({
      version: "7",
      previousVersion: "6",
      manifest: of,
      assets: ["a"],
      environment: {},
      now: 0,
    });

  test("records its assets, and every archive that it names", () => {
    const first = record(manifest);
    expect(recordedAssets(first)).toEqual({ own: ["a"], app, earlier: undefined });
    const second = record({ ...manifest, earlierAssets: earlier });
    expect(second.archives.map(({ name }) => name)).toEqual(["ruby", "gems", "app", "assets"]);
    expect(recordedAssets(JSON.parse(JSON.stringify(second)))).toEqual({
      own: ["a"],
      app,
      earlier,
    });
  });

  test("of before assets were recorded has none that are known", () => {
    const { assets: _, ...old } = record(manifest);
    expect(recordedAssets(old)).toBeUndefined();
    const whole = { ...record(manifest), archives: [{ name: "app", key: "k", sha256: "a1" }] };
    expect(recordedAssets(whole)).toBeUndefined();
    expect(recordedAssets(undefined)).toBeUndefined();
  });

  test("is the same bundle whatever was live before", () => {
    expect(bundleDigest({ ...manifest, earlierAssets: earlier })).toBe(bundleDigest(manifest));
  });
});

describe("collecting", () => {
  const folder = () => mkdtempSync(join(tmpdir(), "assets-"));

  /** The app archive of a live release, and a bucket that may hold it. */
  async function live(files: Readonly<Record<string, string>>) {
    const backing = folder();
    for (const [path, content] of Object.entries(files)) {
      await mkdir(join(backing, dirname(path)), { recursive: true });
      await writeFile(join(backing, path), content);
    }
    const pieces = folder();
    const leaveOut = () => false;
    const packed = await packArchive({
      name: "app",
      backing,
      directories: ["app"],
      leaveOut,
      folder: pieces,
    });
    const from = archiveRef("shop", packed);
    const store = fakeCloud().store;
    store.download = async (_bucket, key, to) => {
      if (key !== pieceKey(from, from.pieces[0]!)) return false;
      await copyFile(join(pieces, from.pieces[0]!.sha256), to);
      return true;
    };
    return { from, pieces, store };
  }
  const files = {
    "app/public/assets/old-1.css": "body {}",
    "app/public/assets/kept-2.css": "p {}",
    "app/config/secret": "no asset",
  };
  const paths = ["app/public/assets/old-1.css", "app/public/assets/never-packed.css"];

  test("packs what is asked for and there, the same bytes each time", async () => {
    const { from, store } = await live(files);
    const collect = () => collectAssets(store, "bucket", { app: "shop", from, paths }, folder());
    const one = await collect();
    if (typeof one === "string") throw new Error(one);
    expect(one.ref).toMatchObject({ name: "assets", unpackedBytes: 7 });
    let text = "";
    for await (const part of tarOf(one.folder, one.ref.pieces)) text += part.toString("latin1");
    expect(text).toContain("old-1.css");
    expect(text).not.toMatch(/kept-2|secret/);
    expect(await collect()).toMatchObject({ ref: one.ref });
  });

  test.each([
    ["is gone", /is gone/, "gone", paths],
    ["is damaged", /is damaged/, "damaged", paths],
    ["has none of them", /has none/, "whole", paths.slice(1)],
  ] as const)("says where the live release's archive %s", async (_, why, state, wanted) => {
    const { from, pieces, store } = await live(files);
    if (state === "gone") store.download = async () => false;
    if (state === "damaged") await writeFile(join(pieces, from.pieces[0]!.sha256), "x");
    const options = { app: "shop", from, paths: wanted };
    expect(await collectAssets(store, "bucket", options, folder())).toMatch(why);
  });
});
