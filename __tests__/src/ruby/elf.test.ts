import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { resolveClosure, type Seed } from "../../../src/ruby/closure/closure.ts";
import { parseLdCache } from "../../../src/ruby/closure/ld-cache.ts";
import type { Read } from "../../../src/ruby/closure/search.ts";
import { MACHINES, parseElf, TAG } from "../../../src/ruby/elf/parse.ts";
import { relocateElf } from "../../../src/ruby/elf/relocate.ts";
import { relocateLoader } from "../../../src/ruby/elf/relocate-loader.ts";

const ruby = realpathSync("/usr/bin/ruby");
const libc = realpathSync(
  /=> (\S*libc\.so\.6)/.exec(execFileSync("ldd", [ruby], { encoding: "utf8" }))?.[1] ?? "",
);

const read: Read = (path) => {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
};

function seed(path: string): Seed {
  const bytes = readFileSync(path);
  const elf = parseElf(bytes);
  if (!elf) throw new Error(`${path} is no ELF file`);
  return { path, bytes, elf, label: basename(path), required: true };
}

/** A minimal executable: a PT_LOAD over all of it, a PT_INTERP of that size and a `.dynamic`. */
function executable(options: {
  interpreter: string;
  machine?: number;
  entries: readonly (readonly [bigint, bigint])[];
  spare: number;
  strings?: string;
}): Buffer {
  const bytes = Buffer.alloc(0x400);
  bytes.write("\x7fELF\x02\x01\x01", "latin1");
  bytes.writeUInt16LE(2, 16);
  bytes.writeUInt16LE(options.machine ?? MACHINES.x86_64, 18);
  bytes.writeBigUInt64LE(64n, 32);
  bytes.writeUInt16LE(56, 54);
  bytes.writeUInt16LE(3, 56);
  const entries = [...options.entries, [TAG.STRTAB, 0x1300n] as const];
  const segments = [
    [1, 0, bytes.length],
    [3, 0x100, options.interpreter.length + 1],
    [2, 0x180, (entries.length + options.spare) * 16],
  ] as const;
  for (const [index, [type, offset, size]] of segments.entries()) {
    const at = 64 + index * 56;
    bytes.writeUInt32LE(type, at);
    bytes.writeBigUInt64LE(BigInt(offset), at + 8);
    bytes.writeBigUInt64LE(BigInt(0x1000 + offset), at + 16);
    bytes.writeBigUInt64LE(BigInt(size), at + 32);
  }
  bytes.write(options.interpreter, 0x100, "latin1");
  for (const [index, [tag, value]] of entries.entries()) {
    bytes.writeBigUInt64LE(tag, 0x180 + index * 16);
    bytes.writeBigUInt64LE(value, 0x180 + index * 16 + 8);
  }
  bytes.write(options.strings ?? "\0", 0x300, "latin1");
  return bytes;
}

function relocated(bytes: Buffer, folder = "/tmp/mm/bin") {
  const elf = parseElf(bytes);
  if (!elf) throw new Error("no ELF file");
  const changed = relocateElf(bytes, elf, folder);
  return { changed, elf: parseElf(bytes) };
}

const X86 = "/lib64/ld-linux-x86-64.so.2";
const ARM = "/lib/ld-linux-aarch64.so.1";

describe("parsing", () => {
  test("agrees with readelf on what this machine's libraries need", () => {
    const folder = dirname(libc);
    const names = readdirSync(folder).filter((name) => /\.so(\.\d+)*$/.test(name));
    let compared = 0;
    for (const name of names.slice(0, 150)) {
      const path = join(folder, name);
      const bytes = read(path);
      const elf = bytes && parseElf(bytes);
      if (!elf) continue;
      const said = execFileSync("readelf", ["-dW", path], { encoding: "utf8", stdio: "pipe" });
      const of = (kind: string) =>
        [...said.matchAll(new RegExp(`\\(${kind}\\).*\\[(.*)\\]`, "g"))].map(([, text]) => text);
      expect([path, elf.needed, elf.soname, elf.runpath]).toEqual([
        path,
        of("NEEDED"),
        of("SONAME")[0],
        of("RUNPATH")[0],
      ]);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(50);
  });

  test.each([
    ["a script", Buffer.from("#!/bin/sh\n".padEnd(100))],
    ["nothing", Buffer.alloc(0)],
    ["a truncated file", readFileSync(ruby).subarray(0, 0x200)],
    ["a linker script", Buffer.from("/* GNU ld script */".padEnd(100))],
  ])("%s is none", (_, bytes) => {
    expect(parseElf(bytes)).toBeUndefined();
  });

  test("never fails on a damaged file in another way than saying so", () => {
    const whole = readFileSync(ruby);
    for (let seeded = 1; seeded < 400; seeded += 1) {
      const bytes = Buffer.from(whole);
      for (let index = 0; index < 20; index += 1) {
        bytes[(seeded * 7919 + index * 104729) % 0x400] = (seeded * 31 + index * 17) % 256;
      }
      expect(() => parseElf(bytes)).not.toThrow();
    }
  });
});

describe("relocating", () => {
  test.each([
    ["x86-64", X86, MACHINES.x86_64],
    ["arm64", ARM, MACHINES.arm64],
  ])("%s: PT_INTERP has room for the loader and for the search path", (_, interpreter, machine) => {
    const { elf } = relocated(executable({ interpreter, machine, entries: [], spare: 2 }));
    expect(elf).toMatchObject({ interpreter: { path: "/tmp/mm/lib/ld" }, rpath: "/tmp/mm/lib" });
  });

  test("a RUNPATH of the host's becomes an RPATH of ours, and the libraries stay in order", () => {
    const bytes = executable({
      interpreter: X86,
      entries: [
        [TAG.NEEDED, 1n],
        [TAG.RUNPATH, 14n],
        [TAG.NEEDED, 9n],
      ],
      spare: 1,
      strings: "\0liba.so\0b.so\0/opt/hostedtoolcache/Ruby/3.3.8/x64/lib\0",
    });
    const { elf } = relocated(bytes);
    expect(elf).toMatchObject({
      interpreter: { path: "/tmp/mm/lib/ld" },
      rpath: "/tmp/mm/lib",
      runpath: undefined,
      needed: ["liba.so", "b.so"],
    });
  });

  test("an executable without room is left to the host's loader", () => {
    const bytes = executable({ interpreter: X86, entries: [], spare: 1 });
    const before = Buffer.from(bytes);
    expect(relocated(bytes).changed).toBe(false);
    expect(bytes.equals(before)).toBe(true);
  });

  test("musl's loader is left alone", () => {
    const bytes = executable({ interpreter: "/lib/ld-musl-x86_64.so.1", entries: [], spare: 4 });
    expect(relocated(bytes).changed).toBe(false);
  });

  test.each([
    ["of the host's folders nothing is left", "/usr/lib/x86_64-linux-gnu:/opt/lib", undefined],
    [
      "$ORIGIN stays where it leads into the root",
      "$ORIGIN/../vendor:/usr/lib",
      "$ORIGIN/../vendor",
    ],
    ["$ORIGIN goes where it leaves the root", `\${ORIGIN}/${"../".repeat(9)}usr/lib`, undefined],
    ["the root's own folders stay", "/tmp/mm/gems/x/lib", "/tmp/mm/gems/x/lib"],
    ["an empty entry, the current folder, goes", ":/tmp/mm/gems/x/lib:", "/tmp/mm/gems/x/lib"],
  ])("a library's RUNPATH: %s", (_, runpath, rpath) => {
    const bytes = executable({
      interpreter: X86,
      entries: [
        [TAG.RUNPATH, 1n],
        [TAG.SONAME, BigInt(runpath.length + 2)],
      ],
      spare: 1,
      strings: `\0${runpath}\0libx.so\0`,
    });
    bytes.writeUInt16LE(3, 16); // a library that happens to have a PT_INTERP, as libc has
    const { elf } = relocated(bytes, "/tmp/mm/gems/ruby/3.1.0/gems/x-1/lib");
    expect(elf).toMatchObject({ runpath: undefined, soname: "libx.so" });
    expect(elf?.rpath).toBe(rpath);
    expect(elf?.interpreter?.path).toBe(X86);
  });

  test("the loader names no folder of the host's any more", () => {
    const interpreter = seed(ruby).elf.interpreter?.path ?? "";
    const bytes = readFileSync(interpreter);
    const before = bytes.length;
    relocateLoader(bytes);
    expect(bytes.length).toBe(before);
    const strings = bytes.toString("latin1").split("\0");
    expect(strings.filter((text) => /^(\/usr)?\/lib\/|^\/etc\/ld\.so/.test(text))).toEqual([]);
    expect(strings.filter((text) => text.startsWith("/tmp/mm/lib/")).length).toBeGreaterThan(0);
  });
});

describe("the closure", () => {
  /** What the machine's own loader resolves. */
  function ldd(path: string): Record<string, string> {
    const said = execFileSync("ldd", [path], { encoding: "utf8" });
    return Object.fromEntries(
      [...said.matchAll(/^\s(\S+) => (\/\S+)/gm)].map(([, a, b]) => [a, b]),
    );
  }

  const extensions = readdirSync(dirname(libc), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name === "ruby")
    .flatMap((entry) =>
      readdirSync(join(dirname(libc), entry.name), { recursive: true, encoding: "utf8" }),
    )
    .filter((name) => /\/(openssl|psych|fiddle|readline|zlib|socket)\.so$/.test(name))
    .map((name) => join(dirname(libc), "ruby", name));
  const others = ["/usr/bin/git", "/usr/bin/openssl", "/usr/bin/curl", "/usr/bin/gdb"].filter(read);

  test.each([ruby, ...extensions, ...others])("%s: as ldd says", (path) => {
    const { libraries, missing } = resolveClosure(read, seed(path), [], []);
    const found = Object.fromEntries(libraries.map(({ name, from }) => [name, realpathSync(from)]));
    const expected = Object.entries(ldd(path)).map(([name, at]) => [name, realpathSync(at)]);
    expect(found).toEqual(Object.fromEntries(expected));
    expect(missing).toEqual([]);
  });

  test("a library that is not there is named with what needs it", () => {
    const without: Read = (path) => (path.includes("libgmp") ? undefined : read(path));
    const { missing } = resolveClosure(without, seed(ruby), [], []);
    expect(missing).toContainEqual({ name: "libgmp.so.10", neededBy: basename(ruby) });
  });

  test("what only a part that nobody uses lacks, is not missing", () => {
    const without: Read = (path) => (path.includes("libgmp") ? undefined : read(path));
    const unused = { ...seed(ruby), path: "/tmp/mm/gems/x/test/tool", required: false };
    const start = { ...seed(ruby), elf: { ...seed(ruby).elf, needed: [] } };
    expect(resolveClosure(without, start, [unused], []).missing).toEqual([]);
  });

  test("a file of another machine is passed over", () => {
    const foreign: Read = (path) => {
      const bytes = read(path);
      if (path.includes("libgmp")) bytes?.writeUInt16LE(MACHINES.arm64, 18);
      return bytes;
    };
    const { missing } = resolveClosure(foreign, seed(ruby), [], []);
    expect(missing.map(({ name }) => name)).toContain("libgmp.so.10");
  });

  test("a library that a gem brings itself is not looked for on the machine", () => {
    const own = seed(extensions.find((path) => path.endsWith("zlib.so")) ?? "");
    const gem = { ...own, path: "/tmp/mm/gems/x/lib/zlib.so" };
    const brought = { ...own, path: "/tmp/mm/gems/x/lib/libz.so.1" };
    const hidden: Read = (path) => (path.includes("libz.so") ? undefined : read(path));
    const start = { ...seed(ruby), elf: { ...seed(ruby).elf, needed: [] } };
    expect(resolveClosure(hidden, start, [gem, brought], []).missing).toEqual([]);
    expect(resolveClosure(hidden, start, [gem], []).missing.map(({ name }) => name)).toEqual([
      "libz.so.1",
    ]);
  });

  test("ld.so.cache lists what ldconfig prints", () => {
    const cache = parseLdCache(readFileSync("/etc/ld.so.cache"));
    const printed = execFileSync("/sbin/ldconfig", ["-p"], { encoding: "utf8" });
    for (const [, name = "", path] of printed.matchAll(/^\s(\S+) \([^)]*\) => (\S+)$/gm)) {
      if (!path?.includes("glibc-hwcaps")) expect(cache.get(name)).toContain(path);
    }
    expect(parseLdCache(Buffer.from("something else"))).toEqual(new Map());
  });
});
