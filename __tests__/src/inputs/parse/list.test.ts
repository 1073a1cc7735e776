import { describe, expect, test } from "@jest/globals";
import { absolutePaths, executables, libraries, lines } from "../../../../src/inputs/parse/list.ts";

describe("lines", () => {
  test("leave out blank lines, comments and the space around", () => {
    expect(lines("  a  \r\n\n  # comment\nb # not one\n   \n")).toEqual(["a", "b # not one"]);
  });
});

describe("libraries", () => {
  test("are names or absolute paths", () => {
    const text = "libsodium.so.23\n/usr/lib/libvips.so.42.17\nlibpq.so";
    expect(libraries(text)).toEqual(["libsodium.so.23", "/usr/lib/libvips.so.42.17", "libpq.so"]);
  });

  test.each(["sodium", "lib/libsodium.so", "libsodium.so.x"])("cannot be `%s`", (line) =>
    expect(() => libraries(`libpq.so\n${line}`)).toThrow(
      `\`${line}\` must be a library's name, such as \`libsodium.so.23\`, or its absolute path.`,
    ),
  );
});

describe("executables", () => {
  test("are names or absolute paths", () => {
    expect(executables("pdftotext\n/usr/bin/g++")).toEqual(["pdftotext", "/usr/bin/g++"]);
  });

  test.each(["bin/convert", "convert -resize"])("cannot be `%s`", (line) =>
    expect(() => executables(line)).toThrow(
      `\`${line}\` must be a program's name, such as \`pdftotext\`, or its absolute path.`,
    ),
  );
});

describe("absolute paths", () => {
  test("may hold names that begin with dots", () => {
    expect(absolutePaths("/etc/ssl\n/opt/..data/x")).toEqual(["/etc/ssl", "/opt/..data/x"]);
  });

  test.each(["etc/ssl", "/opt/../etc", "/opt/.."])("cannot be `%s`", (line) =>
    expect(() => absolutePaths(line)).toThrow(`\`${line}\` must be an absolute path.`),
  );
});
