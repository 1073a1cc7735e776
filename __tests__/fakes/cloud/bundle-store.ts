import { randomUUID } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { sha256Hex } from "../../../src/digest.ts";
import { type BundleStore, parseJson } from "../../../src/ports/bundle-store.ts";
import { type CloudState, emptyState, failure, makeBucket } from "./state.ts";

/** Objects in memory. */
export function fakeBundleStore(state: CloudState): BundleStore {
  const { buckets } = state;
  const objectsOf = (bucket: string): Map<string, Buffer> => {
    const found = buckets.get(bucket);
    if (found === undefined) throw failure("NoSuchBucket", `There is no bucket ${bucket}.`);
    return found;
  };
  return {
    async findBucket(bucket) {
      return buckets.has(bucket);
    },

    async ensureBucket(bucket, log) {
      if (!buckets.has(bucket)) log(`Created the bucket \`${bucket}\`.`);
      makeBucket(state, bucket);
    },

    async has(bucket, key) {
      return buckets.get(bucket)?.has(key) === true;
    },

    async upload(bucket, key, file, sha256) {
      const content = await readFile(file);
      const objects = objectsOf(bucket);
      if (objects.has(key)) return;
      if (sha256Hex(content) !== sha256) {
        throw failure("BadDigest", `${file} is not what its digest says.`);
      }
      objects.set(key, content);
    },

    async download(bucket, key, file, bytes) {
      const content = buckets.get(bucket)?.get(key);
      if (content?.length !== bytes) return false;
      await writeFile(file, content, { flag: "wx" });
      return true;
    },

    async readJson(bucket, key) {
      const content = buckets.get(bucket)?.get(key);
      return content && parseJson(key, content);
    },

    async writeJson(bucket, key, value) {
      objectsOf(bucket).set(key, Buffer.from(JSON.stringify(value)));
    },

    async claim(bucket, key, value) {
      const objects = objectsOf(bucket);
      const content = value === undefined ? randomUUID() : JSON.stringify(value);
      if (objects.has(key)) return objects.get(key)?.toString() === content;
      objects.set(key, Buffer.from(content));
      return true;
    },

    async presignPut(bucket, key, seconds, { once = false } = {}) {
      const url = new URL(`https://s3.test/${bucket}/${key}?seconds=${seconds}`);
      if (once) url.searchParams.set("once", "");
      return url.href;
    },

    async removeAll(bucket, prefix) {
      const objects = buckets.get(bucket) ?? new Map<string, Buffer>();
      const gone = [...objects.keys()].filter((key) => key.startsWith(prefix));
      for (const key of gone) objects.delete(key);
      return gone.length;
    },
  };
}

/** A store that has one bucket, and nothing in it. */
export function storeWith(bucket: string) {
  const state = emptyState();
  return { state, store: fakeBundleStore(state), objects: makeBucket(state, bucket) };
}

/**
 * Writes an object by a presigned URL, as the proxy in a function does.
 * @param headers a URL for one write is signed for `If-None-Match: *`
 * @returns the HTTP status
 */
export function putByUrl(
  { buckets }: CloudState,
  url: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): number {
  const { pathname, searchParams } = new URL(url);
  const isConditional = new Headers(headers).get("if-none-match") === "*";
  if (searchParams.has("once") && !isConditional) return 403;
  const [, bucket = "", ...path] = pathname.split("/");
  const [objects, key] = [buckets.get(bucket), path.join("/")];
  if (objects === undefined) return 404;
  if (isConditional && objects.has(key)) return 412;
  objects.set(key, Buffer.from(body));
  return 200;
}
