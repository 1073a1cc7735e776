import { describe, expect, test } from "@jest/globals";
import { bodyOf, parseLockfile, pathRemotes } from "../../../../src/app/bundler/lockfile.ts";

const TEXT = `GIT
  remote: https://github.com/a/b.git
  revision: 0123
  branch: main
  specs:
    b (1.0.pre)
      rack (>= 2)

PATH
  remote: engines/shop
  specs:
    shop (0.1.0)

GEM
  remote: https://rubygems.org/
  specs:
    nokogiri (1.18.10-aarch64-linux-gnu)
      racc (~> 1.4)
    nokogiri (1.18.10-x86_64-linux-gnu)
    racc (1.8.1)

PLATFORMS
  aarch64-linux
  x86_64-linux

DEPENDENCIES
  b!
  nokogiri

CHECKSUMS
  racc (1.8.1) sha256=4a7f

RUBY VERSION
   ruby 3.3.0p0

BUNDLED WITH
   2.5.1
`;

describe("a lockfile", () => {
  test.each([
    ["as it is", TEXT],
    ["with CRLF", TEXT.replaceAll("\n", "\r\n")],
    ["without its final newline", TEXT.trimEnd()],
  ])("is read: %s", (_, text) => {
    const lock = parseLockfile(text);
    expect(Object.fromEntries(lock.locked)).toEqual({
      b: "1.0.pre",
      shop: "0.1.0",
      nokogiri: "1.18.10",
      racc: "1.8.1",
    });
    expect(lock.platforms).toEqual(["aarch64-linux", "x86_64-linux"]);
    expect(lock.rubyVersion).toBe("ruby 3.3.0p0");
    expect(lock.bundledWith).toBe("2.5.1");
    expect(pathRemotes(lock)).toEqual(["engines/shop"]);
    expect(lock.lines.join(lock.eol)).toBe(text);
  });

  test("that is empty or damaged is no error here", () => {
    expect(parseLockfile("").locked.size).toBe(0);
    expect(parseLockfile("<<<<<<< HEAD\nGEM\n  specs:\n    a (1)\n=======\n").locked.get("a")).toBe(
      "1",
    );
  });

  test("has its sections where they lie, empty ones too", () => {
    const lock = parseLockfile(
      "PLATFORMS\n\nDEPENDENCIES \n  a\n  b!\n=======\nBUNDLED WITH\n   2.5.1",
    );
    expect(lock.sections).toEqual([
      { title: "PLATFORMS", start: 0, end: 1 },
      { title: "DEPENDENCIES", start: 2, end: 5 },
      { title: "BUNDLED WITH", start: 6, end: 8 },
    ]);
    expect(lock.sections.map((section) => bodyOf(lock, section))).toEqual([
      [],
      ["  a", "  b!"],
      ["   2.5.1"],
    ]);
  });

  test("that lacks a section says nothing in its place", () => {
    expect(parseLockfile("GEM\n  specs:\n")).toMatchObject({
      platforms: [],
      rubyVersion: undefined,
      bundledWith: undefined,
    });
  });

  test("counts the first version of a gem that it has twice", () => {
    const text = "GEM\n  specs:\n    a (1.0-java)\n    a (2.0)\n";
    expect([...parseLockfile(text).locked]).toEqual([["a", "1.0"]]);
  });

  test("names no dependencies and checksums as gems", () => {
    const text =
      "GEM\n  specs:\n      a (1.0)\n\nDEPENDENCIES\n  b (1.0)\n\nCHECKSUMS\n  c (1.0)\n";
    expect(parseLockfile(text).locked.size).toBe(0);
  });
});

test("the folders of path gems are those of the sections about paths", () => {
  const text =
    "GIT\n  remote: https://github.com/a/b.git\n\nPATH\n  remote: ../../engines/admin  \n  specs:\n\n" +
    "PATH\n  specs:\n\nPATH\n  remote: .\n";
  expect(pathRemotes(parseLockfile(text))).toEqual(["../../engines/admin", "."]);
});
