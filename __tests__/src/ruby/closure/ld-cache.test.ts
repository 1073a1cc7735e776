import { expect, test } from "@jest/globals";
import { parseLdCache } from "../../../../src/ruby/closure/ld-cache.ts";

interface Entry {
  readonly name: string;
  readonly file: string;
  readonly hwcap?: bigint;
}

/** A cache in glibc's format; `count` where the header says something else than there is. */
function ldCache(entries: readonly Entry[], count = entries.length): Buffer {
  const header = Buffer.alloc(48);
  header.write("glibc-ld.so.cache1.1", "latin1");
  header.writeUInt32LE(count, 20);
  let strings = "";
  const textsAt = 48 + entries.length * 24;
  const table = entries.map(({ name, file, hwcap = 0n }) => {
    const entry = Buffer.alloc(24);
    entry.writeUInt32LE(textsAt + strings.length, 4);
    entry.writeUInt32LE(textsAt + strings.length + name.length + 1, 8);
    entry.writeBigUInt64LE(hwcap, 16);
    strings += `${name}\0${file}\0`;
    return entry;
  });
  return Buffer.concat([header, ...table, Buffer.from(strings)]);
}

const A = { name: "liba.so.1", file: "/lib/liba.so.1" };
const B = { name: "libb.so.2", file: "/lib/libb.so.2" };
const ANOTHER_A = { name: "liba.so.1", file: "/usr/lib/liba.so.1" };

test("a name has its files, in the loader's order", () => {
  expect([...parseLdCache(ldCache([A, B, ANOTHER_A]))]).toEqual([
    ["liba.so.1", ["/lib/liba.so.1", "/usr/lib/liba.so.1"]],
    ["libb.so.2", ["/lib/libb.so.2"]],
  ]);
});

test("a file for certain processors only is left out", () => {
  const fast = { ...A, file: "/lib/glibc-hwcaps/x86-64-v3/liba.so.1", hwcap: 1n << 62n };
  expect([...parseLdCache(ldCache([fast, A]))]).toEqual([["liba.so.1", ["/lib/liba.so.1"]]]);
});

test("the format may follow the old one, and its offsets count from its own start", () => {
  const both = Buffer.concat([Buffer.from("ld.so-1.7.0\0old entries\0"), ldCache([A])]);
  expect([...parseLdCache(both)]).toEqual([["liba.so.1", ["/lib/liba.so.1"]]]);
});

test("no more entries are read than the header counts", () => {
  expect([...parseLdCache(ldCache([A, B], 1)).keys()]).toEqual(["liba.so.1"]);
});

test("no more entries are read than there are", () => {
  const whole = ldCache([A, B]);
  const cut = whole.subarray(0, 48 + 2 * 24);
  expect([...parseLdCache(cut).keys()]).toEqual([""]);
  expect(parseLdCache(whole.subarray(0, 48 + 23)).size).toBe(0);
});

test.each([
  ["another format", Buffer.from("something else")],
  ["nothing", Buffer.alloc(0)],
  ["a header that is cut off", ldCache([]).subarray(0, 22)],
  ["no entries", ldCache([])],
])("%s is an empty cache", (_, bytes) => {
  expect(parseLdCache(bytes)).toEqual(new Map());
});
