import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { ArchiveRef } from "../../contract/manifest.ts";
import type { S3Location } from "../../runtime/src/config.ts";
import { loadBundle } from "../../runtime/src/loader/load.ts";
import { loadedFiles } from "../../runtime/src/loader/marker.ts";
import { type Entry, packed, tar } from "../runtime/loader/archives.ts";
import { S3Server } from "../runtime/loader/s3-server.ts";
import { FIXTURES, run } from "./harness.ts";

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

const loader = join(FIXTURES, "../runtime/load.ts");
const start = () =>
  spawn(process.execPath, [loader, join(folder, "arguments")], {
    stdio: ["ignore", "pipe", "inherit"],
  });

/** Resolves when a process has said a word. */
function said({ stdout }: ChildProcess, word: string): Promise<void> {
  return new Promise((resolve) => {
    stdout?.on("data", (text) => String(text).includes(word) && resolve());
  });
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
  const calm = start();
  await said(calm, "loading");
  const began = performance.now();
  await said(calm, "loaded");
  const usual = performance.now() - began;
  const marks: number[] = [];
  for (let kill = 0; kill < 50; kill += 1) {
    fs.rmSync(root, { recursive: true, force: true });
    const child = start();
    const ended = once(child, "exit"); // It may come to its end before it is killed.
    await said(child, "loading");
    await sleep(Math.random() * usual);
    child.kill("SIGKILL");
    await ended;
    fs.mkdirSync(root, { recursive: true });
    // What a runtime that starts now takes for loaded.
    const complete = refs.flatMap((ref) => loadedFiles(root, ref) ?? []);
    expect(wrong(complete)).toEqual([]);
    marks.push(refs.filter((ref) => loadedFiles(root, ref)).length);
    const { reused } = await loadBundle(refs, location, root);
    expect(reused).toHaveLength(marks.at(-1)!);
    expect(wrong(whole.keys())).toEqual([]);
    expect(found()).toHaveLength(whole.size);
  }
  // The moments were before, between and in the archives.
  expect(new Set(marks).size).toBeGreaterThan(2);
}, 240_000);

test("/tmp that is full half-way: one error that names the input, and nothing is taken for loaded", async () => {
  // As the manifest counts they have room, as the file system does they have not: a file takes 4 kB there.
  const tiny = Array.from({ length: 400 }, (_, i) => ({ name: `app/${i}`, content: "x" }));
  const [ref] = s3.store(packed("app", await tar(tiny), { unpackedBytes: 400 }));
  fs.mkdirSync(root, { recursive: true });
  fs.writeFileSync(join(folder, "tiny"), JSON.stringify([[ref], location, root]));
  const { log } = await run(
    "bwrap",
    [
      ...["--ro-bind", "/", "/", "--dev", "/dev", "--size", "1000000", "--tmpfs", root],
      ...["sh", "-c", `"$@"; ls ${root} ${root}/.loaded`, "sh"],
      ...[process.execPath, loader, join(folder, "tiny")],
    ],
    { PATH: process.env.PATH ?? "" },
  );
  expect(log).toMatch(
    /^loading\n\/tmp is full: the archives need 1 MB there. Raise `tmp-size` \(512 to 10240 MB\)\n/,
  );
  expect(log).toMatch(/\/mm:\napp\n/);
  expect(log).toContain(".loaded': No such file or directory");
}, 30_000);
