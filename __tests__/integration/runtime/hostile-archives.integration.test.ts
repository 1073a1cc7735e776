import fs from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { expect, test } from "@jest/globals";
import { FileSink } from "../../../runtime/src/loader/archive/file-sink.ts";
import { TarReader } from "../../../runtime/src/loader/archive/tar.ts";
import { LoadError } from "../../../runtime/src/loader/load-error.ts";
import { type Entry, tar } from "../../runtime/loader/archives.ts";

/** Of the same numbers each time; another seed by FUZZ_SEED, more rounds by FUZZ_ROUNDS. */
const SEED = Number(process.env.FUZZ_SEED ?? 20_261_123);
const ROUNDS = Number(process.env.FUZZ_ROUNDS ?? 600);

/** mulberry32: whole numbers below `end`. */
function numbers(seed: number): (end: number) => number {
  let state = seed;
  return (end) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % end;
  };
}
const below = numbers(SEED);
const pick = <T>(from: readonly T[]): T => from[below(from.length)]!;

const PLAIN = ["a", "b", "c", "d", "link", "outside", "é"];
const ODD = ["..", "..", "..", ".", "", "mm", "\0", "x".repeat(120), ".loaded", "run"];
const path = (root: string) => {
  const parts = Array.from({ length: 1 + below(4) }, () => pick(below(8) === 0 ? ODD : PLAIN));
  return `${pick(below(12) === 0 ? ["/", `${root}/`, `${root}/../`] : [""])}${parts.join("/")}`;
};

function entry(root: string): Entry {
  const type = pick(
    below(15) === 0
      ? (["link", "fifo", "block-device"] as const)
      : (["file", "file", "directory", "symlink"] as const),
  );
  const linkname = `${"../".repeat(below(4))}${path(root)}`;
  const name = path(root);
  return type === "file" ? { name, content: "evil" } : { name, type, linkname };
}

/** Turns some bytes of some headers, and mends the headers' checksums, so that the change is read. */
function mutate(bytes: Buffer): Buffer {
  const changed = Buffer.from(bytes);
  for (let times = below(3); times > 0; times -= 1) {
    const header = 512 * below(changed.length / 512);
    for (let turns = 1 + below(3); turns > 0; turns -= 1) {
      changed[header + below(512)] = pick([
        0,
        0x2e,
        0x2f,
        0x30,
        0x32,
        0x35,
        0x78,
        0x80,
        0xff,
        below(256),
      ]);
    }
    if (below(4) === 0) continue;
    changed.fill(0x20, header + 148, header + 156);
    const sum = changed.subarray(header, header + 512).reduce((total, byte) => total + byte, 0);
    changed.write(`${sum.toString(8).padStart(6, "0")}\0 `, header + 148);
  }
  return below(5) === 0 ? changed.subarray(0, below(changed.length)) : changed;
}

/** Everything in some folders, with its content: what an archive must not change. */
const stateOf = (folders: readonly string[]) =>
  folders.flatMap((folder) =>
    fs.readdirSync(folder).map((name) => {
      const stat = fs.lstatSync(join(folder, name));
      const content = stat.isFile() ? fs.readFileSync(join(folder, name), "utf8") : "";
      return [join(folder, name), stat.mode, stat.isFile() ? stat.mtimeMs : 0, content].join();
    }),
  );

test(`whatever is in an archive, nothing is written outside of the root (seed ${SEED})`, async () => {
  const folder = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), "mm-fuzz-")));
  const root = join(folder, "in/mm");
  fs.mkdirSync(join(folder, "in/outside"), { recursive: true });
  fs.writeFileSync(join(folder, "in/outside/file"), "as it was");
  fs.writeFileSync(join(folder, "in/a"), "as it was");
  fs.mkdirSync(root);
  const around = [folder, join(folder, "in"), join(folder, "in/outside")];
  const before = stateOf(around);
  const met = { written: 0, refused: 0 };
  for (let round = 0; round < ROUNDS; round += 1) {
    // Several into one root: what one left there, such as a link, the next one finds.
    if (round % 8 === 0) {
      fs.rmSync(root, { recursive: true });
      fs.mkdirSync(root);
    }
    const bytes = mutate(
      await tar(Array.from({ length: 1 + below(6) }, () => entry(root))).catch(() => tar([])),
    );
    const sink = new FileSink(root, 1e6);
    const reader = new TarReader(sink);
    const cut = below(bytes.length + 1);
    try {
      reader.push(bytes.subarray(0, cut));
      reader.push(bytes.subarray(cut));
      reader.close();
    } catch (error) {
      met.refused += 1;
      // What the disk refuses by itself: a name with a NUL, one that is too long, a file for a folder.
      const { code } = error as NodeJS.ErrnoException;
      if (!["ENAMETOOLONG", "ENOTDIR", "EISDIR", "EINVAL", "ENOENT"].includes(code ?? "")) {
        expect(error).toBeInstanceOf(LoadError);
      }
    } finally {
      sink.close();
    }
    const files = sink.takeWritten();
    met.written += files.length;
    for (const written of files) {
      const full = join(root, written);
      const real = fs.lstatSync(full).isSymbolicLink() ? linked(full) : fs.realpathSync(full);
      if (real !== root && !real.startsWith(`${root}/`)) throw new Error(`${written}: ${real}`);
    }
    expect(stateOf(around)).toEqual(before);
  }
  // Neither is all refused nor is all let through.
  expect(met.written).toBeGreaterThan(ROUNDS / 10);
  expect(met.refused).toBeGreaterThan(ROUNDS / 10);
  fs.rmSync(folder, { recursive: true });
});

/** Where a link leads, also where nothing is there yet. */
function linked(link: string): string {
  try {
    return fs.realpathSync(link);
  } catch {
    return resolve(fs.realpathSync(dirname(link)), fs.readlinkSync(link));
  }
}
