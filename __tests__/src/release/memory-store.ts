import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import type { BundleStore } from "../../../src/ports/bundle-store.ts";

/** A bundle store in memory. */
export interface MemoryStore extends BundleStore {
  /** Contents by `<bucket>/<key>`. */
  readonly objects: Map<string, Buffer>;
  readonly buckets: Set<string>;
}

export function memoryStore(): MemoryStore {
  const objects: MemoryStore["objects"] = new Map();
  const buckets: MemoryStore["buckets"] = new Set();
  const full = (bucket: string, key: string) => `${bucket}/${key}`;
  return {
    objects,
    buckets,
    ensureBucket: async (bucket) => void buckets.add(bucket),
    has: async (bucket, key) => objects.has(full(bucket, key)),
    async upload(bucket, key, file, sha256, bytes) {
      const content = await readFile(file);
      if (!buckets.has(bucket)) throw new Error(`There is no bucket ${bucket}`);
      if (content.length !== bytes) throw new Error(`${key} has not ${bytes} bytes`);
      if (createHash("sha256").update(content).digest("hex") !== sha256)
        throw new Error(`${key} has another digest`);
      objects.set(full(bucket, key), content);
    },
    async download(bucket, key, file) {
      const content = objects.get(full(bucket, key));
      if (content === undefined) return false;
      await writeFile(file, content);
      return true;
    },
    async readJson(bucket, key) {
      const content = objects.get(full(bucket, key));
      return content && JSON.parse(content.toString());
    },
    async writeJson(bucket, key, value) {
      objects.set(full(bucket, key), Buffer.from(JSON.stringify(value)));
    },
    async claim(bucket, key) {
      if (objects.has(full(bucket, key))) return false;
      objects.set(full(bucket, key), Buffer.alloc(0));
      return true;
    },
    presignPut: async (bucket, key, seconds, options) =>
      `https://${bucket}/${key}?seconds=${seconds}&once=${options?.once === true}`,
    async removeAll(bucket, prefix) {
      const gone = [...objects.keys()].filter((key) => key.startsWith(full(bucket, prefix)));
      for (const key of gone) objects.delete(key);
      return gone.length;
    },
  };
}
