import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Manifest, pieceKey } from "../contract/manifest.ts";
import { unpackArchive } from "../src/bundle/archive/unpack.ts";
import { openBucket } from "./s3.ts";

/** The newest release on an embedded AWS, unpacked as in Lambda. */
export interface Tree {
  /** Stands for the root. */
  readonly dir: string;
  readonly manifest: Manifest;
}

/**
 * Unpacks the newest release.
 * @param state folder of the embedded AWS
 * @param dir a folder to make
 */
export async function unpackRelease(state: string, dir: string): Promise<Tree> {
  const manifest = newestManifest(state);
  const pieces = `${dir}.pieces`;
  for (const folder of [dir, pieces, join(dir, "run"), join(dir, "home")]) mkdirSync(folder);
  const s3 = await openBucket(state);
  for (const ref of manifest.archives) {
    for (const piece of ref.pieces) {
      writeFileSync(join(pieces, piece.sha256), await s3.get(pieceKey(ref, piece)));
    }
    await unpackArchive({ ...ref, folder: pieces }, dir);
  }
  return { dir, manifest };
}

/** Reads the manifest of the function code that was published last. */
function newestManifest(state: string): Manifest {
  const codes = join(state, "lambda/code");
  const [newest] = readdirSync(codes)
    .map((name) => join(codes, name, "manifest.json"))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  return JSON.parse(readFileSync(newest ?? "", "utf8"));
}
