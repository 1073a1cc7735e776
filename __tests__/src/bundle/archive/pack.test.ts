import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { chmod, mkdir, mkdtemp, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { zstdDecompressSync } from "node:zlib";
import { describe, expect, test } from "@jest/globals";
import { leftOutOfApp } from "../../../../src/bundle/archive/leave-out.ts";
import { type PackedArchive, packArchive } from "../../../../src/bundle/archive/pack.ts";
import { tarOf } from "../../../../src/bundle/archive/tar-of.ts";
import { UserError } from "../../../../src/errors.ts";

async function tree(order: readonly string[], umask: number): Promise<string> {
  const before = process.umask(umask);
  const dir = await mkdtemp(join(tmpdir(), "pack-"));
  for (const name of order) {
    await mkdir(join(dir, "app", name), { recursive: true });
    await writeFile(join(dir, "app", name, "file.rb"), `# ${name}`);
    await utimes(join(dir, "app", name, "file.rb"), Math.random() * 1e9, Math.random() * 1e9);
  }
  await mkdir(join(dir, "app"), { recursive: true });
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
    folder: join(backing, "pieces"),
  });

/** Packs a tree to which something happens when its files have been listed. */
async function packMeanwhile(happens: (app: string) => void): Promise<unknown> {
  const backing = await tree(["a", "z"], 0o022);
  const leaveOut = (path: string) => {
    if (path === "app/z/file.rb") happens(join(backing, "app"));
    return false;
  };
  const options = { name: "app", backing, directories: ["app"], leaveOut } as const;
  return packArchive({ ...options, folder: join(backing, "pieces") }).catch((error) => error);
}

describe("what changes while it is packed is named in an error that says what to do", () => {
  test.each<[string, string, (app: string) => void]>([
    ["a file that vanishes", "app/a/file.rb", (app) => rmSync(join(app, "a/file.rb"))],
    [
      "a file that becomes a folder",
      "app/a/file.rb",
      (app) => {
        rmSync(join(app, "a/file.rb"));
        mkdirSync(join(app, "a/file.rb"));
      },
    ],
    [
      "a link that becomes a file",
      "app/link",
      (app) => {
        rmSync(join(app, "link"));
        writeFileSync(join(app, "link"), "");
      },
    ],
  ])("%s", async (_, path, happens) => {
    const error = await packMeanwhile(happens);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toBe(`\`${path}\` changed while it was packed.`);
    expect((error as UserError).fix).toContain("`build-command`");
  });
});

describe("packArchive", () => {
  test("gives the same bytes for the same files, whoever wrote them, when and in which order", async () => {
    const one = await pack(await tree(["a", "b", "B", "\u00e9"], 0o022));
    const two = await pack(await tree(["\u00e9", "B", "b", "a"], 0o077));
    expect(two.pieces).toEqual(one.pieces);
  });

  test("gives other bytes when a file or its right to be executed changes", async () => {
    const dir = await tree(["a"], 0o022);
    const before = await pack(dir);
    await chmod(join(dir, "app", "run"), 0o600);
    expect((await pack(dir)).pieces).not.toEqual(before.pieces);
  });

  test("leaves out what the app does not need while it runs", async () => {
    const dir = await tree(["a", "node_modules", "b/node_modules", "tmp/cache", "tmp/pids"], 0o022);
    const text = (await tarBytes(await pack(dir))).toString("latin1");
    expect(text).toContain("app/tmp/pids/");
    expect(text).not.toContain("node_modules");
    expect(text).not.toContain("app/tmp/cache");
  });

  test("takes a link to a mounted file system, and refuses one that Lambda would refuse", async () => {
    const dir = await tree(["a"], 0o022);
    await symlink("/mnt/data/files", join(dir, "app/files"));
    expect((await tarBytes(await pack(dir))).toString("latin1")).toContain("/mnt/data/files");
    await symlink("/srv/files", join(dir, "app/more"));
    await expect(pack(dir)).rejects.toMatchObject({
      message: expect.stringContaining(
        "The link `app/more`, as it is after `build-command`, links to /srv/files, outside",
      ),
      fix: expect.stringContaining("below `/mnt/`"),
    });
  });

  test("measures the compressed and the unpacked size", async () => {
    const { folder, pieces, unpackedBytes, parts } = await pack(await tree(["a"], 0o022));
    expect(pieces).toHaveLength(1);
    expect(pieces[0]!.bytes).toBe(readFileSync(join(folder, pieces[0]!.sha256)).length);
    expect(unpackedBytes).toBe("# a".length + "#!/bin/sh\n".length);
    expect(parts).toEqual([
      { kind: "app", name: "a/", bytes: "# a".length },
      { kind: "app", name: "files at its top", bytes: "#!/bin/sh\n".length },
    ]);
  });

  test("gives the same bytes as one call of the compressor, whatever else the machine does", async () => {
    const dir = await tree([], 0o022);
    fill(dir, 40);
    const quiet = await pack(dir);
    const [busy] = await Promise.all([pack(dir), pack(await tree(["a"], 0o022)), pack(dir)]);
    expect(busy.pieces).toEqual(quiet.pieces);
    for (const { sha256, tarBytes } of quiet.pieces) {
      const bytes = readFileSync(join(quiet.folder, sha256));
      const frame = zstdDecompressSync(bytes);
      expect(frame.length).toBe(tarBytes);
      // Its header says how long it is: so the loader can decompress it in one call.
      expect(bytes[4]! & 0b1110_0000).not.toBe(0);
    }
  });

  test("is a tar to others: long names, links, empty files, files longer than a piece", async () => {
    const dir = await tree(["a"], 0o022);
    const names = ["n".repeat(100), "n".repeat(101), `${"d".repeat(120)}/${"é".repeat(60)}`];
    names.push(`${"d/".repeat(60)}${"n".repeat(150)}`, `${"d".repeat(200)}/x`, "empty");
    for (const name of names) {
      await mkdir(dirname(join(dir, "app", name)), { recursive: true });
      await writeFile(join(dir, "app", name), name === "empty" ? "" : name);
    }
    await symlink("t".repeat(150), join(dir, "app/long-link"));
    const large = randomBytes(13_000_000);
    await writeFile(join(dir, "app/large"), large);
    const packed = await pack(dir);
    expect(packed.pieces.length).toBeGreaterThan(2);
    const into = await mkdtemp(join(tmpdir(), "pack-out-"));
    const input = await tarBytes(packed);
    const { status, stderr } = spawnSync("tar", ["-x", "-C", into], { input });
    expect([status, String(stderr)]).toEqual([0, ""]);
    const list = (folder: string) => readdirSync(folder, { recursive: true }).sort();
    expect(list(join(into, "app"))).toEqual(list(join(dir, "app")));
    for (const name of names) {
      expect(readFileSync(join(into, "app", name), "utf8")).toBe(name === "empty" ? "" : name);
    }
    expect(readFileSync(join(into, "app/large")).equals(large)).toBe(true);
    expect(readlinkSync(join(into, "app/long-link"))).toBe("t".repeat(150));
  });

  test("a small change moves few pieces, wherever it is", async () => {
    const dir = await tree([], 0o022);
    fill(dir, 200);
    const before = await pack(dir);
    expect(before.pieces.length).toBeGreaterThanOrEqual(5);
    const changed = async (change: () => void) => {
      change();
      const had = new Set(before.pieces.map(({ sha256 }) => sha256));
      return (await pack(dir)).pieces.filter(({ sha256 }) => !had.has(sha256)).length;
    };
    const file = (name: string) => join(dir, "app/f", name);
    expect(await changed(() => writeFileSync(file("0"), "changed"))).toBeLessThanOrEqual(2);
    rmSync(file("0"));
    expect(await changed(() => writeFileSync(file("00"), text("new ")))).toBeLessThanOrEqual(2);
  });
});

const tarBytes = async ({ folder, pieces }: PackedArchive) => {
  const parts: Buffer[] = [];
  for await (const part of tarOf(folder, pieces)) parts.push(part);
  return Buffer.concat(parts);
};

/** So many files of 100 kB. */
function fill(dir: string, count: number): void {
  mkdirSync(join(dir, "app/f"));
  for (let i = 0; i < count; i += 1) writeFileSync(join(dir, "app/f", `${i}`), text(`${i} `));
}

const text = (words: string) => words.repeat(1e5 / words.length);
