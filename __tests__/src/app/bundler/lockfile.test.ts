import { describe, expect, test } from "@jest/globals";
import { parseLockfile } from "../../../../src/app/bundler/lockfile.ts";

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
    expect(lock.bundledWith).toBe("2.5.1");
    expect(lock.lines.join(lock.eol)).toBe(text);
  });

  test("that is empty or damaged is no error here", () => {
    expect(parseLockfile("").locked.size).toBe(0);
    expect(parseLockfile("<<<<<<< HEAD\nGEM\n  specs:\n    a (1)\n=======\n").locked.get("a")).toBe(
      "1",
    );
  });
});
