import { randomBytes } from "node:crypto";
import { constants, zstdCompressSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { ArchiveRef, Piece } from "../../../../contract/manifest.ts";
import { Inflater } from "../../../../runtime/src/loader/archive/inflater.ts";

const ref = { name: "app" } as ArchiveRef;
const LARGEST = 300_000;
let inflater: Inflater;
beforeEach(() => {
  inflater = new Inflater(LARGEST);
});
afterEach(() => inflater.close());

const compress = (tar: Buffer) =>
  zstdCompressSync(tar, { params: { [constants.ZSTD_c_checksumFlag]: 1 } });
const inflate = (bytes: Buffer, tarBytes: number) => {
  const piece: Piece = { sha256: "digest", bytes: bytes.length, tarBytes };
  return inflater.inflate(ref, piece, bytes);
};

test("unpacks pieces of all sizes, each whole, into the same memory", async () => {
  const memory = new Set<ArrayBufferLike>();
  for (const size of [LARGEST, 1000, 1, LARGEST, 200_000, 150_000]) {
    const tar = randomBytes(size);
    const parts = await inflate(compress(tar), size);
    expect(Buffer.concat(parts).equals(tar)).toBe(true);
    expect(parts).toHaveLength(1);
    memory.add(parts[0]!.buffer);
  }
  // By a name that Node does not promise: where this fails, pieces are as right, and the loader slower.
  expect(memory.size).toBe(1);
});

describe("a damaged piece", () => {
  const tar = Buffer.alloc(2000, "megamode");
  const good = compress(tar);

  test.each([
    ["is no zstd at all", Buffer.from("PK zip, not zstd"), 2000, /is damaged: .*frame/i],
    ["has more in it than the manifest says", good, 1999, /unpacks to 2000 bytes.* says 1999/],
    ["has less in it than the manifest says", good, 2001, /unpacks to 2000 bytes.* says 2001/],
    ["has a wrong checksum", Buffer.concat([good.subarray(0, -1), Buffer.of(0)]), 2000, /damaged/],
    ["has bytes after its end", Buffer.concat([good, Buffer.from("junk")]), 2000, /is damaged/],
  ])("that %s is refused", async (_title, bytes, tarBytes, message) => {
    await expect(inflate(bytes, tarBytes)).rejects.toThrow(message);
    await expect(inflate(bytes, tarBytes)).rejects.toThrow(/`app` \(digest\)/);
  });
});
