import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { localAws } from "../bin/local-aws.ts";
import { type ArchiveRef, type Manifest, pieceKey } from "../contract/manifest.ts";
import { unpackArchive } from "../src/bundle/unpack.ts";

/** What the newest release on an embedded AWS is made of, unpacked as Lambda has it. */
export interface Tree {
  /** Stands for the root. */
  readonly dir: string;
  readonly manifest: Manifest;
}

/**
 * @param state folder of the embedded AWS
 * @param dir a folder to make
 */
export async function unpackRelease(state: string, dir: string): Promise<Tree> {
  const manifest = newestManifest(state);
  const pieces = `${dir}.pieces`;
  for (const folder of [dir, pieces, join(dir, "run"), join(dir, "home")]) mkdirSync(folder);
  for (const ref of manifest.archives) {
    await fetchPieces(state, ref, pieces);
    await unpackArchive({ folder: pieces, pieces: ref.pieces }, dir);
  }
  return { dir, manifest };
}

/** The function's code holds the list of what was released; the newest has the newest. */
function newestManifest(state: string): Manifest {
  const codes = join(state, "lambda/code");
  const [newest] = readdirSync(codes)
    .map((name) => join(codes, name, "manifest.json"))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  return JSON.parse(readFileSync(newest ?? "", "utf8"));
}

async function fetchPieces(state: string, ref: ArchiveRef, folder: string): Promise<void> {
  const { endpoint, region, accessKeyId, secretAccessKey } = await localAws(state);
  const credentials = { accessKeyId, secretAccessKey };
  const client = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
  const Bucket = `megamode-123456789012-${region}`; // The embedded AWS has one account.
  const { Contents = [] } = await client.send(
    new ListObjectsV2Command({ Bucket, Prefix: ref.prefix, MaxKeys: 1 }),
  );
  if (Contents.length === 0) throw new Error(`${Bucket} has nothing below ${ref.prefix}`);
  for (const piece of ref.pieces) {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: pieceKey(ref, piece) }));
    writeFileSync(join(folder, piece.sha256), (await Body?.transformToByteArray()) ?? "");
  }
}
