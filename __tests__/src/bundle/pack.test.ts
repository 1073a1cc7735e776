import { readFileSync } from "node:fs";
import { chmod, mkdir, mkdtemp, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zstdDecompressSync } from "node:zlib";
import { describe, expect, test } from "@jest/globals";
import { leftOutOfApp } from "../../../src/bundle/leave-out.ts";
import { packArchive } from "../../../src/bundle/pack.ts";

async function tree(order: readonly string[], umask: number): Promise<string> {
  const before = process.umask(umask);
  const dir = await mkdtemp(join(tmpdir(), "pack-"));
  for (const name of order) {
    await mkdir(join(dir, "app", name), { recursive: true });
    await writeFile(join(dir, "app", name, "file.rb"), `# ${name}`);
    await utimes(join(dir, "app", name, "file.rb"), Math.random() * 1e9, Math.random() * 1e9);
  }
  await writeFile(join(dir, "app", "run"), "#!/bin/sh\n");
  await chmod(join(dir, "app", "run"), 0o700);
  await symlink("run", join(dir, "app", "link"));
  process.umask(before);
  return dir;
}

const pack = (backing: string) =>
  packArchive({
    name: "app",
    backing,
    directories: ["app"],
    leaveOut: leftOutOfApp,
    file: join(backing, "app.tar.zst"),
  });

describe("packArchive", () => {
  test("gives the same bytes for the same files, whoever wrote them, when and in which order", async () => {
    const one = await pack(await tree(["a", "b", "B", "\u00e9"], 0o022));
    const two = await pack(await tree(["\u00e9", "B", "b", "a"], 0o077));
    expect(two.sha256).toBe(one.sha256);
    expect(two.bytes).toBe(one.bytes);
  });

  test("gives other bytes when a file or its right to be executed changes", async () => {
    const dir = await tree(["a"], 0o022);
    const before = await pack(dir);
    await chmod(join(dir, "app", "run"), 0o600);
    expect((await pack(dir)).sha256).not.toBe(before.sha256);
  });

  test("leaves out what the app does not need while it runs", async () => {
    const dir = await tree(["a", "node_modules", "b/node_modules", "tmp/cache", "tmp/pids"], 0o022);
    const { file } = await pack(dir);
    const text = zstdDecompressSync(readFileSync(file)).toString("latin1");
    expect(text).toContain("app/tmp/pids/");
    expect(text).not.toContain("node_modules");
    expect(text).not.toContain("app/tmp/cache");
  });

  test("measures the compressed and the unpacked size", async () => {
    const { file, bytes, unpackedBytes } = await pack(await tree(["a"], 0o022));
    expect(bytes).toBe(readFileSync(file).length);
    expect(unpackedBytes).toBe("# a".length + "#!/bin/sh\n".length);
  });
});
