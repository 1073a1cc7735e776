import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { ArchiveRef } from "../../../contract/manifest.ts";
import type { S3Location } from "../../../runtime/src/config.ts";
import { loadBundle } from "../../../runtime/src/loader/load.ts";
import { loadedFiles } from "../../../runtime/src/loader/marker.ts";
import { run } from "../../e2e/harness.ts";
import { bubblewrap, bubblewrapRuns } from "../../machines.ts";
import { type Entry, packed, tar } from "../../runtime/loader/archives.ts";
import { S3Server } from "../../runtime/loader/s3-server.ts";

const folder = fs.mkdtempSync(join(tmpdir(), "mm-process-"));
const root = join(folder, "mm");
const s3 = new S3Server();
let location: S3Location;
let refs: readonly ArchiveRef[];
/** What the root must hold: content by path. */
const whole = new Map<string, string>();

/** Many small files, one that spans pieces, names that need an extended header. */
function entries(name: string): Entry[] {
  const small = Array.from({ length: 60 }, (_, i) => ({
    name: `${name}/${"deep/".repeat(i % 3)}${i}${"n".repeat((i % 7) * 20)}.rb`,
    content: `${name} ${i} `.repeat(i),
  }));
  return [...small, { name: `${name}/large`, content: `${name} `.repeat(100_000) }];
}

beforeAll(async () => {
  location = await s3.start();
  const archives = await Promise.all(
    (["ruby", "gems", "app"] as const).map(async (name) => {
      const all = entries(name);
      for (const one of all) whole.set(one.name, String(one.content));
      return packed(name, await tar(all), { pieceBytes: 100_000 });
    }),
  );
  refs = s3.store(...archives);
  fs.writeFileSync(join(folder, "arguments"), JSON.stringify([refs, location, root]));
});
afterAll(async () => {
  await s3.stop();
  fs.rmSync(folder, { recursive: true });
});

const loader = join(import.meta.dirname, "../../fixtures/runtime/load.ts");
/** Loads in a process of its own, which kills itself at a change of the file system that has this number. */
async function load(call?: number): Promise<{ output: string; signal: string | null }> {
  const values = [loader, join(folder, "arguments"), ...(call ? [`${call}`] : [])];
  const child = spawn(process.execPath, values, { stdio: ["ignore", "pipe", "inherit"] });
  const [output, [, signal]] = await Promise.all([text(child.stdout), once(child, "close")]);
  return { output, signal };
}

/** Files of the root that are not as they should be, or too many. */
function wrong(paths: Iterable<string>): string[] {
  return [...paths].filter((path) => {
    const full = join(root, path);
    return !fs.existsSync(full) || fs.readFileSync(full, "utf8") !== whole.get(path);
  });
}
const found = () =>
  (fs.readdirSync(root, { recursive: true, withFileTypes: true }) as fs.Dirent[])
    .filter((one) => one.isFile() && !one.parentPath.endsWith(".loaded"))
    .map((one) => join(one.parentPath, one.name).slice(root.length + 1));

test("killed at 50 random moments and started again: what is marked is whole, and all is right in the end", async () => {
  const { output } = await load();
  const calls = Number(/loaded by (\d+) calls/.exec(output)?.[1]);
  const marked: number[] = [];
  for (let kill = 0; kill < 50; kill += 1) {
    fs.rmSync(root, { recursive: true, force: true });
    // One moment of each fiftieth, and counted in what is done: a slow machine meets the same ones.
    const { signal } = await load(Math.ceil(((kill + Math.random()) * calls) / 50));
    expect(signal).toBe("SIGKILL");
    fs.mkdirSync(root, { recursive: true });
    // What a runtime that starts now takes for loaded.
    const complete = refs.flatMap((ref) => loadedFiles(root, ref) ?? []);
    expect(wrong(complete)).toEqual([]);
    const marks = refs.filter((ref) => loadedFiles(root, ref)).length;
    marked.push(marks);
    const { reused } = await loadBundle(refs, location, root);
    expect(reused).toHaveLength(marks);
    expect(wrong(whole.keys())).toEqual([]);
    expect(found()).toHaveLength(whole.size);
  }
  // The moments were before, between and in the archives.
  expect([...new Set(marked)].sort()).toEqual([0, 1, 2]);
});

(bubblewrapRuns ? test : test.skip)(
  "/tmp that is full half-way: one error that names the input, and nothing is taken for loaded",
  async () => {
    // As the manifest counts they have room, as the file system does they have not: a file takes 4 kB there.
    const tiny = Array.from({ length: 400 }, (_, i) => ({ name: `app/${i}`, content: "x" }));
    const [ref] = s3.store(packed("app", await tar(tiny), { unpackedBytes: 400 }));
    fs.mkdirSync(root, { recursive: true });
    fs.writeFileSync(join(folder, "tiny"), JSON.stringify([[ref], location, root]));
    const { file, args } = bubblewrap(
      "--ro-bind",
      "/",
      "/",
      "--dev",
      "/dev",
      "--size",
      "1000000",
      "--tmpfs",
      root,
      "sh",
      "-c",
      `"$@"; ls ${root} ${root}/.loaded`,
      "sh",
      process.execPath,
      loader,
      join(folder, "tiny"),
    );
    const { log } = await run(file, args, { PATH: process.env.PATH ?? "" });
    expect(log).toMatch(
      /^loading\n\/tmp is full: the archives need 1 MB there. Raise `tmp-size` \(512 to 10240 MB\)\n/,
    );
    expect(log).toMatch(/\/mm:\napp\n/);
    // Not yet by the name that counts.
    expect(log).toMatch(/\/\.loaded:\napp\.new\n/);
  },
);
