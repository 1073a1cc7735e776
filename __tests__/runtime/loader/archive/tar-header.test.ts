import { describe, expect, test } from "@jest/globals";
import { isZero, parseHeader } from "../../../../runtime/src/loader/archive/tar-header.ts";
import { type Fields, header, octal } from "./headers.ts";

const parse = (fields: Fields) => parseHeader(header(fields), 0);

describe("a header", () => {
  test("gives path, mode, size, time and type", () => {
    const fields = { mode: "0100755\0", size: octal(0o1234567), mtime: octal(1e9), flag: "0" };
    expect(parse({ name: "app/é", ...fields })).toEqual({
      path: "app/é",
      mode: 0o755,
      size: 0o1234567,
      mtime: 1e9,
      flag: "0",
      target: "",
    });
  });

  test("may lie anywhere in the bytes", () => {
    const bytes = Buffer.concat([
      Buffer.alloc(7, 1),
      header({ name: "app/b" }),
      Buffer.alloc(9, 1),
    ]);
    expect(parseHeader(bytes, 7).path).toBe("app/b");
  });

  test("has a long path in two fields, each of which may be full", () => {
    const [name, prefix] = ["n".repeat(100), "p".repeat(155)];
    expect(parse({ name, prefix }).path).toBe(`${prefix}/${name}`);
  });

  test("names the target of a link, which may fill its field", () => {
    expect(parse({ flag: "2", target: "t".repeat(100) })).toMatchObject({
      flag: "2",
      target: "t".repeat(100),
    });
  });

  test.each([
    ["00000000644\0", 0o644],
    ["        644\0", 0o644],
    ["644 9999999\0", 0o644],
    ["0 0 644\0", 0o644],
    ["000000000644", 0o644],
    ["\0", 0],
  ])("has numbers such as %j", (size, value) => {
    expect(parse({ size, mtime: octal(0o777) })).toMatchObject({ size: value, mtime: 0o777 });
  });

  test.each(["00000000008\0", "0000000000/\0", "-1\0", "\x80"])(
    "with the number %j is refused",
    (size) => expect(() => parse({ size })).toThrow("broken number"),
  );

  test("with a byte that was changed is refused", () => {
    for (const at of [0, 147, 156, 511]) {
      const block = header();
      block[at]! += 1;
      expect(() => parseHeader(block, 0)).toThrow("not a tar: bad checksum");
    }
  });
});

describe("the end of a tar", () => {
  test("is a block of zeros", () => {
    expect(isZero(Buffer.alloc(512), 0)).toBe(true);
    const inside = Buffer.alloc(514, 1).fill(0, 1, 513);
    expect(isZero(inside, 1)).toBe(true);
  });

  test.each([0, 1, 511])("is not a block with another byte at %i", (at) => {
    const block = Buffer.alloc(512);
    block[at] = 1;
    expect(isZero(block, 0)).toBe(false);
  });
});
