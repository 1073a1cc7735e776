import { describe, expect, test } from "@jest/globals";
import { TarReader } from "../../../../runtime/src/loader/archive/tar.ts";
import type { TarEntry } from "../../../../runtime/src/loader/archive/tar-header.ts";
import { type Fields, header, octal, padded, record } from "./headers.ts";

const END = Buffer.alloc(1024);

/** What a reader tells of bytes that arrive in parts of this size. */
function read(bytes: Buffer, partBytes = bytes.length) {
  const entries: (Pick<TarEntry, "path" | "type" | "target" | "size"> & { content: string })[] = [];
  const ended: string[] = [];
  const reader = new TarReader({
    begin: ({ path, type, target, size }) =>
      entries.push({ path, type, target, size, content: "" }),
    data(part, at, length) {
      entries.at(-1)!.content += part.toString("latin1", at, at + length);
    },
    end: () => ended.push(entries.at(-1)!.path),
  });
  for (let at = 0; at < bytes.length; at += partBytes) {
    reader.push(bytes.subarray(at, at + partBytes));
  }
  reader.close();
  expect(ended).toEqual(entries.map(({ path }) => path));
  return entries;
}

const file = (name: string, content: string) => [
  header({ name, size: octal(content.length) }),
  padded(content),
];
const pax = (records: string) => [
  header({ name: "pax", flag: "x", size: octal(records.length) }),
  padded(records),
];
const refused = (fields: Fields) => () => read(Buffer.concat([header(fields), END]));

describe("a tar", () => {
  const long = "abc".repeat(400);
  const bytes = Buffer.concat([
    header({ name: "app", flag: "5" }),
    ...file("app/empty", ""),
    ...file("app/block", "b".repeat(512)),
    ...pax(record("path", "app/new")),
    ...file("app/old", long),
    ...pax(record("linkpath", "target")),
    header({ name: "app/link", flag: "2", target: "other" }),
    header({ name: "app/last", flag: "2", target: "own" }),
    header({ name: "app/again", flag: "1", target: "app/new", size: octal(700) }),
    END,
  ]);
  const whole = [
    { path: "app", type: "directory", target: "", size: 0, content: "" },
    { path: "app/empty", type: "file", target: "", size: 0, content: "" },
    { path: "app/block", type: "file", target: "", size: 512, content: "b".repeat(512) },
    { path: "app/new", type: "file", target: "", size: 1200, content: long },
    { path: "app/link", type: "symlink", target: "target", size: 0, content: "" },
    { path: "app/last", type: "symlink", target: "own", size: 0, content: "" },
    { path: "app/again", type: "hardlink", target: "app/new", size: 0, content: "" },
  ];

  test.each([1, 7, 511, 512, 513, 1000, 1e6])("is read in parts of %i bytes", (partBytes) => {
    expect(read(bytes, partBytes)).toEqual(whole);
  });

  test("ends where zeros are, whatever comes behind them", () => {
    const behind = Buffer.concat([bytes, Buffer.alloc(700, 1)]);
    expect(read(behind)).toEqual(whole);
    expect(read(behind, 100)).toEqual(whole);
  });

  test("that ends early is refused", () => {
    expect(() => read(bytes.subarray(0, 1000))).toThrow("ends early");
    expect(() => read(Buffer.alloc(0))).toThrow("ends early");
  });
});

describe("an entry", () => {
  test.each([
    ["5", "directory"],
    ["2", "symlink"],
  ])("of type %s has no content, whatever its header says", (flag, type) => {
    const bytes = Buffer.concat([
      header({ flag, size: octal(512) }),
      header({ name: "app/next" }),
      END,
    ]);
    expect(read(bytes)).toMatchObject([{ type, size: 0 }, { path: "app/next" }]);
  });

  test.each(["3", "4", "6", "g", "L", "\0"])("of type %j is refused", (flag) => {
    expect(refused({ name: "app/a", flag })).toThrow(/refused the archive entry "app\/a": type/);
  });

  test("may have an extended header of one megabyte, and no more", () => {
    const open = (size: number) => () =>
      new TarReader({ begin() {}, data() {}, end() {} }).push(
        header({ flag: "x", size: octal(size) }),
      );
    expect(open(1024 * 1024)).not.toThrow();
    expect(open(1024 * 1024 + 1)).toThrow("absurdly long header");
  });
});
