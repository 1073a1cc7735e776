import { describe, expect, test } from "@jest/globals";
import { fits, rewritePaths } from "../../../src/ruby/rewrite-paths.ts";

const RUBY = { from: "/usr/lib/ruby", to: "/tmp/mm/ruby" };

describe("paths in binaries", () => {
  test.each([
    ["a folder", "\0/usr/lib/ruby\0", "\0/tmp/mm/ruby/\0"],
    [
      "below it",
      "\0/usr/lib/ruby/3.1.0\0/usr/lib/ruby\0",
      "\0/tmp/mm/ruby//3.1.0\0/tmp/mm/ruby/\0",
    ],
    ["in quotes", 'DIR: "/usr/lib/ruby"', 'DIR: "/tmp/mm/ruby/"'],
    ["all of the file", "/usr/lib/ruby", "/tmp/mm/ruby/"],
  ])("%s is replaced at equal length", (_, before, after) => {
    const bytes = Buffer.from(before);
    expect(rewritePaths(bytes, [RUBY])).toBe(true);
    expect(bytes.toString()).toBe(after);
  });

  test.each([
    ["a longer name", "\0/usr/lib/ruby-standalone\0/usr/lib/ruby3\0"],
    ["the end of another path", "\0/opt/usr/lib/ruby\0"],
    ["another path", "\0/usr/lib\0"],
  ])("%s is left alone", (_, before) => {
    const bytes = Buffer.from(before);
    expect(rewritePaths(bytes, [RUBY])).toBe(false);
    expect(bytes.toString()).toBe(before);
  });

  test("one of several that is there is enough", () => {
    const bytes = Buffer.from("\0/usr/lib/ruby\0/usr/lib/ruby2\0");
    expect(rewritePaths(bytes, [RUBY, { from: "/usr/local", to: "/x" }])).toBe(true);
    expect(rewritePaths(bytes, [])).toBe(false);
  });

  test("a file's padding goes before its name", () => {
    const from = "/etc/ssl/certs/ca-certificates.crt";
    const bytes = Buffer.from(from);
    rewritePaths(bytes, [{ from, to: "/tmp/mm/ssl/cert.pem", file: true }]);
    expect(bytes.toString()).toBe("/tmp/mm/ssl///////////////cert.pem");
  });
});

test.each([
  ["/tmp/mm/ruby", true],
  ["/tmp/mm/rubys", true],
  ["/tmp/mm/rubies", false],
])("%s fits into /usr/lib/ruby: %s", (to, expected) => {
  expect(fits({ from: "/usr/lib/ruby", to })).toBe(expected);
});
