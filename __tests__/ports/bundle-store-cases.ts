import { existsSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "@jest/globals";
import { sha256Hex } from "../../src/digest.ts";
import { MOST_JSON } from "../../src/ports/bundle-store.ts";
import { type Case, unique, type World } from "./world.ts";

/** What a PUT by a URL for one write must say. */
const ONCE = { "If-None-Match": "*" };

const folder = mkdtempSync(join(tmpdir(), "megamode-store-"));

function file(content: string): string {
  const path = join(folder, unique("file"));
  writeFileSync(path, content);
  return path;
}

const ignored = () => {};

async function bucket({ cloud }: World): Promise<string> {
  const name = unique("bundles");
  await cloud.store.ensureBucket(name, ignored);
  return name;
}

async function upload({ cloud }: World, into: string, key: string, content: string) {
  await cloud.store.upload(into, key, file(content), sha256Hex(content));
}

async function contentOf(
  { cloud }: World,
  from: string,
  key: string,
  bytes: number,
): Promise<string> {
  const path = join(folder, unique("download"));
  expect(await cloud.store.download(from, key, path, bytes)).toBe(true);
  return readFileSync(path, "utf8");
}

export const bundleStoreCases: readonly Case[] = [
  {
    title: "a bucket that is there already is left as it is",
    async run(world) {
      const name = await bucket(world);
      await upload(world, name, "a", "content");
      await world.cloud.store.ensureBucket(name, ignored);
      expect(await world.cloud.store.has(name, "a")).toBe(true);
    },
  },
  {
    title: "a bucket is found once it is created, which is told once",
    async run({ cloud: { store } }) {
      const name = unique("bundles");
      const told: string[] = [];
      expect(await store.findBucket(name)).toBe(false);
      await store.ensureBucket(name, (line) => told.push(line));
      await store.ensureBucket(name, (line) => told.push(line));
      expect(await store.findBucket(name)).toBe(true);
      expect(told).toEqual([expect.stringContaining(name)]);
    },
  },
  {
    title: "an object is there once it is uploaded, and comes back as it was",
    async run(world) {
      const name = await bucket(world);
      expect(await world.cloud.store.has(name, "shop/a")).toBe(false);
      await upload(world, name, "shop/a", "content");
      expect(await world.cloud.store.has(name, "shop/a")).toBe(true);
      expect(await world.cloud.store.has(name, "shop/")).toBe(false);
      expect(await contentOf(world, name, "shop/a", 7)).toBe("content");
    },
  },
  {
    title: "an object is written to a new file only: what lies there stays",
    async run(world) {
      const name = await bucket(world);
      await upload(world, name, "a", "content");
      const there = file("mine");
      const download = world.cloud.store.download(name, "a", there, 7);
      await expect(download).rejects.toMatchObject({ code: "EEXIST" });
      expect(readFileSync(there, "utf8")).toBe("mine");
    },
  },
  {
    title: "an object that is uploaded twice stays the first",
    async run(world) {
      const name = await bucket(world);
      await upload(world, name, "a", "first");
      await upload(world, name, "a", "later");
      expect(await contentOf(world, name, "a", 5)).toBe("first");
    },
  },
  {
    title: "an upload whose digest is another's is refused",
    async run(world) {
      const name = await bucket(world);
      const { store } = world.cloud;
      const wrong = store.upload(name, "a", file("content"), sha256Hex("other"));
      await expect(wrong).rejects.toMatchObject({ name: "BadDigest" });
      expect(await store.has(name, "a")).toBe(false);
    },
  },
  {
    title: "a bucket that is missing has nothing, and takes nothing",
    async run(world) {
      const name = unique("no-such-bucket");
      const { store } = world.cloud;
      const path = file("");
      expect(await store.has(name, "a")).toBe(false);
      expect(await store.download(name, "a", path, 7)).toBe(false);
      expect(await store.readJson(name, "a")).toBeUndefined();
      expect(await store.removeAll(name, "")).toBe(0);
      for (const write of [
        () => upload(world, name, "a", "content"),
        () => store.writeJson(name, "a", {}),
        () => store.claim(name, "a"),
      ]) {
        await expect(write()).rejects.toMatchObject({ name: "NoSuchBucket" });
      }
    },
  },
  {
    title: "a download of what is missing leaves no file behind",
    async run(world) {
      const name = await bucket(world);
      const path = file("as it was");
      expect(await world.cloud.store.download(name, "a", path, 7)).toBe(false);
      expect(readFileSync(path, "utf8")).toBe("as it was");
    },
  },
  {
    title: "a download of another size than it should have leaves no file behind",
    async run(world) {
      const name = await bucket(world);
      await upload(world, name, "a", "content");
      for (const bytes of [0, 6, 8]) {
        const path = join(folder, unique("download"));
        expect(await world.cloud.store.download(name, "a", path, bytes)).toBe(false);
        expect(existsSync(path)).toBe(false);
      }
    },
  },
  {
    title: "a download writes neither over a file nor through a link",
    async run(world) {
      const name = await bucket(world);
      await upload(world, name, "a", "content");
      const path = file("as it was");
      const link = join(folder, unique("link"));
      symlinkSync(path, link);
      for (const place of [path, link]) {
        const done = world.cloud.store.download(name, "a", place, 7);
        await expect(done).rejects.toMatchObject({ code: "EEXIST" });
      }
      expect(readFileSync(path, "utf8")).toBe("as it was");
    },
  },
  {
    title: "what is no JSON, or more than anybody of us writes, is unreadable",
    async run(world) {
      const name = await bucket(world);
      const { store } = world.cloud;
      await upload(world, name, "word", "no JSON");
      await upload(world, name, "large", JSON.stringify("x".repeat(MOST_JSON)));
      for (const key of ["word", "large"]) {
        await expect(store.readJson(name, key)).rejects.toMatchObject({ name: "Unreadable" });
      }
    },
  },
  {
    title: "JSON comes back as the value that was written last",
    async run(world) {
      const name = await bucket(world);
      const { store } = world.cloud;
      expect(await store.readJson(name, "a.json")).toBeUndefined();
      await store.writeJson(name, "a.json", { version: "1" });
      await store.writeJson(name, "a.json", { version: "2", missing: undefined });
      expect(await store.readJson(name, "a.json")).toEqual({ version: "2" });
    },
  },
  {
    title: "one claims, and whoever comes second does not",
    async run(world) {
      const name = await bucket(world);
      const { store } = world.cloud;
      expect(await store.claim(name, "run/claim")).toBe(true);
      expect(await store.claim(name, "run/claim")).toBe(false);
      expect(await store.claim(name, "run/other")).toBe(true);
      expect(await store.has(name, "run/claim")).toBe(true);
      expect(await store.claim(name, "owner", { of: "us" })).toBe(true);
      expect(await store.claim(name, "owner", { of: "them" })).toBe(false);
      expect(await store.claim(name, "owner", { of: "us" })).toBe(true);
      expect(await store.readJson(name, "owner")).toEqual({ of: "us" });
    },
  },
  {
    title: "somebody else writes an object by its URL, again and again",
    async run(world) {
      const name = await bucket(world);
      const url = await world.cloud.store.presignPut(name, "run/result.json", 60);
      expect(await world.put(url, "1")).toBe(200);
      expect(await world.put(url, "2")).toBe(200);
      expect(await world.cloud.store.readJson(name, "run/result.json")).toBe(2);
    },
  },
  {
    title: "a URL for one write is refused where the object is there",
    async run(world) {
      const name = await bucket(world);
      const { store } = world.cloud;
      const url = await store.presignPut(name, "run/claim", 60, { once: true });
      expect(await world.put(url, "1", ONCE)).toBe(200);
      expect(await world.put(url, "2", ONCE)).toBe(412);
      expect(await store.claim(name, "run/claim")).toBe(false);
      expect(await store.readJson(name, "run/claim")).toBe(1);
    },
  },
  {
    title: "a URL for one write is refused to whoever does not say so, and then writes nothing",
    async run(world) {
      const name = await bucket(world);
      const { store } = world.cloud;
      const url = await store.presignPut(name, "run/claim", 60, { once: true });
      expect(await world.put(url, "1")).toBe(403);
      expect(await store.has(name, "run/claim")).toBe(false);
      expect(await world.put(url, "2", ONCE)).toBe(200);
      expect(await world.put(url, "3")).toBe(403);
      expect(await store.readJson(name, "run/claim")).toBe(2);
    },
  },
  {
    title: "everything below a prefix goes, and nothing else",
    async run(world) {
      const name = await bucket(world);
      const { store } = world.cloud;
      for (const key of ["pr-1/releases/1", "pr-1/releases/7", "pr-1/runs/1", "pr-12/releases/1"]) {
        await store.writeJson(name, key, key);
      }
      expect(await store.removeAll(name, "pr-1/releases/")).toBe(2);
      expect(await store.removeAll(name, "pr-1/releases/")).toBe(0);
      expect(await store.readJson(name, "pr-1/releases/7")).toBeUndefined();
      expect(await store.readJson(name, "pr-1/runs/1")).toBe("pr-1/runs/1");
      expect(await store.readJson(name, "pr-12/releases/1")).toBe("pr-12/releases/1");
    },
  },
];
