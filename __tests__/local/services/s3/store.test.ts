import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { finished } from "node:stream/promises";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { openS3Store, type S3Store } from "../../../../local/services/s3/store.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "megamode-store-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function write(store: S3Store, content: string): Promise<string> {
  store.objects("bucket");
  const { file, stream } = store.newBody("bucket");
  stream.end(content);
  await finished(stream);
  return file;
}

const object = (file: string) => ({
  file,
  size: 3,
  etag: '"e"',
  modified: "then",
  contentType: "text/plain",
  headers: {},
  metadata: {},
});

test("what an object refers to stays, and what an interrupted upload left is removed", async () => {
  const store = openS3Store(folder);
  store.buckets.set("bucket", { created: "then", tags: {} });
  const used = await write(store, "abc");
  await write(store, "left behind");
  store.objects("bucket").set("key", object(used));
  const again = openS3Store(folder);
  expect(again.objects("bucket").get("key")?.file).toBe(used);
  expect(await text(await again.readBody("bucket", used))).toBe("abc");
  expect(await text(await again.readBody("bucket", used, { start: 1, end: 1 }))).toBe("b");
  const bodies = join(folder, Buffer.from("bucket").toString("hex"), "bodies");
  expect(readdirSync(bodies)).toEqual([used]);
});

test("a body that is removed can still be read by who has it open", async () => {
  const store = openS3Store(folder);
  const file = await write(store, "abc");
  const body = await store.readBody("bucket", file);
  store.dropBody("bucket", file);
  expect(await text(body)).toBe("abc");
  await expect(store.readBody("bucket", file)).rejects.toThrow("ENOENT");
});
