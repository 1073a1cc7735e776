import { execFile, execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { deployByTerminal } from "../bin/deploy-by-terminal.ts";
import { environmentFor, stopLocalAws } from "../bin/local-aws.ts";
import { type ArchiveRef, pieceKey } from "../contract/manifest.ts";
import { packArchive } from "../src/bundle/archive/pack.ts";
import { archiveRef } from "../src/bundle/manifest.ts";
import { median } from "./median.ts";
import { memoryFolder } from "./memory-folder.ts";
import { type Bucket, openBucket } from "./s3.ts";

const PROJECT = resolve(import.meta.dirname, "..");
const run = promisify(execFile);

export interface LoaderFigures {
  /** The loader's time divided by that of `tar -x -I zstd`, run for all archives in parallel: the median of the pairs. */
  readonly loaderRatio: number;
  readonly loaderMs: number;
  readonly tarMs: number;
  /** Peak memory of a process with the loader: the larger of that for the example and that for 1 GB. */
  readonly peakRssMb: number;
  readonly exampleRssMb: number;
  readonly gigabyteRssMb: number;
  /** Milliseconds for each unpacked MB: equal if time grows linearly. */
  readonly exampleMsPerMb: number;
  readonly gigabyteMsPerMb: number;
}

/**
 * Measures the loader against tar and zstd with the release that an embedded AWS holds.
 * @param state folder of an embedded AWS to which an app was deployed; it is started if it is not running
 * @param runs number of pairs, which alternate
 */
export async function benchLoader(state: string, runs = 7): Promise<LoaderFigures> {
  execFileSync(process.execPath, [join(PROJECT, "node_modules/.bin/tsc"), "-b", "runtime"], {
    cwd: PROJECT,
  });
  const folder = memoryFolder("bench-loader-");
  try {
    const s3 = await openBucket(state);
    const archives = await s3.released();
    const pairs = [];
    for (let each = 0; each < runs; each += 1) {
      const tarMs = await withTar(s3, archives, folder);
      pairs.push({ tarMs, ...(await withLoader(s3, archives, folder)) });
      console.log(
        `run ${each + 1}: tar ${Math.round(tarMs)} ms, loader ${Math.round(pairs.at(-1)!.ms)} ms`,
      );
    }
    const gigabyte = await multiply(s3, archives, folder, 2 ** 30);
    const large = await withLoader(s3, [gigabyte], folder);
    const exampleRssMb = Math.max(...pairs.map(({ rssMb }) => rssMb));
    const loaderMs = median(pairs.map(({ ms }) => ms));
    return {
      loaderRatio: round(median(pairs.map(({ ms, tarMs }) => ms / tarMs)), 2),
      loaderMs: round(loaderMs),
      tarMs: round(median(pairs.map(({ tarMs }) => tarMs))),
      peakRssMb: round(Math.max(exampleRssMb, large.rssMb)),
      exampleRssMb: round(exampleRssMb),
      gigabyteRssMb: round(large.rssMb),
      exampleMsPerMb: round(loaderMs / megabytes(archives), 2),
      gigabyteMsPerMb: round(large.ms / megabytes([gigabyte]), 2),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Loads by the loader. @returns milliseconds, and peak memory in MB */
export async function withLoader(s3: Bucket, archives: readonly ArchiveRef[], folder: string) {
  const file = join(folder, "arguments");
  const root = join(folder, "mm");
  writeFileSync(file, JSON.stringify([archives, s3.location, root]));
  // The heap that the function's settings give the proxy.
  const child = ["--max-old-space-size=128", join(import.meta.dirname, "loader-child.mjs"), file];
  const { stdout } = await run(process.execPath, child);
  rmSync(root, { recursive: true });
  return JSON.parse(stdout) as { readonly ms: number; readonly rssMb: number };
}

/** Loads the same bytes by tar: an archive's pieces, one after the other, are a .tar.zst. */
async function withTar(
  s3: Bucket,
  archives: readonly ArchiveRef[],
  folder: string,
): Promise<number> {
  const into = join(folder, "tar");
  mkdirSync(into);
  for (const ref of archives) {
    const file = join(folder, `${ref.name}.tar.zst`);
    if (existsSync(file)) continue;
    writeFileSync(
      file,
      Buffer.concat(await Promise.all(ref.pieces.map((piece) => s3.get(pieceKey(ref, piece))))),
    );
  }
  const started = performance.now();
  await Promise.all(
    archives.map(({ name }) =>
      run("tar", ["-x", "-I", "zstd", "-f", join(folder, `${name}.tar.zst`), "-C", into]),
    ),
  );
  const ms = performance.now() - started;
  rmSync(into, { recursive: true });
  return ms;
}

/** Makes an archive of at least this many bytes, by copies of the archives' files. */
async function multiply(
  s3: Bucket,
  archives: readonly ArchiveRef[],
  folder: string,
  bytes: number,
): Promise<ArchiveRef> {
  const one = join(folder, "copies/0");
  mkdirSync(one, { recursive: true });
  for (const { name } of archives) {
    await run("tar", ["-x", "-I", "zstd", "-f", join(folder, `${name}.tar.zst`), "-C", one]);
  }
  const copies = Math.ceil(bytes / 2 ** 20 / megabytes(archives));
  for (let copy = 1; copy < copies; copy += 1) {
    cpSync(one, join(folder, "copies", String(copy)), { recursive: true, verbatimSymlinks: true });
  }
  const packed = await packArchive({
    name: "app",
    backing: folder,
    directories: ["copies"],
    leaveOut: () => false,
    folder: join(folder, "pieces"),
  });
  rmSync(join(folder, "copies"), { recursive: true });
  const ref = archiveRef("bench", "deployed", packed);
  for (const piece of ref.pieces) {
    await s3.put(pieceKey(ref, piece), readFileSync(join(folder, "pieces", piece.sha256)));
  }
  rmSync(join(folder, "pieces"), { recursive: true });
  return ref;
}

const megabytes = (archives: readonly ArchiveRef[]) =>
  archives.reduce((sum, { unpackedBytes }) => sum + unpackedBytes, 0) / 2 ** 20;

function round(value: number, digits = 0): number {
  return Number(value.toFixed(digits));
}

/** `npm run bench:loader` measures the Rails example. */
if (process.argv[1] === import.meta.filename) {
  const state = process.argv[2] ?? mkdtempSync(join(tmpdir(), "megamode-bench-"));
  if (!process.argv[2]) {
    await deployByTerminal({ app: join(PROJECT, "examples/rails"), stage: "bench", state });
  }
  await environmentFor(state);
  console.log(JSON.stringify(await benchLoader(state)));
  await stopLocalAws(state);
  if (!process.argv[2]) rmSync(state, { recursive: true });
}
