import { describe, expect, test } from "@jest/globals";
import { MACHINES, parseElf, TAG } from "../../../../src/ruby/elf/parse.ts";
import { relocateElf } from "../../../../src/ruby/elf/relocate.ts";
import { ARM_LOADER, elfFile, parsed, program, X86_LOADER } from "../elf-file.ts";

const GEM = "/tmp/mm/gems/ruby/3.1.0/gems/x-1/lib";
const OURS = "/tmp/mm/lib";

function relocated(bytes: Buffer, folder = "/tmp/mm/bin") {
  const before = Buffer.from(bytes);
  const changed = relocateElf(bytes, parsed(bytes), folder);
  return { changed, elf: parseElf(bytes), isSame: bytes.equals(before) };
}

describe("a program", () => {
  test.each([
    ["x86-64", { interpreter: X86_LOADER, machine: MACHINES.x86_64 }],
    ["arm64", { interpreter: ARM_LOADER, machine: MACHINES.arm64 }],
  ])("for %s gets our loader, and our search path behind the loader's name", (_, options) => {
    const { changed, elf } = relocated(program({ ...options, needed: ["libc.so.6"] }));
    expect(changed).toBe(true);
    expect(elf).toMatchObject({
      interpreter: { path: "/tmp/mm/lib/ld" },
      rpath: OURS,
      needed: ["libc.so.6"],
    });
  });

  test("gets our search path in the place of a host's, as RPATH, and its libraries stay in order", () => {
    const bytes = program({
      needed: ["liba.so", "libb.so"],
      runpath: "/opt/hostedtoolcache/Ruby/3.3.8/x64/lib",
    });
    const { changed, elf } = relocated(bytes);
    expect(changed).toBe(true);
    expect(elf).toMatchObject({
      interpreter: { path: "/tmp/mm/lib/ld" },
      rpath: OURS,
      runpath: undefined,
      needed: ["liba.so", "libb.so"],
    });
    expect(bytes.toString("latin1", 0x100, 0x100 + X86_LOADER.length + 1)).toBe(
      "/tmp/mm/lib/ld".padEnd(X86_LOADER.length + 1, "\0"),
    );
  });

  test.each([
    ["/usr/lib", OURS],
    ["/usr/lib/x86", OURS],
    ["/usr/lib/ruby", OURS],
  ])(
    "whose search path is %s gets ours, which is longer, as long or shorter",
    (rpath, expected) => {
      const { elf } = relocated(program({ rpath }));
      expect(elf?.rpath).toBe(expected);
      expect(elf?.interpreter?.path).toBe("/tmp/mm/lib/ld");
    },
  );

  test("writes over a search path as long as ours, and over the RUNPATH where it has both", () => {
    expect(OURS.length).toBe("/opt/ruby/l".length);
    const same = program({ rpath: "/opt/ruby/l" });
    relocated(same);
    expect(same.includes("/opt/ruby/l")).toBe(false);
    const both = program({ rpath: "/opt/a", runpath: "/opt/ruby-3.3/lib" });
    expect(relocated(both).elf).toMatchObject({ rpath: OURS, runpath: undefined });
    expect(both.includes("\0/opt/a\0")).toBe(true);
  });

  test("keeps what lies below the root, before our libraries", () => {
    const rpath = "$ORIGIN/../vendor:/opt/ruby/3.3.8/lib";
    expect(relocated(program({ rpath })).elf?.rpath).toBe(`$ORIGIN/../vendor:${OURS}`);
    const has = `${OURS}:/tmp/mm/vendor:/usr/lib`;
    expect(relocated(program({ rpath: has })).elf?.rpath).toBe(`${OURS}:/tmp/mm/vendor`);
  });

  test("may lie anywhere in memory", () => {
    const { elf } = relocated(program({ type: 3, flags1: 0x08000000n }));
    expect(elf).toMatchObject({ interpreter: { path: "/tmp/mm/lib/ld" }, rpath: OURS });
  });

  test.each([
    ["without room in `.dynamic`", program({ spare: 0 })],
    ["without room behind its loader's name", program({ interpreter: "/lib/ld-linux-a.so.1" })],
    [
      "whose own search path leaves no room for ours beside it",
      program({ rpath: "/tmp/mm/vendor", spare: 4 }),
    ],
    ["of musl", program({ interpreter: "/lib/ld-musl-x86_64.so.1", spare: 4 })],
    ["of a loader that is called likewise", program({ interpreter: "/lib/old-linux-x86.so.2" })],
  ])("%s is left to the host's loader", (_, bytes) => {
    expect(relocated(bytes)).toMatchObject({ changed: false, isSame: true });
  });

  test("needs room for one entry and for the end of `.dynamic`", () => {
    expect(relocated(program({ spare: 1 })).changed).toBe(false);
    expect(relocated(program({ spare: 2 })).changed).toBe(true);
  });
});

describe("a library", () => {
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
    ["a folder that is only called likewise goes", "/tmp/mmm/lib", undefined],
  ])("has an RPATH for a RUNPATH: %s", (_, runpath, rpath) => {
    const { changed, elf } = relocated(elfFile({ runpath, soname: "libx.so" }), GEM);
    expect(changed).toBe(true);
    expect(elf).toMatchObject({ runpath: undefined, soname: "libx.so" });
    expect(elf?.rpath).toBe(rpath);
  });

  test("loses an RPATH of the host's", () => {
    const bytes = elfFile({ rpath: "/opt/lib", needed: ["liba.so"] });
    expect(relocated(bytes, GEM)).toMatchObject({
      changed: true,
      elf: { rpath: undefined, needed: ["liba.so"] },
    });
  });

  test("keeps the bytes behind a shorter search path: other strings may end in them", () => {
    const bytes = elfFile({ runpath: "/tmp/mm/x:/usr/lib/libx.so" });
    relocated(bytes, GEM);
    expect(bytes.includes("\0/tmp/mm/x\0/usr/lib/libx.so\0")).toBe(true);
    const none = elfFile({ runpath: "/usr/lib/libx.so" });
    relocated(none, GEM);
    expect(none.includes("\0/usr/lib/libx.so\0")).toBe(true);
  });

  test.each([
    ["has no search path", elfFile({ needed: ["liba.so"] })],
    ["has an RPATH below the root", elfFile({ rpath: "$ORIGIN:/tmp/mm/x" })],
  ])("that %s stays as it is", (_, bytes) => {
    expect(relocated(bytes, GEM)).toMatchObject({ changed: false, isSame: true });
  });

  test("with a loader of its own, as libc has, keeps that", () => {
    const bytes = elfFile({ interpreter: X86_LOADER, runpath: "/usr/lib" });
    expect(relocated(bytes, GEM).elf).toMatchObject({
      interpreter: { path: X86_LOADER },
      rpath: undefined,
    });
  });

  test("has no entry twice", () => {
    const bytes = elfFile({ rpath: "/tmp/mm/a", runpath: "/tmp/mm/b" });
    const { elf } = relocated(bytes, GEM);
    expect(elf?.dynamic.entries.map(({ tag }) => tag)).toEqual([TAG.STRTAB, TAG.RPATH]);
    expect(elf?.rpath).toBe("/tmp/mm/b");
  });
});
