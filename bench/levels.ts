import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { deployByTerminal } from "../bin/deploy-by-terminal.ts";
import { localAws, stopLocalAws } from "../bin/local-aws.ts";
import { type ArchiveRef, pieceKey } from "../contract/manifest.ts";
import { withLoader } from "./loader.ts";
import { median } from "./median.ts";
import { memoryFolder } from "./memory-folder.ts";
import { type Bucket, openBucket } from "./s3.ts";

/**
 * Measures what each level of zstd costs and saves: `npm run bench:levels -- [--runs N] [--state FOLDER]`. The level
 * changes only the loading part of a cold start, so only that part is timed, with S3 as slow as Lambda's network.
 */
const LEVELS = [6, 9, 10, 12, 16, 19];
const { values } = parseArgs({
  options: { runs: { type: "string", default: "7" }, state: { type: "string" } },
});
const state = values.state ?? mkdtempSync(join(tmpdir(), "megamode-levels-"));
if (!values.state) {
  const app = resolve(import.meta.dirname, "../examples/rails");
  await deployByTerminal({ app, stage: "bench", state });
}
await stopLocalAws(state);
await localAws(state, ["--s3-rate", "80"]);
const folder = memoryFolder("bench-levels-");
const s3 = await openBucket(state);
const released = await s3.released();
const ways = [];
for (const level of LEVELS) {
  const before = process.cpuUsage().user;
  const archives = await Promise.all(released.map((ref) => recompress(s3, ref, level)));
  const seconds = (process.cpuUsage().user - before) / 1e6;
  ways.push({ level, archives, seconds, took: [] as number[] });
}
for (let run = 0; run < Number(values.runs); run += 1) {
  for (const { archives, took } of ways) took.push((await withLoader(s3, archives, folder)).ms);
}
console.log("| level | bytes | CPU seconds to pack | ms to load |\n| ---: | ---: | ---: | ---: |");
for (const { level, archives, seconds, took } of ways) {
  const bytes = archives.reduce((sum, ref) => sum + ref.bytes, 0);
  console.log(`| ${level} | ${bytes} | ${seconds.toFixed(1)} | ${Math.round(median(took))} |`);
}
await stopLocalAws(state);
rmSync(folder, { recursive: true });
if (!values.state) rmSync(state, { recursive: true });

async function recompress(bucket: Bucket, ref: ArchiveRef, level: number): Promise<ArchiveRef> {
  const pieces = [];
  for (const piece of ref.pieces) {
    const tar = zstdDecompressSync(await bucket.get(pieceKey(ref, piece)));
    const params = { [constants.ZSTD_c_compressionLevel]: level };
    const packed = zstdCompressSync(tar, { pledgedSrcSize: tar.length, params });
    const sha256 = createHash("sha256").update(packed).digest("hex");
    const made = { sha256, bytes: packed.length, tarBytes: tar.length };
    await bucket.put(pieceKey(ref, made), packed);
    pieces.push(made);
  }
  const bytes = pieces.reduce((sum, piece) => sum + piece.bytes, 0);
  return { ...ref, pieces, bytes };
}
