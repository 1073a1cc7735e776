import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { S3Location } from "../../../../runtime/src/config.ts";
import { PieceSource } from "../../../../runtime/src/loader/fetch/piece-source.ts";
import { packed } from "../archives.ts";
import { S3Server } from "../s3-server.ts";

let s3: S3Server;
let location: S3Location;
let source: PieceSource | undefined;
beforeEach(async () => {
  s3 = new S3Server();
  location = await s3.start();
});
afterEach(async () => {
  source?.close();
  await s3.stop();
});

/** Two pieces: 100,000 bytes, and 2000 that are harder to compress. */
const tar = Buffer.concat([
  Buffer.alloc(100_000, "a"),
  Buffer.from(Array.from({ length: 2000 }, (_, i) => (i * 7919) % 251)),
]);
const { ref, objects } = packed("app", tar, { pieceBytes: 100_000 });

async function open() {
  for (const [key, bytes] of objects) s3.objects.set(key, bytes);
  const opened = new PieceSource(ref.pieces, location);
  source = opened;
  const { signal } = new AbortController();
  return { opened, fetch: (at: number) => opened.fetch(ref, ref.pieces[at]!, signal) };
}

test("pieces come unpacked, each in one buffer, whatever the others' sizes are", async () => {
  const { opened, fetch } = await open();
  expect(opened.fetchedAt).toBe(0);
  for (const [at, content] of [
    [1, tar.subarray(100_000)],
    [0, tar.subarray(0, 100_000)],
  ] as const) {
    const part = await fetch(at);
    expect(part.buffers).toHaveLength(1);
    expect(part.buffers[0]!.equals(content)).toBe(true);
    part.release();
  }
  expect(opened.fetchedAt).toBeGreaterThan(0);
});

test("what begins after the end is stopped too", async () => {
  const { opened, fetch } = await open();
  opened.close();
  await expect(fetch(0)).rejects.toThrow();
});

test("memory is used again only when it is released", async () => {
  const { fetch } = await open();
  const [one, other] = await Promise.all([fetch(0), fetch(0)]);
  const memory = [one, other].map(({ buffers }) => buffers[0]!.buffer);
  expect(memory[0]).not.toBe(memory[1]);
  one.release();
  expect((await fetch(0)).buffers[0]!.buffer).toBe(memory[0]);
});

test("a failure leaves the source usable", async () => {
  const { fetch } = await open();
  s3.objects.clear();
  await expect(fetch(0)).rejects.toThrow(/NoSuchKey/);
  for (const [key, bytes] of objects) s3.objects.set(key, bytes);
  expect((await fetch(0)).buffers).toHaveLength(1);
});

test("closing stops what is in progress", async () => {
  const { opened, fetch } = await open();
  s3.behaviours.push(() => {
    opened.close();
    return true;
  });
  await expect(fetch(0)).rejects.toThrow("stopped");
});
