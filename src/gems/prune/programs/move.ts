import { createReadStream, createWriteStream } from "node:fs";
import { chmod, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import type { Moved } from "./plan.ts";

/** Puts a program in another one's place, unpacked where it is compressed. @param dir the gem's folder */
export async function moveProgram(dir: string, { from, to, compressed }: Moved): Promise<void> {
  const [source, target] = [join(dir, from), join(dir, to)];
  if (!compressed) return rename(source, target);
  await pipeline(
    createReadStream(source),
    createGunzip(),
    createWriteStream(target, { flags: "wx" }),
  );
  await chmod(target, 0o755);
  await rm(source);
}
